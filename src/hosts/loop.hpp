// SPDX-License-Identifier: MIT
#pragma once

#include <poll.h>

#include <list>
#include <memory>
#include <string>
#include <vector>

#include "hosts/session.hpp"
#include "socket/socket.hpp"

namespace porthole::hosts {

/// Runs the sessions of all hosts in one thread, around one poll. What a client can cost is bounded: so many
/// clients a host (more wait in the backlog), so much unread input and unsent output each, and a time without
/// progress, where only bytes that the client takes count as progress. A client's misbehaviour ends its own
/// connection and nothing else.
class Loop : public Dialer {
 public:
  static constexpr long most_clients = 256;
  static constexpr std::size_t most_input = std::size_t{64} * 1024;
  static constexpr std::size_t read_size = std::size_t{64} * 1024;
  /// After the last answer what the client still sends is read and dropped for so long, because closing over
  /// unread bytes would reset the connection and could destroy the answer on its way.
  static constexpr std::chrono::seconds lingering{2};
  /// Connections made for hosts at once, and how long one may take.
  static constexpr std::size_t most_outgoing = 64;
  static constexpr std::chrono::seconds dialling_time{10};

  /// Starts listening for a host at this address, port 0 for any free one, and returns the port. The host
  /// must outlive the loop.
  int listen(Host& host, const Address& at = {"127.0.0.1", 0});

  void dial(const Address& from, const Address& to,
            std::function<std::unique_ptr<Session>(Outbox& out)> make) override;

  /// Serves until the descriptor `stop` becomes readable; without end where it is -1.
  void run(int stop);

 private:
  struct Client {
    Socket socket;
    Clock::duration patience;
    std::unique_ptr<Session> session = nullptr;
    Outbox out = {};
    std::string input = {};
    Clock::time_point progress = Clock::now();
    bool input_ended = false;
    bool closing = false;
    /// Makes the session of an outgoing connection once it stands.
    std::function<std::unique_ptr<Session>(Outbox& out)> dialling = {};
  };

  struct Listener {
    Host& host;
    Socket socket;
    std::list<Client> clients = {};
    Clock::time_point resting_until = {};
  };

  static pollfd wanted(const Client& client);
  void divide_descriptors();
  void accept(Listener& listener) const;
  static bool connected(Client& client, short events);
  /// One turn of a client after poll; false when its connection is over.
  static bool serve(Client& client, short events);
  static void read(Client& client);
  static void converse(Client& client);
  static void write(Client& client);
  [[nodiscard]] int next_timeout() const;

  std::list<Listener> listeners_;
  std::list<Client> outgoing_;
  std::size_t clients_a_host_ = most_clients;
};

}  // namespace porthole::hosts
