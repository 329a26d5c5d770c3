// SPDX-License-Identifier: MIT
#include "cli/http/fetch.hpp"

#include <algorithm>
#include <csignal>

#include "cli/failure.hpp"
#include "cli/json.hpp"
#include "cli/output.hpp"
#include "cli/server_place.hpp"
#include "protocols/http/errors.hpp"
#include "socket/error.hpp"

namespace porthole::cli {
namespace {

constexpr int unsupported_scheme = 1;
constexpr int too_many_redirects = 47;

std::string head_text(const urllib::ResponseHead& head) {
  std::string text = head.version == 10 ? "HTTP/1.0 " : "HTTP/1.1 ";
  text += std::to_string(head.status) + ' ' + head.reason + "\r\n";
  for (const auto& [name, value] : head.headers.items()) text += http::header_line(name, value);
  return text + "\r\n";
}

urllib::ResponseHead head_of(const urllib::Response& response) {
  return {.url = response.geturl(),
          .status = response.status(),
          .reason = response.reason(),
          .version = response.version(),
          .headers = response.headers()};
}

/// A name that comes more than once has a list of values.
Json headers_json(const http::HTTPMessage& headers) {
  Json all = Json::object();
  for (const auto& [name, value] : headers.items()) {
    if (!all.contains(name))
      all[name] = value;
    else if (all[name].is_array())
      all[name].push_back(value);
    else
      all[name] = Json::array({all[name], value});
  }
  return all;
}

void print_as_json(urllib::Response& response, const HttpOptions& options) {
  const urllib::ResponseHead head = head_of(response);
  Json document = {{"url", head.url},
                   {"version", head.version == 10 ? "1.0" : "1.1"},
                   {"status", head.status},
                   {"reason", head.reason},
                   {"headers", headers_json(head.headers)}};
  if (options.output.empty()) {
    document["body"] = response.read();
  } else {
    Output output(options.output);
    output.open();
    document["size"] = response.read_to([&](std::string_view part) { output.write(part); });
    output.close();
  }
  if (!response.trailers().items().empty()) document["trailers"] = headers_json(response.trailers());
  print_json(document);
}

void copy_body(urllib::Response& response, const HttpOptions& options, Output& output) {
  const bool to_file = !options.output.empty() && options.output != "-";
  Progress progress(shown_place(options.url), response.length(),
                    options.progress ? Progress::When::always
                    : to_file        ? Progress::When::on_terminal
                                     : Progress::When::never);
  std::uint64_t done = 0;
  response.read_to([&](std::string_view part) {
    output.write(part);
    progress.update(done += part.size());
  });
  progress.finish();
  if (options.include_head && !response.trailers().items().empty())
    for (const auto& [name, value] : response.trailers().items())
      output.write(http::header_line(name, value));
}

void ask(HttpOptions& options) {
  const urllib::Request request = make_request(options);
  options.account.complete();
  const auto network = options.reach.network();
  Output output(options.output);
  urllib::Options how{.timeout = options.reach.timeout_value(),
                      .network = network.get(),
                      .user = options.account.user,
                      .password = options.account.password,
                      .follow_redirects = options.follow,
                      .max_redirections = options.max_redirects};
  if (options.include_head)
    how.on_redirect = [&](const urllib::ResponseHead& head) { output.write(head_text(head)); };
  urllib::Response response = urllib::OpenerDirector().fetch(request, how);
  if (options.fail && response.status() >= 400)
    throw Failure("the host answered with status " + std::to_string(response.status()), Status::http_error);
  try {
    if (options.json) return print_as_json(response, options);
    output.open();
    if (options.include_head) output.write(head_text(head_of(response)));
    copy_body(response, options, output);
    output.close();
  } catch (const http::IncompleteRead& problem) {
    throw Failure(problem.what(), Status::partial);
  }
}

}  // namespace

std::string checked_url(const std::string& command, const std::string& url) {
  const std::string whole = url.find("://") == std::string::npos ? "http://" + url : url;
  const auto refuse = [&](const std::string& why, int status) {
    throw Failure(command + ' ' + shown_place(url) + ": " + why, status);
  };
  const auto unprintable = [](char c) { return (c >= 0 && c <= ' ') || c == 0x7f; };
  if (std::ranges::any_of(url, unprintable))
    refuse("a URL holds no blanks or control characters", Status::malformed_url);
  try {
    const urllib::SplitResult parts = urllib::urlsplit(whole);
    if (parts.scheme != "http") refuse("only http:// is spoken here", unsupported_scheme);
    if (parts.hostname().empty()) refuse("there is no host", Status::malformed_url);
    static_cast<void>(parts.port());
  } catch (const std::invalid_argument& problem) {
    refuse(problem.what(), Status::malformed_url);
  }
  return whole;
}

int with_failures(const std::string& command, const std::string& url, const std::function<void()>& work) {
  const auto failure = [&](const std::string& why, int status) {
    return Failure(command + ' ' + shown_place(url) + ": " + why, status);
  };
  try {
    work();
    return 0;
  } catch (const Failure& problem) {
    if (std::string_view(problem.what()).starts_with(command + ' ')) throw;
    throw failure(problem.what(), problem.status());
  } catch (const gaierror& problem) {
    const std::size_t colon = problem.target().rfind(':');
    throw Failure("resolve " + problem.target().substr(0, colon) + ": " + problem.code().message(),
                  Status::name_not_found);
  } catch (const timeout& problem) {
    if (problem.call().starts_with("connect")) throw;
    throw failure("timed out", Status::timed_out);
  } catch (const error& problem) {
    if (problem.call().starts_with("connect")) throw;
    throw failure(problem.call() + ": " + problem.code().message(), exit_status(problem));
  } catch (const http::RemoteDisconnected& problem) {
    throw failure(problem.what(), Status::no_answer);
  } catch (const urllib::HTTPError& problem) {
    throw failure(problem.what(), problem.code() / 100 == 3 ? too_many_redirects : Status::http_error);
  } catch (const urllib::UnknownScheme& problem) {
    throw failure(problem.what(), unsupported_scheme);
  } catch (const ProtocolError& problem) {
    throw failure(problem.what(), exit_status(problem));
  } catch (const std::invalid_argument& problem) {
    throw failure(problem.what(), Status::usage);
  }
}

int fetch(HttpOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  return with_failures(options.command, options.url, [&] { ask(options); });
}

}  // namespace porthole::cli
