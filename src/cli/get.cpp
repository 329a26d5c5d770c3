// SPDX-License-Identifier: MIT
#include "cli/get.hpp"

#include <memory>

#include "cli/http/fetch.hpp"
#include "cli/http/http.hpp"

namespace porthole::cli {

void add_get(CLI::App& app, Commands& commands) {
  auto options = std::make_shared<HttpOptions>();
  options->command = "get";
  auto* get = app.add_subcommand("get", "Fetch a web page (http://)");
  get->add_option("URL", options->url, "What to fetch")->required()->option_text(plain);
  add_answer_options(*get, *options);
  commands.add(get, [options] { return fetch(*options); });
}

}  // namespace porthole::cli
