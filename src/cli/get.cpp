// SPDX-License-Identifier: MIT
#include "cli/get.hpp"

#include <csignal>
#include <memory>

#include "cli/answer.hpp"
#include "cli/dial.hpp"
#include "cli/failure.hpp"
#include "cli/output.hpp"
#include "cli/url.hpp"

namespace porthole::cli {
namespace {

// curl's numbers.
constexpr DialStatus dial_status{.name = 6, .connection = 7, .time = 28};
constexpr int partial = 18;
constexpr int http_error = 22;
constexpr int timed_out = 28;
constexpr int no_answer = 52;
constexpr int lost = 56;

std::string receive(Socket& socket) {
  try {
    return socket.recv(65536);
  } catch (const timeout&) {
    throw Failure("timed out", timed_out);
  } catch (const error& problem) {
    throw Failure("recv: " + problem.code().message(), lost);
  }
}

Answer receive_head(Socket& socket, std::string& bytes) {
  for (;;) {
    if (auto answer = Answer::take(bytes)) return *answer;
    const std::string more = receive(socket);
    if (more.empty()) {
      if (bytes.empty()) throw Failure("the host closed the connection without an answer", no_answer);
      throw Failure("the connection ended within the answer's head", lost);
    }
    bytes += more;
  }
}

/// The body: what came with the head and what follows, up to the length announced or the end of the
/// connection.
void copy_body(Socket& socket, std::string bytes, const Answer& answer, Output& output) {
  const bool none = answer.status == 204 || answer.status == 304;
  unsigned long long left = none ? 0 : answer.length.value_or(~0ULL);
  while (left > 0) {
    if (bytes.empty()) bytes = receive(socket);
    if (bytes.empty()) break;
    const std::string_view part = std::string_view(bytes).substr(0, left);
    output.write(part);
    left -= part.size();
    bytes.clear();
  }
  if (left > 0 && answer.length)
    throw Failure("the connection ended with " + std::to_string(left) + " bytes missing", partial);
}

void fetch(const Url& url, const GetOptions& options) {
  Socket socket = dial(url.host, url.port, options.reach, dial_status);
  try {
    socket.sendall("GET " + url.target + " HTTP/1.0\r\nHost: " + url.authority() +
                   "\r\nUser-Agent: porthole/" PORTHOLE_VERSION "\r\nAccept: */*\r\n\r\n");
  } catch (const error& problem) {
    throw Failure("send: " + problem.code().message(), lost);
  }
  std::string bytes;
  Answer answer = receive_head(socket, bytes);
  while (answer.status < 200) answer = receive_head(socket, bytes);
  if (options.fail && answer.status >= 400)
    throw Failure("the host answered with status " + std::to_string(answer.status), http_error);
  Output output(options.output);
  output.open();
  if (options.include_head) output.write(answer.head);
  copy_body(socket, std::move(bytes), answer, output);
}

}  // namespace

int get(const GetOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  const Url url = parse_url(options.url);
  try {
    fetch(url, options);
  } catch (const Failure& failure) {
    const std::string message = failure.what();
    const bool named = message.starts_with("connect ") || message.starts_with("resolve ");
    throw Failure(named ? message : "get " + options.url + ": " + message, failure.status());
  }
  return 0;
}

void add_get(CLI::App& app, Commands& commands) {
  auto options = std::make_shared<GetOptions>();
  auto* get = app.add_subcommand("get", "Fetch a web page (http://)");
  get->add_option("URL", options->url, "What to fetch")->required()->option_text(plain);
  get->add_option("-o,--output", options->output, "Write to this file")->type_name("FILE");
  get->add_flag("-i,--include", options->include_head, "Write the head of the answer as well");
  get->add_flag("-f,--fail", options->fail, "Status 400 and above: write nothing, exit with 22");
  add_reach(*get, options->reach);
  commands.add(get, [options] { return cli::get(*options); });
}

}  // namespace porthole::cli
