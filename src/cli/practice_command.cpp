// SPDX-License-Identifier: MIT
#include "cli/practice_command.hpp"

#include <iostream>
#include <memory>

#include "cli/places.hpp"
#include "hosts/practice.hpp"

namespace porthole::cli {

void add_map(CLI::App& command, std::string& map) {
  command.add_option("--map", map, "The practice map (default: PORTHOLE_PRACTICE_MAP or the state folder)")
      ->type_name("FILE");
}

std::string map_or_default(const std::string& map) {
  return map.empty() ? practice_map_path() : map;
}

void add_practice(CLI::App& app, Commands& commands) {
  auto map = std::make_shared<std::string>();
  auto* practice = app.add_subcommand("practice", "Serve the practice hosts until Ctrl-C");
  add_map(*practice, *map);
  const auto work = [map] {
    hosts::serve_practice(map_or_default(*map), std::cout);
    return 0;
  };
  // The practice hosts do not dial; under the interposer they would mistake each other's ports for names.
  commands.add(practice, work, Dials::traced);
}

}  // namespace porthole::cli
