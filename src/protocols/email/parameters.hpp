// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace porthole::email {

/// How many parameters one header may have, and how many pieces one of them; more are left out.
static constexpr std::size_t max_parameters = 1000;

/// A header such as Content-Type: a value and its parameters (RFC 2045 section 5.1).
struct ParameterValue {
  std::string value;                                            ///< in lower case: `text/plain`, `attachment`
  std::vector<std::pair<std::string, std::string>> parameters;  ///< names in lower case, values as UTF-8

  /// The value of a parameter, by its name in lower case.
  std::optional<std::string> get(std::string_view name) const;

  bool operator==(const ParameterValue&) const = default;
};

/// Reads a value with parameters. Values in another character set, and those cut into pieces (`filename*0*=`,
/// RFC 2231), are put together as UTF-8; so are encoded words, which do not belong here and stand here often.
/// A name that comes twice keeps its first value, RFC 2231's form first. What cannot be read is left out;
/// CR, LF and NUL that a value hides become blanks.
ParameterValue parse_parameters(std::string_view header);

/// Writes it in ASCII: values quoted where they need to be, `name*=utf-8''…` where they are not ASCII, cut
/// into pieces where they are long. Throws std::invalid_argument for CR, LF, NUL, names that are no tokens,
/// and text that is not UTF-8. With `utf8` values outside ASCII are quoted only (RFC 6532).
std::string format_parameters(const ParameterValue& content, bool utf8 = false);

}  // namespace porthole::email
