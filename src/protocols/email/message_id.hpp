// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace porthole::email {

/// A new Message-ID (RFC 5322 section 3.6.4), such as `<1795403545.4f0c…@mail.test>`: the time and about 96
/// random bits, `idstring` after them where given. Throws std::invalid_argument where idstring or domain
/// cannot stand in one.
std::string make_msgid(std::string_view idstring = {}, std::string_view domain = "localhost");

/// `characters` random letters and digits, for boundaries and identifiers.
std::string random_word(std::size_t characters);

}  // namespace porthole::email
