// SPDX-License-Identifier: MIT
#include "protocols/telnetlib/negotiation.hpp"

#include "protocols/telnetlib/codes.hpp"

namespace porthole::telnetlib {
namespace {

/// How we say that an option shall be on, or off.
Negotiate say(Side side, std::uint8_t option, bool on) {
  if (side == Side::us) return {on ? WILL : WONT, option};
  return {on ? DO : DONT, option};
}

}  // namespace

Negotiation::State& Negotiation::state(Side side, std::uint8_t option) {
  return states_.at(side == Side::us ? 0 : 1).at(option);
}

bool Negotiation::enabled(Side side, std::uint8_t option) const {
  const State state = states_.at(side == Side::us ? 0 : 1).at(option);
  return state == State::yes;
}

bool Negotiation::pending(Side side, std::uint8_t option) const {
  const State state = states_.at(side == Side::us ? 0 : 1).at(option);
  return state != State::yes && state != State::no;
}

std::optional<Negotiate> Negotiation::received(Negotiate said) {
  switch (said.verb) {
    case WILL:
      return on(Side::them, said.option);
    case WONT:
      return off(Side::them, said.option);
    case DO:
      return on(Side::us, said.option);
    case DONT:
      return off(Side::us, said.option);
    default:
      return std::nullopt;
  }
}

/// They agree, or ask, that it be on.
std::optional<Negotiate> Negotiation::on(Side side, std::uint8_t option) {
  State& now = state(side, option);
  switch (now) {
    case State::no:
      if (!accepts_(side, option)) return say(side, option, false);
      now = State::yes;
      return say(side, option, true);
    case State::yes:
      return std::nullopt;
    case State::want_no:  // a refusal to turn it off, which there is not: taken as done
      now = State::no;
      return std::nullopt;
    case State::want_no_then_yes:
    case State::want_yes:
      now = State::yes;
      return std::nullopt;
    case State::want_yes_then_no:
      now = State::want_no;
      return say(side, option, false);
  }
  return std::nullopt;
}

/// They refuse, or ask that it be off, which is never refused.
std::optional<Negotiate> Negotiation::off(Side side, std::uint8_t option) {
  State& now = state(side, option);
  switch (now) {
    case State::no:
      return std::nullopt;
    case State::yes:
      now = State::no;
      return say(side, option, false);
    case State::want_no_then_yes:
      now = State::want_yes;
      return say(side, option, true);
    case State::want_no:
    case State::want_yes:
    case State::want_yes_then_no:
      now = State::no;
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Negotiate> Negotiation::enable(Side side, std::uint8_t option) {
  State& now = state(side, option);
  if (now == State::no) {
    now = State::want_yes;
    return say(side, option, true);
  }
  if (now == State::want_no) now = State::want_no_then_yes;
  if (now == State::want_yes_then_no) now = State::want_yes;
  return std::nullopt;
}

std::optional<Negotiate> Negotiation::disable(Side side, std::uint8_t option) {
  State& now = state(side, option);
  if (now == State::yes) {
    now = State::want_no;
    return say(side, option, false);
  }
  if (now == State::want_no_then_yes) now = State::want_no;
  if (now == State::want_yes) now = State::want_yes_then_no;
  return std::nullopt;
}

}  // namespace porthole::telnetlib
