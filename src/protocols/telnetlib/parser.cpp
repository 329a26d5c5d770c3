// SPDX-License-Identifier: MIT
#include "protocols/telnetlib/parser.hpp"

#include "protocols/stream/error.hpp"
#include "protocols/telnetlib/codes.hpp"

namespace porthole::telnetlib {

std::vector<Event> Parser::feed(std::string_view bytes) {
  std::vector<Event> events;
  for (const char c : bytes) byte(static_cast<std::uint8_t>(c), events);
  return events;
}

void Parser::byte(std::uint8_t value, std::vector<Event>& events) {
  switch (state_) {
    case State::cr:
      state_ = State::data;
      if (value == 0) return;
      [[fallthrough]];
    case State::data:
      if (value == IAC)
        state_ = State::iac;
      else
        data(value, events);
      return;
    case State::iac:
      command(value, events);
      return;
    case State::negotiation:
      state_ = State::data;
      events.push_back({.kind = Event::Kind::negotiation, .code = verb_, .option = value});
      return;
    case State::option:
      option_ = value;
      about_.clear();
      state_ = State::subnegotiation;
      return;
    case State::subnegotiation:
      if (value == IAC)
        state_ = State::subnegotiation_iac;
      else
        about(value);
      return;
    case State::subnegotiation_iac:
      state_ = State::subnegotiation;
      if (value == IAC) return about(value);
      // SE ends it. Anything else means that its end was lost: what was said is still worth telling, and the
      // byte is a command of its own.
      events.push_back({.kind = Event::Kind::subnegotiation, .option = option_, .text = about_});
      about_.clear();
      state_ = State::data;
      if (value != SE) command(value, events);
  }
}

void Parser::data(std::uint8_t value, std::vector<Event>& events) {
  if (value == '\r' && !binary_) state_ = State::cr;
  if (events.empty() || events.back().kind != Event::Kind::data) events.push_back({});
  events.back().text += static_cast<char>(value);
}

void Parser::command(std::uint8_t value, std::vector<Event>& events) {
  state_ = State::data;
  switch (value) {
    case IAC:
      data(value, events);
      return;
    case WILL:
    case WONT:
    case DO:
    case DONT:
      verb_ = value;
      state_ = State::negotiation;
      return;
    case SB:
      state_ = State::option;
      return;
    default:
      events.push_back({.kind = Event::Kind::command, .code = value});
  }
}

void Parser::about(std::uint8_t value) {
  if (about_.size() == max_subnegotiation)
    throw LimitError("the host sent a subnegotiation longer than " + std::to_string(max_subnegotiation) +
                     " bytes about option " + option_name(option_));
  about_ += static_cast<char>(value);
}

}  // namespace porthole::telnetlib
