// SPDX-License-Identifier: MIT
#pragma once

#include <cerrno>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "protocols/stream/network.hpp"

namespace porthole::test {

/// One connection of a host that follows a script: it waits for exact bytes, and answers.
///
///     Script().says("200 ready\r\n").hears("QUIT\r\n").says("205 bye\r\n").closes()
class Script {
 public:
  /// The host sends this once the client has sent all that was to be heard before.
  Script& says(std::string bytes);
  /// The client must send exactly this next. Anything else is std::logic_error, thrown from its sendall().
  Script& hears(std::string bytes);
  /// The client may send whatever it likes up to and including this ending.
  Script& hears_until(std::string ending);
  /// The stream ends in order. Receiving beyond a script that merely stops is std::logic_error ("would wait
  /// for ever").
  Script& closes();
  /// receiving fails with this errno (ECONNRESET), 0 for a timeout.
  Script& fails(int number);

  struct Step {
    enum class Kind { says, hears, hears_until, closes, fails } kind;
    std::string bytes;
    int number = 0;
  };
  [[nodiscard]] const std::deque<Step>& steps() const { return steps_; }

 private:
  std::deque<Step> steps_;
};

/// A network in memory whose hosts follow scripts, one connection after the other in the order given.
class ScriptedNetwork : public Network {
 public:
  explicit ScriptedNetwork(std::vector<Script> connections);
  ~ScriptedNetwork() override;

  /// At most so many bytes come with one receive; 1 shows who takes a receive for a message.
  void split(std::size_t most);
  /// Operation number nth (from 1: connect, listen, accept, receive, send, shutdown) fails with this errno,
  /// 0 for a timeout, and everything after it on the same connection with EPIPE.
  void fail_nth(int nth, int number);

  /// How many operations there were.
  [[nodiscard]] int operations() const;
  /// Throws std::logic_error unless every connection was made and every script played to its end.
  void require_finished() const;
  /// Everything the client sent, all connections in order.
  [[nodiscard]] std::string sent() const;
  /// Whom the client connected to, in order.
  [[nodiscard]] std::vector<Address> targets() const;

  std::unique_ptr<Stream> connect(const Address& address, Timeout timeout) override;
  /// The listener says it is at 192.0.2.1:40000; its connections take the next scripts.
  std::unique_ptr<Listener> listen(const Address& address) override;

  struct State;

 private:
  std::shared_ptr<State> state_;
};

/// Plays the scenario again and again against a fresh network from `make`: its first operation fails, then
/// its second, until all have and it gets through; with resets, then with timeouts. The scenario throws
/// porthole::error or ProtocolError, or returns where the failure does not matter (a QUIT); any other
/// exception fails the test. Returns how many operations there are, for the test to check.
int fail_each(const std::function<ScriptedNetwork()>& make,
              const std::function<void(ScriptedNetwork&)>& scenario);

/// A Stream over bytes in memory, for fuzz targets: it receives these in pieces of one to sixteen bytes, then
/// its end, and swallows what is sent. Network of the same: each connection takes the bytes up to the next
/// occurrence of the separator "\xff\xfe\xfd\xfc".
std::unique_ptr<Stream> bytes_stream(std::string bytes);
std::unique_ptr<Network> bytes_network(std::string bytes);

}  // namespace porthole::test
