// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "socket/address.hpp"

namespace porthole::hosts {

using Clock = std::chrono::steady_clock;

/// What a session has to say to its client. The loop sends it as the client takes it.
class Outbox {
 public:
  /// A session is not asked for more while so much waits to be sent, and its client's input waits too.
  static constexpr std::size_t high_water = std::size_t{256} * 1024;

  void write(std::string_view bytes) { bytes_.append(bytes); }

  /// Nothing will follow: once everything is sent the connection is closed in order.
  void finish() { finished_ = true; }

  /// Asks for Session::refill as soon as there is room again.
  void more() { refill_at_ = Clock::time_point::min(); }
  /// Asks for Session::refill after this time.
  void more_in(Clock::duration time) { refill_at_ = Clock::now() + time; }

  [[nodiscard]] bool finished() const { return finished_; }
  [[nodiscard]] bool full() const { return waiting().size() >= high_water; }
  [[nodiscard]] std::string_view waiting() const { return std::string_view(bytes_).substr(sent_); }
  [[nodiscard]] std::optional<Clock::time_point> refill_at() const { return refill_at_; }

  void sent(std::size_t count);
  void clear_refill() { refill_at_.reset(); }

 private:
  std::string bytes_;
  std::size_t sent_ = 0;
  bool finished_ = false;
  std::optional<Clock::time_point> refill_at_;
};

/// A practice host's side of one connection, as a state machine: it is told what arrives and says what to
/// answer, and never blocks. One thread runs all sessions of all hosts, natively and in the page.
class Session {
 public:
  virtual ~Session() = default;

  /// More input, or room for more output after input had to wait. Takes what it understood off the front of
  /// `input`; a session that leaves more than the loop's limit there is closed.
  virtual void received(std::string& input, Outbox& out) = 0;

  /// The client sends no more, and everything it sent was handed over. By default that ends the session.
  virtual void ended(Outbox& out) { out.finish(); }

  /// The next part of a long or slow answer, after Outbox::more or more_in.
  virtual void refill(Outbox& /*out*/) {}
};

/// Makes connections for hosts that call back (FTP's active mode).
class Dialer {
 public:
  virtual ~Dialer() = default;
  /// Connects from one address to another without waiting; `make` then makes the session of the connection.
  /// Where it cannot be made the session is never made either, and `make` is destroyed.
  virtual void dial(const Address& from, const Address& to,
                    std::function<std::unique_ptr<Session>(Outbox& out)> make) = 0;
};

/// One practice host: a name, a fixed address, and a session for each client of each of its ports.
class Host {
 public:
  virtual ~Host() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual std::string_view address() const = 0;
  [[nodiscard]] virtual int port() const = 0;
  /// One line for people: what is to be found there.
  [[nodiscard]] virtual std::string_view about() const = 0;
  /// How long a client may take none of the host's bytes before its connection is ended.
  [[nodiscard]] virtual Clock::duration patience() const { return std::chrono::seconds(60); }

  /// Told once where it really listens, and who makes connections for it.
  virtual void listening(const Address& /*at*/, Dialer& /*dialer*/) {}

  /// A session for a client that has just connected; a protocol that greets first writes to `out` here. The
  /// outbox lives as long as the session, so that others may wake it with Outbox::more().
  virtual std::unique_ptr<Session> greet(Outbox& out) = 0;
  /// The same, for a host to which it matters where its client comes from.
  virtual std::unique_ptr<Session> greet_from(const Address& /*peer*/, Outbox& out) { return greet(out); }
};

}  // namespace porthole::hosts
