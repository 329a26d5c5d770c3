// SPDX-License-Identifier: MIT
#pragma once

#include "hosts/session.hpp"
#include "hosts/web/site.hpp"

namespace porthole::hosts {

/// www.test:80: a small web server, HTTP/1.0 and 1.1, connections kept alive (RFC 9110, 9112). All its
/// visitors share one site, and what they store there.
class WebHost : public Host {
 public:
  [[nodiscard]] std::string_view name() const override { return "www.test"; }
  [[nodiscard]] std::string_view address() const override { return "198.18.0.10"; }
  [[nodiscard]] int port() const override { return 80; }
  [[nodiscard]] std::string_view about() const override { return "web: / lists its pages"; }
  std::unique_ptr<Session> greet(Outbox& out) override;

 private:
  std::shared_ptr<WebSite> site_ = std::make_shared<WebSite>();
};

}  // namespace porthole::hosts
