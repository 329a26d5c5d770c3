// SPDX-License-Identifier: MIT
#pragma once

#include "hosts/session.hpp"

namespace porthole::hosts {

/// echo.test:7 gives back every byte it is sent (RFC 862), until the client sends no more.
class EchoHost : public Host {
 public:
  [[nodiscard]] std::string_view name() const override { return "echo.test"; }
  [[nodiscard]] std::string_view address() const override { return "198.18.0.16"; }
  [[nodiscard]] int port() const override { return 7; }
  [[nodiscard]] std::string_view about() const override { return "echo: every byte comes back"; }
  /// People type here.
  [[nodiscard]] Clock::duration patience() const override { return std::chrono::minutes(15); }
  std::unique_ptr<Session> greet(Outbox& out) override;
};

}  // namespace porthole::hosts
