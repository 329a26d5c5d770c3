// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace porthole::cli {

/// Where files are: from HOST, HOST:PORT, HOST/PATH, or a URL as curl takes it (RFC 1738 section 3.2.2),
/// ftp://USER:PASSWORD@HOST:PORT/PATH, with %XX for what a URL cannot hold.
struct FilePlace {
  std::string host;
  int port = 21;
  std::string user;
  std::string password;
  /// Below the directory of the login, so without a slash at its front (%2F is one); empty where none is
  /// named.
  std::string path;
};

/// Throws Failure: 3 for what is no place, 1 for another scheme than ftp.
FilePlace parse_file_place(const std::string& text);

}  // namespace porthole::cli
