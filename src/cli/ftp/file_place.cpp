// SPDX-License-Identifier: MIT
#include "cli/ftp/file_place.hpp"

#include "cli/server_place.hpp"

namespace porthole::cli {

FilePlace parse_file_place(const std::string& text) {
  const ServerPlace server = parse_server_place("ftp", text, {"ftp"});
  FilePlace place{.host = server.host, .user = server.user, .password = server.password, .path = server.path};
  place.port = server.port.value_or(place.port);
  if (!server.scheme.empty()) place.path = percent_decoded("ftp", text, server.path);
  return place;
}

}  // namespace porthole::cli
