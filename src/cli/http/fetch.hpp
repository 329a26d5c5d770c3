// SPDX-License-Identifier: MIT
#pragma once

#include "cli/http/options.hpp"
#include "protocols/urllib.hpp"

namespace porthole::cli {

/// Asks for one URL and writes what comes. Exit statuses are curl's: 1 scheme, 3 URL, 6 name, 7 connect, 8
/// answer makes no sense, 18 body shorter than announced, 22 status 400 or more with --fail, 23 cannot write,
/// 26 cannot read what is to be sent, 28 timeout, 47 too many redirects, 52 no answer at all, 55 and 56
/// connection lost.
int fetch(HttpOptions& options);

/// The URL, checked: "http://" where there is no scheme. Throws Failure with 1 and 3.
std::string checked_url(const std::string& command, const std::string& url);

/// The options as a request with headers and body. What is read from files is read now, but for an upload.
urllib::Request make_request(const HttpOptions& options);

/// Does the work and turns what it throws into Failures that name the command and the URL.
int with_failures(const std::string& command, const std::string& url, const std::function<void()>& work);

}  // namespace porthole::cli
