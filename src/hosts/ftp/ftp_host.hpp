// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "hosts/ftp/ftp_data.hpp"
#include "hosts/ftp/ftp_tree.hpp"
#include "hosts/session.hpp"

namespace porthole::hosts {

/// ftp.test:21: files to fetch for anyone (anonymous), and a folder to store in for learner with the password
/// secret. Passive and active transfers, resuming, machine lists (RFC 959, 2389, 2428, 3659).
class FtpHost : public Host {
 public:
  FtpHost() : tree_(std::make_shared<FtpTree>()), ports_(std::make_shared<FtpPassivePorts>()) {}

  [[nodiscard]] std::string_view name() const override { return "ftp.test"; }
  [[nodiscard]] std::string_view address() const override { return "198.18.0.12"; }
  [[nodiscard]] int port() const override { return 21; }
  [[nodiscard]] std::string_view about() const override { return "files: anonymous, or learner / secret"; }
  /// People think between commands.
  [[nodiscard]] Clock::duration patience() const override { return std::chrono::minutes(15); }
  void listening(const Address& at, Dialer& dialer) override {
    at_ = at;
    dialer_ = &dialer;
  }
  std::unique_ptr<Session> greet(Outbox& out) override { return greet_from({}, out); }
  std::unique_ptr<Session> greet_from(const Address& peer, Outbox& out) override;

  /// The hosts of the passive ports, to be served by the same loop.
  [[nodiscard]] std::vector<std::unique_ptr<Host>> data_hosts() const { return ports_->hosts(ports_); }

 private:
  std::shared_ptr<FtpTree> tree_;
  std::shared_ptr<FtpPassivePorts> ports_;
  Address at_;
  Dialer* dialer_ = nullptr;
};

}  // namespace porthole::hosts
