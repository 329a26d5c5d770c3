// SPDX-License-Identifier: MIT
#include "hosts/ftp/ftp_data.hpp"

#include <utility>

namespace porthole::hosts {

void FtpChannel::start(FtpJob job) {
  job_ = std::make_unique<FtpJob>(std::move(job));
  if (session_ != nullptr) session_->wake();
}

void FtpChannel::abandon() {
  abandoned_ = true;
  job_.reset();
  if (session_ != nullptr) session_->wake();
}

FtpDataSession::FtpDataSession(std::shared_ptr<FtpChannel> channel, Outbox& out)
    : channel_(std::move(channel)), out_(out) {
  if (channel_) channel_->session_ = this;
  out.more();
}

FtpDataSession::~FtpDataSession() {
  if (!channel_) return;
  channel_->session_ = nullptr;
  const auto job = std::move(channel_->job_);
  if (job && job->finished) job->finished(FtpJob::Outcome::lost);
}

void FtpDataSession::finish(FtpJob::Outcome outcome, Outbox& out) {
  const auto job = std::move(channel_->job_);
  channel_->abandoned_ = true;  // one connection, one transfer
  out.finish();
  if (job && job->finished) job->finished(outcome);
}

void FtpDataSession::received(std::string& input, Outbox& out) {
  if (!channel_ || channel_->abandoned_) {
    input.clear();
    return out.finish();
  }
  if (!channel_->job_) return;  // it waits here until the command has come
  const bool taken = !channel_->job_->consume || channel_->job_->consume(input);
  input.clear();
  if (!taken) finish(FtpJob::Outcome::too_large, out);
}

void FtpDataSession::ended(Outbox& out) {
  if (!channel_ || channel_->abandoned_) return out.finish();
  if (!channel_->job_) return;
  if (channel_->job_->consume) finish(FtpJob::Outcome::done, out);
}

void FtpDataSession::refill(Outbox& out) {
  if (!channel_ || channel_->abandoned_) return out.finish();
  if (!channel_->job_ || !channel_->job_->produce) return;
  const std::string bytes = channel_->job_->produce();
  if (bytes.empty()) return finish(FtpJob::Outcome::done, out);
  out.write(bytes);
  out.more();
}

/// One passive port, as the loop knows it.
class FtpDataHost : public Host {
 public:
  FtpDataHost(std::shared_ptr<FtpPassivePorts> ports, std::size_t index)
      : ports_(std::move(ports)), index_(index) {}

  [[nodiscard]] std::string_view name() const override { return "ftp.test"; }
  [[nodiscard]] std::string_view address() const override { return "198.18.0.12"; }
  [[nodiscard]] int port() const override { return ports_->ports_[index_].number; }
  [[nodiscard]] std::string_view about() const override { return ""; }
  void listening(const Address& at, Dialer& /*dialer*/) override {
    ports_->ports_[index_].number = at.port();
  }
  [[nodiscard]] Clock::duration patience() const override { return std::chrono::minutes(15); }

  std::unique_ptr<Session> greet(Outbox& out) override {
    auto channel = ports_->ports_[index_].waiting.lock();
    // One connection for each PASV; what else comes is somebody else's.
    ports_->ports_[index_].waiting.reset();
    return std::make_unique<FtpDataSession>(std::move(channel), out);
  }

 private:
  std::shared_ptr<FtpPassivePorts> ports_;
  std::size_t index_;
};

FtpPassivePorts::Lease FtpPassivePorts::borrow() {
  for (std::size_t tries = 0; tries < count; ++tries) {
    Port& port = ports_[next_++ % count];
    if (!port.waiting.expired()) continue;
    auto channel = std::make_shared<FtpChannel>();
    port.waiting = channel;
    return {port.number, std::move(channel)};
  }
  return {};
}

std::vector<std::unique_ptr<Host>> FtpPassivePorts::hosts(const std::shared_ptr<FtpPassivePorts>& self) {
  std::vector<std::unique_ptr<Host>> all;
  all.reserve(count);
  for (std::size_t index = 0; index < count; ++index)
    all.push_back(std::make_unique<FtpDataHost>(self, index));
  return all;
}

}  // namespace porthole::hosts
