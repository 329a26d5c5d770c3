// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace porthole::telnetlib {

/// What a stream of Telnet bytes says, one thing after the other.
struct Event {
  enum class Kind : std::uint8_t {
    data,            ///< `text` is for the reader
    command,         ///< `code` without an option: AYT, IP, …
    negotiation,     ///< `code` is WILL, WONT, DO or DONT, of `option`
    subnegotiation,  ///< `text` is what was said about `option`
  };

  Kind kind = Kind::data;
  std::uint8_t code = 0;
  std::uint8_t option = 0;
  std::string text = {};

  friend bool operator==(const Event&, const Event&) = default;
};

/// Takes Telnet's stream apart (RFC 854, 855), in whatever pieces it comes. CR NUL is a carriage return
/// alone; in binary mode (RFC 856) NUL is data like any other byte.
class Parser {
 public:
  /// The longest subnegotiation that is taken; options have a few bytes to say.
  static constexpr std::size_t max_subnegotiation = 4096;

  /// The events that these bytes complete. Throws LimitError for an endless subnegotiation; what came before
  /// it in the same piece is lost then.
  std::vector<Event> feed(std::string_view bytes);

  void set_binary(bool binary) { binary_ = binary; }

 private:
  enum class State : std::uint8_t { data, cr, iac, negotiation, option, subnegotiation, subnegotiation_iac };

  void byte(std::uint8_t value, std::vector<Event>& events);
  void data(std::uint8_t value, std::vector<Event>& events);
  void command(std::uint8_t value, std::vector<Event>& events);
  void about(std::uint8_t value);

  State state_ = State::data;
  bool binary_ = false;
  std::uint8_t verb_ = 0;
  std::uint8_t option_ = 0;
  std::string about_;
};

}  // namespace porthole::telnetlib
