// SPDX-License-Identifier: MIT
#include "protocols/imaplib/mailbox_name.hpp"

#include <catch_amalgamated.hpp>
#include <stdexcept>

using namespace porthole::imaplib;

TEST_CASE("Mailbox names in modified UTF-7") {
  struct Pair {
    const char* name;
    const char* encoded;
  };
  for (const auto& [name, encoded] :
       {Pair{"INBOX", "INBOX"}, Pair{"R&D", "R&-D"}, Pair{"&", "&-"}, Pair{"", ""}, Pair{"工作", "&XeVPXA-"},
        Pair{"~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"}, Pair{"Entwürfe", "Entw&APw-rfe"},
        Pair{"😀", "&2D3eAA-"}, Pair{"a/b\\c\"d", "a/b\\c\"d"}, Pair{"工&作", "&XeU-&-&T1w-"},
        Pair{"\t", "&AAk-"}}) {
    CHECK(encode_mailbox(name) == encoded);
    CHECK(decode_mailbox(encoded) == name);
  }
}

TEST_CASE("What is no modified UTF-7 is told apart") {
  for (const char* bad :
       {"&", "&XeVPXA", "&XeVP!A-", "工作", "&AGE-", "&2D0-", "&3gA-", "&XeV-", "a\tb", "&XeU-&T1w-"})
    CHECK_FALSE(decode_mailbox(bad));
}

TEST_CASE("A name that is no UTF-8 cannot be sent") {
  for (const char* bad : {"\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\xb8"})
    CHECK_THROWS_AS(encode_mailbox(bad), std::invalid_argument);
}
