// SPDX-License-Identifier: MIT
#pragma once

#include "hosts/session.hpp"

namespace porthole::hosts {

/// gopher.test:70 is a gopher hole (RFC 1436): menus, texts in Chinese and English, a binary, a picture, and
/// a search through the texts.
class GopherHost : public Host {
 public:
  /// The longest request, its line end not counted.
  static constexpr std::size_t longest_request = 1024;

  [[nodiscard]] std::string_view name() const override { return "gopher.test"; }
  [[nodiscard]] std::string_view address() const override { return "198.18.0.15"; }
  [[nodiscard]] int port() const override { return 70; }
  [[nodiscard]] std::string_view about() const override { return "gopher: menus, texts, files and a search"; }
  std::unique_ptr<Session> greet(Outbox& out) override;
};

}  // namespace porthole::hosts
