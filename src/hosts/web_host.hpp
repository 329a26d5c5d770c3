// SPDX-License-Identifier: MIT
#pragma once

#include "hosts/session.hpp"

namespace porthole::hosts {

/// www.test:80: a small web server, HTTP/1.0 and 1.1, GET and HEAD, connections kept alive.
class WebHost : public Host {
 public:
  [[nodiscard]] std::string_view name() const override { return "www.test"; }
  [[nodiscard]] std::string_view address() const override { return "198.18.0.10"; }
  [[nodiscard]] int port() const override { return 80; }
  [[nodiscard]] std::string_view about() const override { return "web: / lists its pages"; }
  std::unique_ptr<Session> greet(Outbox& out) override;
};

}  // namespace porthole::hosts
