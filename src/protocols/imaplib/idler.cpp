// SPDX-License-Identifier: MIT
#include "protocols/imaplib/idler.hpp"

#include <algorithm>

#include "protocols/imaplib/connection.hpp"
#include "protocols/imaplib/errors.hpp"
#include "protocols/imaplib/scan.hpp"
#include "socket/error.hpp"

namespace porthole::imaplib {

std::string Connection::begin_idle() {
  require_open();
  const std::string tag = next_tag();
  const std::optional<Response> refused = in_step([&]() -> std::optional<Response> {
    channel_.write(tag + " IDLE\r\n");
    for (;;) {
      Response response = read();
      if (response.kind == Response::Kind::continuation) return std::nullopt;
      if (!settle(response, {})) continue;
      if (response.tag == tag && response.name != "OK") return response;
      throw abort("the server ended IDLE at once: " + excerpt(response.text));
    }
  });
  if (refused) check(*refused, Command("IDLE"));
  return tag;
}

std::optional<Response> Connection::next_idle(const std::string& tag, Timeout wait) {
  require_open();
  return in_step([&]() -> std::optional<Response> {
    for (;;) {
      auto response = read_within(wait);
      if (!response) return std::nullopt;
      const bool tagged = settle(*response, {});
      if (tagged) throw abort("the server ended IDLE (" + tag + ") by itself: " + excerpt(response->text));
      if (response->kind == Response::Kind::untagged) return response;
    }
  });
}

/// Only the time is up: what has come of a response stays with the reader.
std::optional<Response> Connection::read_within(Timeout wait) {
  Stream& stream = channel_.stream();
  const Timeout usual = stream.gettimeout();
  stream.settimeout(wait);
  try {
    std::optional<Response> response = read();
    stream.settimeout(usual);
    return response;
  } catch (const porthole::timeout&) {
    if (!wait) throw;
    stream.settimeout(usual);
    return std::nullopt;
  }
}

void Connection::end_idle(const std::string& tag, const Use& use) {
  require_open();
  const Response tagged = in_step([&] {
    channel_.write("DONE\r\n");
    return finish(tag, Command("IDLE"), use, {});
  });
  check(tagged, Command("IDLE"));
}

void Connection::leave_idle(const std::string& tag) noexcept {
  try {
    if (channel_.closed()) return;
    left_tags_.insert(tag);
    channel_.write("DONE\r\n");
  } catch (...) {
    try {
      close("IDLE could not be ended");
    } catch (...) {
      return;
    }
  }
}

Idler::Idler(Connection& connection, Timeout duration)
    : connection_(&connection), tag_(connection.begin_idle()) {
  const Timeout longest = checked(duration);
  if (longest) end_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(*longest);
}

Idler::Idler(Idler&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)), tag_(std::move(other.tag_)), end_(other.end_) {}

Idler::~Idler() {
  if (connection_) connection_->leave_idle(tag_);
}

std::optional<Response> Idler::next(Timeout wait) {
  if (!connection_) throw error("IDLE is over");
  if (end_) {
    // 0 would mean not to wait at all, which is another error.
    const std::chrono::duration<double> left = *end_ - Clock::now();
    wait = std::max(std::chrono::duration<double>(0.001), wait ? std::min(*wait, left) : left);
  }
  return connection_->next_idle(tag_, wait);
}

std::vector<Response> Idler::burst(double interval) {
  constexpr std::size_t most = 10'000;
  std::vector<Response> found;
  for (auto news = next(); news; news = next(seconds(interval))) {
    found.push_back(*std::move(news));
    if (found.size() == most) break;
  }
  return found;
}

std::vector<Response> Idler::done() {
  constexpr std::size_t most = 10'000;
  std::vector<Response> found;
  if (Connection* const connection = std::exchange(connection_, nullptr))
    connection->end_idle(tag_, [&](Response& response) {
      if (found.size() < most) found.push_back(std::move(response));
    });
  return found;
}

}  // namespace porthole::imaplib
