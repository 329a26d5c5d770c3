// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace porthole::email {

/// One mailbox (RFC 5322 section 3.4): for `"Li, Lei" <lilei@mail.test>` the name is `Li, Lei`, as UTF-8 with
/// its encoded words decoded, and addr_spec is `lilei@mail.test`, a quoted local part with its quotes.
struct Mailbox {
  std::string display_name;
  std::string addr_spec;

  bool operator==(const Mailbox&) const = default;
};

/// How many mailboxes one header may list.
static constexpr std::size_t max_mailboxes = 100'000;

/// How deep comments may stand in comments.
static constexpr std::size_t max_comment_depth = 100;

/// All mailboxes of a list, as To and Cc have it: groups (`friends: a@x, b@y;`) give their members, comments
/// are left out, a comment after an address without a name is its name (`a@x (Li)`), source routes
/// (`<@r:a@x>`) go, and what cannot be an address is left out. Throws LimitError beyond max_mailboxes.
std::vector<Mailbox> getaddresses(std::string_view list);

/// The same for several headers of one name.
std::vector<Mailbox> getaddresses(const std::vector<std::string>& lists);

/// The one mailbox of a header such as Sender; both fields are empty where it holds none, or more than one,
/// so that nobody is fooled by an address that stands in another one's name.
Mailbox parseaddr(std::string_view address);

/// A mailbox as a header has it: the name as it is, quoted, or as encoded words where it is not ASCII. With
/// `utf8` it is only quoted (RFC 6532). Throws std::invalid_argument for CR, LF and NUL in either, for blanks
/// and angle brackets in the address, and where the address is empty or, without `utf8`, not ASCII.
std::string formataddr(const Mailbox& mailbox, bool utf8 = false);

/// The address of a mailbox as SMTP's commands have it, checked as formataddr() does.
void check_addr_spec(std::string_view addr_spec, bool utf8);

}  // namespace porthole::email
