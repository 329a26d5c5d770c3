// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

namespace porthole::telnetlib {

/// Whose use of an option is meant: ours (they say DO, we say WILL) or theirs (we say DO, they say WILL).
enum class Side : std::uint8_t { us, them };

/// One word of a negotiation.
struct Negotiate {
  std::uint8_t verb;
  std::uint8_t option;

  friend bool operator==(const Negotiate&, const Negotiate&) = default;
};

/// Which options are in use, by the Q method of RFC 1143: a state for each option and side, so that every
/// request is answered once, an answer never is, and no exchange goes on for ever whatever the other side
/// says.
class Negotiation {
 public:
  using Accepts = std::function<bool(Side, std::uint8_t option)>;

  /// `accepts` says which options may be turned on when the other side asks.
  explicit Negotiation(Accepts accepts) : accepts_(std::move(accepts)) {}

  /// They said WILL, WONT, DO or DONT: what to answer, if anything.
  std::optional<Negotiate> received(Negotiate said);

  /// We want an option on or off: what to say, if anything. A wish that contradicts one still under way waits
  /// until that is answered.
  std::optional<Negotiate> enable(Side side, std::uint8_t option);
  std::optional<Negotiate> disable(Side side, std::uint8_t option);

  [[nodiscard]] bool enabled(Side side, std::uint8_t option) const;
  /// We asked and have no answer yet.
  [[nodiscard]] bool pending(Side side, std::uint8_t option) const;

 private:
  enum class State : std::uint8_t { no, yes, want_no, want_no_then_yes, want_yes, want_yes_then_no };

  State& state(Side side, std::uint8_t option);
  std::optional<Negotiate> on(Side side, std::uint8_t option);
  std::optional<Negotiate> off(Side side, std::uint8_t option);

  Accepts accepts_;
  std::array<std::array<State, 256>, 2> states_{};
};

}  // namespace porthole::telnetlib
