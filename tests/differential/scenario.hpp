// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "socket/socket.hpp"

/// What a scenario is written with. Each is a function here and one of the same name in scenarios/*.py; both
/// print the same lines, in the same canonical form, which scenarios/canonical.py has a twin of.
namespace scenario {

/// Strings and bytes: quoted, everything that is not printable ASCII as \xNN.
std::string canonical(std::string_view text);
std::string canonical(const std::string& text);
std::string canonical(const char* text);
std::string canonical(bool value);
std::string canonical(double value);
/// An address as Python's tuple; a port the system chose is PORT, no address None.
std::string canonical(const porthole::Address& address);
std::string canonical(const porthole::Timeout& timeout);
std::string canonical(const porthole::Socket& socket);

template <class Integer>
  requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>)
std::string canonical(Integer value) {
  return std::to_string(value);
}
template <class A, class B>
std::string canonical(const std::pair<A, B>& pair);
template <class... T>
std::string canonical(const std::tuple<T...>& values);
template <class T>
std::string canonical(const std::optional<T>& value);

template <class T>
std::string canonical(const std::vector<T>& values) {
  std::string out = "[";
  for (const T& value : values) out += (out.size() > 1 ? ", " : "") + canonical(value);
  return out + "]";
}
template <class A, class B>
std::string canonical(const std::pair<A, B>& pair) {
  return "(" + canonical(pair.first) + ", " + canonical(pair.second) + ")";
}
template <class... T>
std::string canonical(const std::tuple<T...>& values) {
  std::string out;
  std::apply([&](const T&... value) { ((out += (out.empty() ? "" : ", ") + canonical(value)), ...); },
             values);
  return "(" + out + ")";
}
template <class T>
std::string canonical(const std::optional<T>& value) {
  return value ? canonical(*value) : "None";
}

/// The exception being handled, by its name in Python and its errno's name or its reason; std::logic_error's
/// and Python's texts only where `with_text`.
std::string current_error(bool with_text);

void line(std::string_view label, std::string_view text);

/// Prints "label: value".
template <class T>
void say(std::string_view label, const T& value) {
  line(label, canonical(value));
}

template <class Call>
void run(std::string_view label, bool with_text, Call call) {
  std::string text = "None";
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<Call>>) {
      call();
    } else {
      text = canonical(call());
    }
  } catch (...) {
    text = current_error(with_text);
  }
  line(label, text);
}

/// Prints what the call returns or throws.
template <class Call>
void attempt(std::string_view label, Call call) {
  run(label, false, call);
}
/// The same, with the text of a ValueError or OverflowError too.
template <class Call>
void attempt_text(std::string_view label, Call call) {
  run(label, true, call);
}

/// A connected pair over loopback, the client first.
std::pair<porthole::Socket, porthole::Socket> tcp_pair();
/// A bound UDP socket on loopback.
porthole::Socket udp_socket();
/// The seconds that a call takes are at least this, and not absurdly more.
bool took_about(double least, const std::function<void()>& call);
/// Exactly so many bytes, in as many receives as it takes.
std::string receive_exactly(porthole::Socket& socket, std::size_t size);
/// A port of loopback where nothing listens.
int free_port();

struct Register {
  Register(const char* name, void (*function)());
};

}  // namespace scenario

#define SCENARIO(name)                                            \
  static void name();                                             \
  static const ::scenario::Register register_##name(#name, name); \
  static void name()
