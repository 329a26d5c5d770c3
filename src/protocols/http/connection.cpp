// SPDX-License-Identifier: MIT
#include "protocols/http/connection.hpp"

#include <poll.h>

#include <algorithm>
#include <charconv>

#include "protocols/http/errors.hpp"
#include "socket/error.hpp"
#include "socket/names.hpp"

namespace porthole::http {
namespace {

int parse_port(std::string_view digits) {
  int port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port < 0 || port > 65535)
    throw InvalidURL("the port must be 0-65535, not \"" + shown(digits) + '"');
  return port;
}

/// Takes ":port" off the host, and brackets.
int split_port(std::string& host, std::optional<int> port) {
  const std::size_t colon = host.rfind(':');
  const bool bare_ipv6 = std::ranges::count(host, ':') > 1 && !host.starts_with('[');
  if (!port && !bare_ipv6 && colon != std::string::npos && host.find(']', colon) == std::string::npos) {
    const std::string digits = host.substr(colon + 1);
    port = digits.empty() ? HTTP_PORT : parse_port(digits);
    host.resize(colon);
  }
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host.empty()) throw InvalidURL("there is no host");
  return port.value_or(HTTP_PORT);
}

bool takes_a_body(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

bool among(const HeaderList& headers, std::string_view name) {
  return std::ranges::any_of(headers,
                             [&](const auto& header) { return same_ignoring_case(header.first, name); });
}

bool expects_continue(const HeaderList& headers) {
  return std::ranges::any_of(headers, [](const auto& header) {
    return same_ignoring_case(header.first, "Expect") &&
           same_ignoring_case(trimmed(header.second), "100-continue");
  });
}

}  // namespace

HTTPConnection::HTTPConnection(std::string host, std::optional<int> port, Timeout timeout, Network& network)
    : host_(std::move(host)), port_(split_port(host_, port)), timeout_(checked(timeout)), network_(&network) {
  one_line(host_, "a host's name");
}

HTTPConnection::~HTTPConnection() = default;

void HTTPConnection::connect() {
  close();
  wire_ = std::make_shared<Wire>(Channel(network_->connect({host_, port_}, timeout_)));
}

void HTTPConnection::close() noexcept {
  state_ = State::idle;
  early_.reset();
  cut_short_ = nullptr;
  const std::shared_ptr<Wire> wire = std::move(wire_);
  wire_.reset();
  if (!wire || wire->busy) return;  // an answer that is still read keeps its connection until its end
  try {
    wire->channel.close();
  } catch (const std::exception&) {
    return;
  }
}

Stream* HTTPConnection::sock() const {
  return wire_ && !wire_->channel.closed() ? &wire_->channel.stream() : nullptr;
}

/// A host may end a connection that it kept, and nothing may come unasked: either way it is of no use.
void HTTPConnection::drop_dead_wire() {
  if (!wire_ || wire_->channel.closed() || wire_->channel.buffered() > 0) return close();
  const int fd = wire_->channel.stream().fileno();
  if (fd >= 0 && wait_for(fd, POLLIN, Deadline(seconds(0)))) close();
}

void HTTPConnection::putrequest(std::string_view method, std::string_view url, Skip skip) {
  if (state_ != State::idle)
    throw CannotSendRequest("a request is already under way: getresponse() comes first");
  if (wire_ && wire_->busy)
    throw CannotSendRequest("the answer before was not read to its end: read() or close() it first");
  if (!is_token(method)) throw std::invalid_argument("\"" + shown(method) + "\" cannot be a method");
  const auto unfit = [](char c) { return c <= ' ' || c == 0x7f || static_cast<unsigned char>(c) > 0x7f; };
  if (std::ranges::any_of(url, unfit))
    throw std::invalid_argument(
        "a request's target holds no blanks, control characters or bytes beyond "
        "ASCII: quote() them: " +
        shown(url));
  const bool ipv6 = host_.find(':') != std::string::npos;
  const std::string name = ipv6 ? '[' + host_.substr(0, host_.find('%')) + ']' : encode_host(host_);
  method_ = method;
  head_ = method_ + ' ' + (url.empty() ? "/" : std::string(url)) + " HTTP/1.1\r\n";
  state_ = State::started;
  if (!skip.host) putheader("Host", port_ == HTTP_PORT ? name : name + ':' + std::to_string(port_));
  if (!skip.accept_encoding) putheader("Accept-Encoding", "identity");
}

void HTTPConnection::putheader(std::string_view name, std::string_view value) {
  if (state_ != State::started) throw CannotSendHeader("a header goes between putrequest() and endheaders()");
  head_ += header_line(name, value);
}

void HTTPConnection::endheaders(Bytes with) {
  if (state_ != State::started) throw CannotSendHeader("endheaders() comes after putrequest()");
  if (sock() != nullptr) drop_dead_wire();
  if (sock() == nullptr) connect();
  state_ = State::sent;
  head_ += "\r\n";
  head_ += with.view();
  send(head_);
  head_.clear();
}

void HTTPConnection::send(Bytes data) {
  if (state_ != State::sent) throw CannotSendRequest("a body is sent after endheaders()");
  if (cut_short_ || early_ || data.empty()) return;
  try {
    wire_->channel.write(data);
  } catch (const ConnectionError&) {
    cut_short_ = std::current_exception();  // the host may have said why, before it closed
  } catch (...) {
    close();
    throw;
  }
}

void HTTPConnection::request(std::string_view method, std::string_view url, const RequestBody& body,
                             const HeaderList& headers) {
  putrequest(method, url, {among(headers, "Host"), among(headers, "Accept-Encoding")});
  try {
    for (const auto& [name, value] : headers) putheader(name, value);
    last_chunk(body.trailers());  // refuses what cannot be sent, before anything is
    const bool framed = among(headers, "Content-Length") || among(headers, "Transfer-Encoding");
    if (!framed && body.given() && !body.length())
      putheader("Transfer-Encoding", "chunked");
    else if (!framed && (body.given() || takes_a_body(method)))
      putheader("Content-Length", std::to_string(body.length().value_or(0)));
    if (body.given() && expects_continue(headers)) {
      endheaders();
      if (!consented()) return;
      send_body(body);
    } else if (const Bytes* bytes = body.bytes(); bytes != nullptr && bytes->size() <= Channel::buffer_size) {
      endheaders(*bytes);
    } else {
      endheaders();
      send_body(body);
    }
  } catch (...) {
    if (state_ == State::started)
      state_ = State::idle;  // nothing has gone: the connection is as it was
    else
      close();
    throw;
  }
}

void HTTPConnection::send_body(const RequestBody& body) {
  if (const Bytes* bytes = body.bytes()) send(*bytes);
  if (!body.source()) return;
  const auto memory = std::make_unique<std::byte[]>(Channel::buffer_size);
  const std::optional<std::uint64_t> length = body.length();
  std::uint64_t sent = 0;
  while (!cut_short_) {
    const std::size_t count = body.source()({memory.get(), Channel::buffer_size});
    const std::string_view part(reinterpret_cast<const char*>(memory.get()), count);
    if (count == 0) break;
    sent += count;
    if (length && sent > *length) throw std::invalid_argument("the body is longer than the length given");
    send(length ? std::string(part) : chunk(part));
  }
  if (cut_short_) return;
  if (!length) return send(last_chunk(body.trailers()));
  if (sent < *length) throw std::invalid_argument("the body is shorter than the length given");
}

/// Waits for "100 Continue". False when the host has answered instead.
bool HTTPConnection::consented() {
  for (int interim = 0; interim < max_interim; ++interim) {
    if (cut_short_) return false;
    try {
      if (!wire_->channel.wait(continue_wait)) return true;
      Head head = read_head(wire_->channel);
      if (head.status.status == 100) return true;
      if (head.status.status / 100 == 1 && head.status.status != 101) continue;
      early_ = std::move(head);
      return false;
    } catch (const ConnectionError&) {
      cut_short_ = std::current_exception();
    }
  }
  throw BadStatusLine("the host sends interim answers without end");
}

HTTPResponse HTTPConnection::getresponse() {
  if (state_ != State::sent) throw ResponseNotReady("there is no request to be answered: request() first");
  const std::exception_ptr cut_short = std::exchange(cut_short_, nullptr);
  const bool unsent_body = early_.has_value() || cut_short;
  try {
    std::optional<Head> head = std::exchange(early_, std::nullopt);
    for (int interim = 0; !head; ++interim) {
      if (interim == max_interim) throw BadStatusLine("the host sends interim answers without end");
      Head next = read_head(wire_->channel);
      if (next.status.status / 100 != 1 || next.status.status == 101) head = std::move(next);
    }
    Framing end = framing(method_, head->status, head->headers);
    if (unsent_body) end.keep_alive = false;  // the host would take the next request for the body
    state_ = State::idle;
    return {wire_, std::move(*head), end};
  } catch (const std::exception&) {
    close();
    if (cut_short) std::rethrow_exception(cut_short);
    throw;
  }
}

}  // namespace porthole::http
