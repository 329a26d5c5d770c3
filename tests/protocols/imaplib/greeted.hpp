// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "protocols/imaplib.hpp"
#include "support/script.hpp"

namespace porthole::test {

/// A server that has greeted and waits for the first command.
inline Script greeted(const std::string& capabilities = "IMAP4rev1") {
  return Script().says("* OK [CAPABILITY " + capabilities + "] ready\r\n");
}

/// A client of such a script, whose replies come in pieces of `split` bytes.
struct Session {
  explicit Session(const Script& script, std::size_t split = 1) : network({script}) {
    network.split(split);
    imap.emplace("mail.test", 143, Timeout(), network);
  }
  imaplib::IMAP4* operator->() { return &*imap; }

  ScriptedNetwork network;
  std::optional<imaplib::IMAP4> imap;
};

}  // namespace porthole::test
