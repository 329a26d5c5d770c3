// SPDX-License-Identifier: MIT
// Options, timeouts and blocking modes.

#include <cmath>
#include <limits>

#include "scenario.hpp"

using namespace porthole;
using namespace scenario;
using namespace std::string_literals;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

}  // namespace

SCENARIO(getsockopt_numbers) {
  Socket s;
  say("SO_TYPE", s.getsockopt(SOL_SOCKET, SO_TYPE));
  say("SO_ERROR", s.getsockopt(SOL_SOCKET, SO_ERROR));
  say("SO_REUSEADDR", s.getsockopt(SOL_SOCKET, SO_REUSEADDR));
  say("TCP_NODELAY", s.getsockopt(IPPROTO_TCP, TCP_NODELAY));
  attempt("no such option", [&] { return s.getsockopt(SOL_SOCKET, 9999); });
  attempt("no such level", [&] { return s.getsockopt(9999, 1); });
  attempt("of another type", [] { return Socket(AF_INET, SOCK_DGRAM).getsockopt(IPPROTO_TCP, TCP_NODELAY); });
}

SCENARIO(getsockopt_bytes) {
  Socket s;
  say("SO_TYPE", s.getsockopt(SOL_SOCKET, SO_TYPE, 4));
  say("more room", s.getsockopt(SOL_SOCKET, SO_TYPE, 100));
  say("less room", s.getsockopt(SOL_SOCKET, SO_TYPE, 2));
  say("SO_LINGER", s.getsockopt(SOL_SOCKET, SO_LINGER, 8));
  say("most", s.getsockopt(SOL_SOCKET, SO_TYPE, 1024));
  attempt("1025", [&] { return s.getsockopt(SOL_SOCKET, SO_TYPE, 1025); });
  attempt("negative", [&] { return s.getsockopt(SOL_SOCKET, SO_TYPE, -1); });
  attempt("no such option", [&] { return s.getsockopt(SOL_SOCKET, 9999, 4); });
}

SCENARIO(setsockopt_numbers) {
  Socket s;
  const std::tuple<const char*, int, int> options[] = {{"SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR},
                                                       {"SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE},
                                                       {"SO_BROADCAST", SOL_SOCKET, SO_BROADCAST},
                                                       {"TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY}};
  for (const auto& [label, level, option] : options) {
    s.setsockopt(level, option, 1);
    say(label, s.getsockopt(level, option) != 0);
    s.setsockopt(level, option, 0);
    say("off", s.getsockopt(level, option));
  }
  s.setsockopt(SOL_SOCKET, SO_SNDBUF, 20000);
  say("SO_SNDBUF", s.getsockopt(SOL_SOCKET, SO_SNDBUF));
  attempt("no such option", [&] { s.setsockopt(SOL_SOCKET, 9999, 1); });
  attempt("read only", [&] { s.setsockopt(SOL_SOCKET, SO_TYPE, 1); });
}

SCENARIO(setsockopt_bytes) {
  Socket s;
  s.setsockopt(SOL_SOCKET, SO_REUSEADDR, "\1\0\0\0"s);
  say("SO_REUSEADDR", s.getsockopt(SOL_SOCKET, SO_REUSEADDR));
  s.setsockopt(SOL_SOCKET, SO_LINGER, "\1\0\0\0\5\0\0\0"s);
  say("SO_LINGER", s.getsockopt(SOL_SOCKET, SO_LINGER, 8));
  attempt("too short", [&] { s.setsockopt(SOL_SOCKET, SO_LINGER, "\1"s); });
  attempt("empty", [&] { s.setsockopt(SOL_SOCKET, SO_REUSEADDR, ""s); });
  attempt("none", [&] { s.setsockopt(SOL_SOCKET, SO_REUSEADDR, nullptr, 4); });
  attempt("none of 0", [&] { s.setsockopt(SOL_SOCKET, SO_REUSEADDR, nullptr, 0); });
}

SCENARIO(error_option_is_cleared_by_reading) {
  Socket listener;
  listener.bind({"127.0.0.1", 0});
  Socket s;
  s.setblocking(false);
  s.connect_ex(listener.getsockname());
  say("SO_ERROR", s.getsockopt(SOL_SOCKET, SO_ERROR));
  say("again", s.getsockopt(SOL_SOCKET, SO_ERROR));
}

SCENARIO(timeout_states) {
  Socket s;
  say("at first", s.gettimeout());
  say("blocking", s.getblocking());
  s.settimeout(0);
  say("zero", s.gettimeout());
  say("blocking", s.getblocking());
  s.settimeout(2.5);
  say("seconds", s.gettimeout());
  say("blocking", s.getblocking());
  s.settimeout({});
  say("none", s.gettimeout());
  say("blocking", s.getblocking());
  s.setblocking(false);
  say("setblocking false", s.gettimeout());
  s.setblocking(true);
  say("setblocking true", s.gettimeout());
  s.settimeout(0.000001);
  say("a microsecond", s.gettimeout());
  s.settimeout(1e-12);
  say("almost nothing", s.gettimeout());
  say("blocking", s.getblocking());
}

SCENARIO(timeout_bad_values) {
  Socket s;
  s.settimeout(3);
  attempt("negative", [&] { s.settimeout(-1); });
  attempt("a little negative", [&] { s.settimeout(-1e-9); });
  attempt("NaN", [&] { s.settimeout(std::nan("")); });
  attempt("infinite", [&] { s.settimeout(infinite); });
  attempt("1e300", [&] { s.settimeout(1e300); });
  attempt("-1e300", [&] { s.settimeout(-1e300); });
  attempt("minus infinite", [&] { s.settimeout(-infinite); });
  say("unchanged", s.gettimeout());
  attempt("a century", [&] { s.settimeout(3e9); });
  say("is", s.gettimeout());
}

SCENARIO(default_timeout) {
  Socket old;
  say("at first", getdefaulttimeout());
  setdefaulttimeout(4.5);
  say("set", getdefaulttimeout());
  say("new", Socket().gettimeout());
  say("old", old.gettimeout());
  attempt("negative", [] { setdefaulttimeout(-1); });
  attempt("NaN", [] { setdefaulttimeout(std::nan("")); });
  attempt("1e300", [] { setdefaulttimeout(1e300); });
  say("unchanged", getdefaulttimeout());
  setdefaulttimeout(0);
  say("non-blocking", Socket().getblocking());
  attempt("recv", [] { return Socket(AF_INET, SOCK_DGRAM).recv(1); });
  setdefaulttimeout({});
  say("none", Socket().gettimeout());
}
