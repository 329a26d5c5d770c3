// SPDX-License-Identifier: MIT
#pragma once

#include <exception>

#include "protocols/http/response.hpp"
#include "protocols/http/status.hpp"

namespace porthole::http {

/// A client of one host over HTTP/1.1 (RFC 9110, 9112): Python's http.client.HTTPConnection. It connects at
/// the first request, keeps the connection from one request to the next, and connects anew where the host
/// has closed it in between.
///
///     HTTPConnection http("www.test");
///     http.request("GET", "/hello.txt");
///     HTTPResponse response = http.getresponse();
///     std::cout << response.status() << '\n' << response.read();
class HTTPConnection {
 public:
  static constexpr int default_port = HTTP_PORT;
  /// How many interim answers (1xx) may come before the answer.
  static constexpr int max_interim = 100;
  /// How long a body waits for "100 Continue" before it is sent anyway.
  static constexpr std::chrono::seconds continue_wait{1};

  /// The host may be "name:port", or an address of IPv6, in brackets or not. Throws InvalidURL.
  explicit HTTPConnection(std::string host, std::optional<int> port = {},
                          Timeout timeout = getdefaulttimeout(), Network& network = default_network());
  HTTPConnection(HTTPConnection&&) noexcept = default;
  HTTPConnection& operator=(HTTPConnection&&) noexcept = default;
  HTTPConnection(const HTTPConnection&) = delete;
  HTTPConnection& operator=(const HTTPConnection&) = delete;
  ~HTTPConnection();

  [[nodiscard]] const std::string& host() const { return host_; }
  [[nodiscard]] int port() const { return port_; }

  /// Sends a request. Host, Accept-Encoding: identity, and the body's Content-Length or Transfer-Encoding are
  /// added unless they are among the headers. With "Expect: 100-continue" among them the body waits for the
  /// host's consent, and is not sent where the host has already answered. The answer before must have been
  /// read to its end or closed: else CannotSendRequest. Throws std::invalid_argument for a method, target or
  /// header that cannot be sent, before anything is.
  void request(std::string_view method, std::string_view url, const RequestBody& body = {},
               const HeaderList& headers = {});

  /// The answer to the last request; interim ones (1xx, but not 101) are passed over. An answer that the
  /// host gave while it cut the request short is given too; without one, what sending met is thrown.
  /// Throws ResponseNotReady, HTTPException and its kin, RemoteDisconnected, error.
  HTTPResponse getresponse();

  // The same in steps.
  struct Skip {
    bool host = false;
    bool accept_encoding = false;
  };
  void putrequest(std::string_view method, std::string_view url, Skip skip = {false, false});
  void putheader(std::string_view name, std::string_view value);
  /// Ends the head and sends it, together with the bytes.
  void endheaders(Bytes with = "");
  /// Sends these bytes: a body, or a part of it; in chunks it is `send(chunk(part))` and
  /// `send(last_chunk())`.
  void send(Bytes data);

  /// Connects now. Throws error, gaierror.
  void connect();
  void close() noexcept;
  /// The stream while there is a connection, for its addresses and options; nullptr otherwise.
  [[nodiscard]] Stream* sock() const;

 private:
  enum class State { idle, started, sent };

  void send_body(const RequestBody& body);
  bool consented();
  void drop_dead_wire();

  std::string host_;
  int port_;
  Timeout timeout_;
  Network* network_;
  std::shared_ptr<Wire> wire_;
  State state_ = State::idle;
  std::string method_;
  std::string head_;
  std::optional<Head> early_;
  std::exception_ptr cut_short_;
};

}  // namespace porthole::http
