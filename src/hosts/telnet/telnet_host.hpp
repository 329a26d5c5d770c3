// SPDX-License-Identifier: MIT
#pragma once

#include "hosts/session.hpp"

namespace porthole::hosts {

/// telnet.test:23: asks for terminal type and window size, offers to echo, lets anyone in (learner with the
/// password secret, or guest without one), and runs a little shell.
class TelnetHost : public Host {
 public:
  [[nodiscard]] std::string_view name() const override { return "telnet.test"; }
  [[nodiscard]] std::string_view address() const override { return "198.18.0.14"; }
  [[nodiscard]] int port() const override { return 23; }
  [[nodiscard]] std::string_view about() const override { return "telnet: learner / secret, or guest"; }
  /// People type here.
  [[nodiscard]] Clock::duration patience() const override { return std::chrono::minutes(15); }
  std::unique_ptr<Session> greet(Outbox& out) override;
};

}  // namespace porthole::hosts
