// SPDX-License-Identifier: MIT
#include "cli/http/http.hpp"

#include <memory>

#include "cli/http/fetch.hpp"

namespace porthole::cli {
namespace {

using Shared = std::shared_ptr<HttpOptions>;

void add_request_options(CLI::App& command, HttpOptions& options) {
  command.add_option("-H,--header", options.headers, "Send this header as well; may be repeated")
      ->option_text("\"NAME: VALUE\"")
      ->allow_extra_args(false);
  add_account(command, options.account);
  command.add_flag("-L,--location", options.follow, "Go where redirects lead");
  command.add_option("--max-redirs", options.max_redirects, "Follow so many redirects (default 10)")
      ->option_text("COUNT")
      ->check(CLI::Range(0, 1000));
  command.add_flag("--json", options.json, "Print the answer as JSON");
  command.add_flag("--progress", options.progress, "Show how far it is on standard error");
}

void add_body_options(CLI::App& command, HttpOptions& options) {
  const auto add = [&](const char* name, std::vector<std::string>& values, const char* what) {
    return command.add_option(name, values, what)->option_text("DATA")->allow_extra_args(false);
  };
  auto* data = add("-d,--data", options.data, "Send this, as a form; @FILE is what the file holds");
  auto* binary = add("--data-binary", options.data_binary, "The same with line ends left as they are");
  auto* fields = add("--data-urlencode", options.data_urlencode, "Send this field NAME=VALUE, encoded");
  command.add_option("-T,--upload-file", options.upload, "Send this file; - is standard input, in chunks")
      ->type_name("FILE")
      ->excludes(data)
      ->excludes(binary)
      ->excludes(fields);
  command.add_flag("--chunked", options.chunked, "Send a file in chunks even where its size is known");
  command.add_flag("--expect", options.expect_continue, "Send the body once the host has agreed");
}

CLI::App* add_verb(CLI::App& http, Commands& commands, const char* name, const char* method,
                   const char* what) {
  const auto options = std::make_shared<HttpOptions>();
  auto* verb = http.add_subcommand(name, what);
  options->command = std::string("http ") + name;
  options->method = method;
  const std::string_view verb_name = name;
  if (verb_name == "request")
    verb->add_option("-X,--request", options->method, "The method (default GET, or POST with data)")
        ->option_text("METHOD");
  verb->add_option("URL", options->url, "What to ask for")->required()->option_text(plain);
  add_answer_options(*verb, *options);
  add_request_options(*verb, *options);
  if (verb_name == "get" || verb_name == "request")
    verb->add_option("-r,--range", options->range, "Only these bytes: 0-99, 100-, -100")
        ->option_text("RANGE");
  if (verb_name != "get" && verb_name != "head") add_body_options(*verb, *options);
  commands.add(verb, [options] {
    if (options->command == "http head") options->include_head = true;
    return fetch(*options);
  });
  return verb;
}

}  // namespace

void add_answer_options(CLI::App& command, HttpOptions& options) {
  command.add_option("-o,--output", options.output, "Write to this file")->type_name("FILE");
  command.add_flag("-i,--include", options.include_head, "Write the head of the answer as well");
  command.add_flag("-f,--fail", options.fail, "Status 400 and above: write nothing, exit with 22");
  add_reach(command, options.reach);
}

void add_http(CLI::App& app, Commands& commands) {
  auto* http = app.add_subcommand("http", "Talk to a web server: any method, forms, files, XML-RPC");
  http->require_subcommand(1);
  add_verb(*http, commands, "get", "GET", "Fetch a page");
  add_verb(*http, commands, "head", "HEAD", "Fetch a page's head only");
  add_verb(*http, commands, "post", "POST", "Post a form, data or a file");
  add_verb(*http, commands, "put", "PUT", "Store data or a file");
  add_verb(*http, commands, "patch", "PATCH", "Change a page by data or a file");
  add_verb(*http, commands, "delete", "DELETE", "Delete a page");
  add_verb(*http, commands, "options", "OPTIONS", "Ask what a page allows");
  add_verb(*http, commands, "request", "", "Send any method");
  add_rpc(*http, commands);
}

}  // namespace porthole::cli
