// SPDX-License-Identifier: MIT
#include "hosts/mailbox/letters.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace porthole::hosts {
namespace {

constexpr std::string_view welcome = R"(From: Postmaster <postmaster@mail.test>
To: learner@mail.test
Subject: Welcome to mail.test
Date: Mon, 21 Sep 2026 09:00:00 +0000
Message-ID: <welcome@mail.test>

Hello!

This mailbox is a practice host: it runs beside your programs, and nothing
you do here can break anything. Mail that you send to learner@mail.test by
SMTP on port 25 lands here; POP3 on port 110 and IMAP4 on port 143 read it.

The next line is a dot alone, which both protocols have to hide:
.
..and this one begins with two.

The postmaster
)";

constexpr std::string_view chinese = R"(From: =?UTF-8?B?6ICB5biI?= <teacher@mail.test>
To: =?UTF-8?B?5a2m5Lmg6ICF?= <learner@mail.test>
Subject: =?UTF-8?B?5L2g5aW977yM6L+Z5piv5LiA5bCB5Lit5paH5L+h?=
Date: Tue, 22 Sep 2026 17:03:00 +0800
Message-ID: <hello-zh@mail.test>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

5L2g5aW977yM5a2m5Lmg6ICF77yBDQoNCui/meaYr+S4gOWwgeS4reaWh+S/oeOAgue9kee7nOmH
jOWPquacieWtl+iKgu+8muS/oeeahOS4u+mimOeUqCBSRkMgMjA0NyDnvJbnoIHvvIzmraPmlofn
lKggYmFzZTY0IOe8luegge+8jA0K5omA5Lul5Y+q6K6k6K+GIEFTQ0lJIOeahOacjeWKoeWZqOS5
n+iDveaKiuWug+WOn+agt+mAgeWIsOOAgg0KDQrnlKggUE9QMyDmiorlroPlj5bkuIvmnaXvvIzm
iJbnlKggSU1BUCDlsLHlnLDpmIXor7vvvJvnlKggU01UUCDnu5kgdGVhY2hlckBtYWlsLnRlc3Qg
5YaZ5Zue5L+h44CCDQoNCuiAgeW4iA0K
)";

constexpr std::string_view reply = R"(From: =?UTF-8?Q?Jos=C3=A9_Garc=C3=ADa?= <teacher@mail.test>
To: learner@mail.test
Subject: Re: Why does recv() return less than I asked for?
Date: Wed, 23 Sep 2026 12:05:00 +0200
Message-ID: <recv-2@mail.test>
In-Reply-To: <recv-1@mail.test>
References: <recv-1@mail.test>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

> Why does recv() return less than I asked for?

Because TCP is a stream of bytes, not of messages: you get what has arrived=
 so far. Loop until you have what you need =E2=80=93 a line, a length, or t=
he end.

Jos=C3=A9
)";

constexpr std::string_view attachments = R"(From: Teacher <teacher@mail.test>
To: learner@mail.test
Subject: =?UTF-8?B?6K6y5LmJIDM=?= / Lecture 3, with attachments
Date: Thu, 24 Sep 2026 10:00:00 +0000
Message-ID: <lecture-3@mail.test>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="part-of-lecture-3"

A reader that knows MIME does not show this line.
--part-of-lecture-3
Content-Type: text/plain; charset=us-ascii

Lecture notes, section 3

POP3 fetches and may delete: STAT, LIST, RETR, DELE, QUIT.
IMAP keeps mail where it is: SELECT, FETCH, STORE, IDLE.

--part-of-lecture-3
Content-Type: text/csv; charset=utf-8
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename*=UTF-8''%E7%AB%AF%E5%8F%A3.csv

5Y2P6K6uLOerr+WPow0KU01UUCwyNQ0KUE9QMywxMTANCklNQVA0LDE0Mw0K
--part-of-lecture-3
Content-Type: application/octet-stream; name="every_byte.bin"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="every_byte.bin"

AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4
OTo7PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3Bx
cnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6ChoqOkpaanqKmq
q6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj
5OXm5+jp6uvs7e7v8PHy8/T19vf4+fr7/P3+/w==
--part-of-lecture-3--
)";

constexpr std::string_view invitation = R"(From: Teacher <teacher@mail.test>
To: learner@mail.test
Cc: =?UTF-8?B?5ZCM5a2m?= <everyone@mail.test>
Subject: Office hours
Date: Fri, 25 Sep 2026 10:00:00 +0000
Message-ID: <office@mail.test>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=two-ways

--two-ways
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Office hours are on Friday at ten. 周五十点见。
--two-ways
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 8bit

<p>Office hours are on <b>Friday</b> at ten. 周五十点见。</p>
--two-ways--
)";

constexpr std::string_view archived = R"(From: learner@mail.test
To: teacher@mail.test
Subject: Why does recv() return less than I asked for?
Date: Wed, 26 Aug 2026 09:10:00 +0000
Message-ID: <recv-1@mail.test>

I asked for 4096 bytes and got 1448. Is my network broken?
)";

/// Mail goes and lies with CR LF.
Content with_crlf(std::string_view text) {
  std::string message;
  message.reserve(text.size() + 100);
  for (const char c : text) {
    if (c == '\n') message += '\r';
    message += c;
  }
  return std::make_shared<const std::string>(std::move(message));
}

}  // namespace

void place_letters(MailUser& user) {
  MailFolder& inbox = user.inbox();
  inbox.append(with_crlf(welcome), 1789981200, {"\\Seen"});   // 2026-09-21 09:00
  inbox.append(with_crlf(chinese), 1790067780);               // 2026-09-22 09:03
  inbox.append(with_crlf(reply), 1790157900, {"\\Flagged"});  // 2026-09-23 10:05
  inbox.append(with_crlf(attachments), 1790244000);           // 2026-09-24 10:00
  inbox.append(with_crlf(invitation), 1790330400);            // 2026-09-25 10:00
  for (const std::string_view name : {"Drafts", "Sent", "Trash"}) user.create(name);
  user.create("课程/网络");
  user.folder("Sent")->append(with_crlf(archived), 1787735400, {"\\Seen", "\\Answered"});
  user.folder("课程/网络")->append(with_crlf(chinese), 1790067780, {"\\Seen"});
  for (const auto& [name, folder] : user.folders()) user.subscribed().insert(name);
}

}  // namespace porthole::hosts
