// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "hosts/session.hpp"

namespace porthole::hosts {

/// One transfer over one data connection: it gives bytes away or takes them, and in the end says how it went.
struct FtpJob {
  enum class Outcome { done, lost, too_large };

  /// The next bytes to send, empty at the end; none for an upload.
  std::function<std::string()> produce = {};
  /// Takes what was uploaded; false when it is too much. None for a download.
  std::function<bool(std::string_view)> consume = {};
  std::function<void(Outcome)> finished = {};
};

class FtpDataSession;

/// The meeting point of a control session and a data connection: whichever comes first waits for the other.
class FtpChannel {
 public:
  /// What to do over the connection, now or as soon as it stands.
  void start(FtpJob job);
  /// Nobody waits for it any more: the connection ends, and `finished` is not called.
  void abandon();
  [[nodiscard]] bool connected() const { return session_ != nullptr; }

 private:
  friend class FtpDataSession;
  std::unique_ptr<FtpJob> job_;
  FtpDataSession* session_ = nullptr;
  bool abandoned_ = false;
};

/// The host's side of a data connection.
class FtpDataSession : public Session {
 public:
  FtpDataSession(std::shared_ptr<FtpChannel> channel, Outbox& out);
  ~FtpDataSession() override;

  void received(std::string& input, Outbox& out) override;
  void ended(Outbox& out) override;
  void refill(Outbox& out) override;
  /// The control session has something to do, or nothing any more.
  void wake() { out_.more(); }

 private:
  void finish(FtpJob::Outcome outcome, Outbox& out);

  std::shared_ptr<FtpChannel> channel_;
  Outbox& out_;
};

/// The passive ports of ftp.test: so many transfers can wait for their client at once. Each port is a host of
/// its own to the loop; a control session borrows one for one transfer.
class FtpPassivePorts {
 public:
  static constexpr std::size_t count = 16;

  /// A port, and the channel whose connection will come there; none when all are lent.
  struct Lease {
    int port = 0;
    std::shared_ptr<FtpChannel> channel;
  };
  Lease borrow();

  [[nodiscard]] std::vector<std::unique_ptr<Host>> hosts(const std::shared_ptr<FtpPassivePorts>& self);

 private:
  friend class FtpDataHost;
  struct Port {
    int number = 0;
    std::weak_ptr<FtpChannel> waiting = {};
  };
  std::vector<Port> ports_ = std::vector<Port>(count);
  std::size_t next_ = 0;
};

}  // namespace porthole::hosts
