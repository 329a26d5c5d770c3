// SPDX-License-Identifier: MIT
#include "protocols/telnetlib/telnet.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>

#include "protocols/stream/arguments.hpp"
#include "protocols/stream/error.hpp"
#include "protocols/telnetlib/codes.hpp"
#include "socket/error.hpp"

namespace porthole::telnetlib {
namespace {

constexpr char terminal_type_is = 0;
constexpr char terminal_type_send = 1;

/// What is left of a call's time.
class Remaining {
 public:
  Remaining(Timeout whole, Timeout each) : each_(each) {
    if (whole) end_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(*whole);
  }
  /// For the next receive; nothing when the time is over.
  [[nodiscard]] std::optional<Timeout> next() const {
    if (!end_) return each_;
    const auto left = std::chrono::duration<double>(*end_ - Clock::now());
    if (left.count() <= 0) return std::nullopt;
    return Timeout(left);
  }

 private:
  using Clock = std::chrono::steady_clock;
  std::optional<Clock::time_point> end_;
  Timeout each_;
};

}  // namespace

Telnet::Telnet(const std::string& host, int port, Timeout timeout, TelnetOptions options, Network& network)
    : Telnet(network.connect({host, port}, timeout), std::move(options)) {}

Telnet::Telnet(std::unique_ptr<Stream> stream, TelnetOptions options)
    : options_(std::move(options)),
      timeout_(stream->gettimeout()),
      stream_(std::move(stream)),
      negotiation_([this](Side side, std::uint8_t option) { return accepts(side, option); }) {
  one_line(options_.terminal_type, "terminal type");
  begin();
}

/// What we want ourselves. A host that speaks no Telnet takes these bytes for data, so by default nothing is
/// said before it speaks.
void Telnet::begin() {
  if (options_.window) say(negotiation_.enable(Side::us, NAWS));
  if (!options_.binary) return;
  say(negotiation_.enable(Side::us, BINARY));
  say(negotiation_.enable(Side::them, BINARY));
}

bool Telnet::accepts(Side side, std::uint8_t option) const {
  if (option == SGA) return true;
  if (option == BINARY) return options_.binary;
  if (side == Side::them) return option == ECHO_;
  return (option == TTYPE && !options_.terminal_type.empty()) || (option == NAWS && options_.window);
}

Stream& Telnet::stream() const {
  if (!stream_) throw_error(EBADF, "telnet", "closed");
  return *stream_;
}

int Telnet::fileno() const {
  return stream_ ? stream_->fileno() : -1;
}

void Telnet::close() {
  const auto stream = std::move(stream_);
  if (stream) stream->close();
}

void Telnet::send(std::string_view bytes) {
  stream().settimeout(timeout_);
  stream().sendall(bytes);
}

/// What the host asked for, unless we are through with sending.
void Telnet::answer(std::string_view bytes, const std::string& words) {
  if (!sending_) return;
  send(bytes);
  if (options_.watch) options_.watch("sent " + words);
}

void Telnet::shutdown_send() {
  sending_ = false;
  stream().shutdown_send();
}

void Telnet::write(std::string_view data) {
  send(escape(data));
}

void Telnet::send_command(std::uint8_t command) {
  send(std::string{static_cast<char>(IAC), static_cast<char>(command)});
  if (options_.watch) options_.watch("sent " + command_name(command));
}

void Telnet::enable(Side side, std::uint8_t option) {
  say(negotiation_.enable(side, option));
}

void Telnet::set_window_size(WindowSize size) {
  if (size.columns < 0 || size.columns > 65535 || size.rows < 0 || size.rows > 65535)
    throw std::invalid_argument("a window has 0 to 65535 columns and rows (0: unknown)");
  const bool offered = options_.window.has_value();
  options_.window = size;
  if (negotiation_.enabled(Side::us, NAWS)) return tell_window();
  if (!offered) say(negotiation_.enable(Side::us, NAWS));
}

void Telnet::say(const std::optional<Negotiate>& words) {
  if (!words) return;
  answer(
      std::string{static_cast<char>(IAC), static_cast<char>(words->verb), static_cast<char>(words->option)},
      command_name(words->verb) + ' ' + option_name(words->option));
}

void Telnet::tell_window() {
  if (!options_.window) return;
  const auto [columns, rows] = *options_.window;
  const auto high = [](int value) { return static_cast<char>(value >> 8); };
  const auto low = [](int value) { return static_cast<char>(value & 0xff); };
  answer(subnegotiation(NAWS, std::string{high(columns), low(columns), high(rows), low(rows)}),
         "NAWS " + std::to_string(columns) + ' ' + std::to_string(rows));
}

/// Receives once and handles what came; false when there was nothing in the time or the connection ended.
bool Telnet::receive(Timeout timeout) {
  if (ended_) return false;
  std::array<std::byte, 16384> buffer{};
  stream().settimeout(timeout);
  const std::size_t count = stream().recv_into(buffer);
  if (count == 0) {
    ended_ = true;
    return false;
  }
  for (const Event& event : parser_.feed({reinterpret_cast<const char*>(buffer.data()), count}))
    handle(event);
  return true;
}

void Telnet::handle(const Event& event) {
  switch (event.kind) {
    case Event::Kind::data:
      text_ += event.text;
      return;
    case Event::Kind::negotiation:
      negotiated({event.code, event.option});
      return;
    case Event::Kind::subnegotiation:
      about(event);
      return;
    case Event::Kind::command:
      if (options_.watch) options_.watch("received " + command_name(event.code));
  }
}

void Telnet::negotiated(Negotiate said) {
  if (options_.watch) options_.watch("received " + command_name(said.verb) + ' ' + option_name(said.option));
  const bool told = negotiation_.enabled(Side::us, NAWS);
  say(negotiation_.received(said));
  parser_.set_binary(negotiation_.enabled(Side::them, BINARY));
  if (!told && negotiation_.enabled(Side::us, NAWS)) tell_window();
}

void Telnet::about(const Event& event) {
  if (options_.watch)
    options_.watch("received " + option_name(event.option) + ", " + std::to_string(event.text.size()) +
                   " bytes");
  const bool asked = event.option == TTYPE && event.text.size() == 1 && event.text[0] == terminal_type_send;
  if (!asked || !negotiation_.enabled(Side::us, TTYPE)) return;
  answer(subnegotiation(TTYPE, terminal_type_is + options_.terminal_type),
         "TERMINAL-TYPE " + options_.terminal_type);
}

std::string Telnet::take(std::size_t size) {
  std::string taken = text_.substr(0, size);
  text_.erase(0, size);
  return taken;
}

std::pair<int, std::string> Telnet::expect(const std::vector<std::string>& texts, Timeout timeout) {
  const Remaining remaining(timeout, timeout_);
  std::size_t searched = 0;
  std::size_t longest = 1;
  for (const std::string& text : texts) longest = std::max(longest, text.size());
  for (;;) {
    std::size_t first = std::string::npos;
    int found = -1;
    for (std::size_t index = 0; index < texts.size(); ++index) {
      const std::size_t at = text_.find(texts[index], searched);
      if (at >= first) continue;
      first = at;
      found = static_cast<int>(index);
    }
    if (found >= 0) return {found, take(first + texts[static_cast<std::size_t>(found)].size())};
    if (text_.size() > max_text)
      throw LimitError("the host sent more than " + std::to_string(max_text) +
                       " bytes, and not what was awaited");
    searched = text_.size() - std::min(text_.size(), longest - 1);
    const auto next = remaining.next();
    if (!next) return {-1, take(text_.size())};
    try {
      if (receive(*next)) continue;
    } catch (const porthole::timeout&) {
      if (!timeout) throw;
      return {-1, take(text_.size())};
    }
    if (text_.empty()) throw EOFError("the host closed the connection");
    return {-1, take(text_.size())};
  }
}

std::string Telnet::read_until(std::string_view expected, Timeout timeout) {
  return expect({std::string(expected)}, timeout).second;
}

std::string Telnet::read_some() {
  while (text_.empty() && receive(timeout_)) continue;
  return take(text_.size());
}

std::string Telnet::read_very_eager() {
  try {
    while (text_.size() <= max_text && receive(seconds(0))) continue;
  } catch (const BlockingIOError&) {
    return take(text_.size());
  } catch (const porthole::timeout&) {
    return take(text_.size());
  }
  if (text_.empty() && ended_) throw EOFError("the host closed the connection");
  return take(text_.size());
}

std::string Telnet::read_all() {
  while (receive(timeout_)) {
    if (text_.size() > max_text)
      throw LimitError("the host sent more than " + std::to_string(max_text) + " bytes");
  }
  return take(text_.size());
}

}  // namespace porthole::telnetlib
