// SPDX-License-Identifier: MIT
#include "cli/imap/mail_place.hpp"

#include "cli/server_place.hpp"

namespace porthole::cli {

MailPlace parse_mail_place(const std::string& text) {
  const ServerPlace server = parse_server_place("imap", text, {"imap"});
  MailPlace place{
      .host = server.host, .user = server.user, .password = server.password, .mailbox = server.path};
  place.port = server.port.value_or(place.port);
  if (!server.scheme.empty()) place.mailbox = percent_decoded("imap", text, server.path);
  return place;
}

}  // namespace porthole::cli
