// SPDX-License-Identifier: MIT
#include "cli/pop3/maildrop_place.hpp"

#include "cli/server_place.hpp"

namespace porthole::cli {

MaildropPlace parse_maildrop_place(const std::string& text) {
  const ServerPlace server = parse_server_place("pop3", text, {"pop3"});
  MaildropPlace place{
      .host = server.host, .user = server.user, .password = server.password, .message = server.path};
  place.port = server.port.value_or(place.port);
  if (!server.scheme.empty()) place.message = percent_decoded("pop3", text, server.path);
  return place;
}

}  // namespace porthole::cli
