// SPDX-License-Identifier: MIT
#include "support/script.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "protocols/stream/error.hpp"
#include "socket/error.hpp"

namespace porthole::test {

Script& Script::says(std::string bytes) {
  steps_.push_back({Step::Kind::says, std::move(bytes)});
  return *this;
}
Script& Script::hears(std::string bytes) {
  steps_.push_back({Step::Kind::hears, std::move(bytes)});
  return *this;
}
Script& Script::hears_until(std::string ending) {
  steps_.push_back({Step::Kind::hears_until, std::move(ending)});
  return *this;
}
Script& Script::closes() {
  steps_.push_back({Step::Kind::closes, {}});
  return *this;
}
Script& Script::fails(int number) {
  steps_.push_back({Step::Kind::fails, {}, number});
  return *this;
}

struct ScriptedNetwork::State {
  std::vector<Script> connections;
  std::vector<std::shared_ptr<std::deque<Script::Step>>> begun = {};
  std::vector<Address> targets = {};
  std::string sent = {};
  std::size_t split = SIZE_MAX;
  int operations = 0;
  int nth = 0;
  int number = 0;

  /// Counts one operation, which fails when it is its turn.
  void operate(const char* call, bool& broken) {
    ++operations;
    if (broken) throw_error(EPIPE, call, "script");
    if (operations != nth) return;
    broken = true;
    if (number == 0) throw timeout(call, "script");
    throw_error(number, call, "script");
  }
};

namespace {

using State = ScriptedNetwork::State;
using Kind = Script::Step::Kind;

std::string shown(std::string_view bytes) {
  std::string text;
  for (const char c : bytes.substr(0, 200)) {
    if (c == '\r')
      text += "\\r";
    else if (c == '\n')
      text += "\\n";
    else
      text += c;
  }
  return '"' + text + '"';
}

class ScriptedStream : public Stream {
 public:
  ScriptedStream(std::shared_ptr<State> state, std::shared_ptr<std::deque<Script::Step>> steps, Address peer)
      : state_(std::move(state)), steps_(std::move(steps)), peer_(std::move(peer)) {}

  std::size_t recv_into(std::span<std::byte> buffer) override {
    state_->operate("recv", broken_);
    while (!steps_->empty() && steps_->front().kind == Kind::says && steps_->front().bytes.empty())
      steps_->pop_front();
    if (steps_->empty())
      throw std::logic_error("the client would wait for ever: its host has no more to say");
    Script::Step& step = steps_->front();
    if (step.kind == Kind::closes) return 0;
    if (step.kind == Kind::fails) {
      if (step.number == 0) throw timeout("recv", "script");
      throw_error(step.number, "recv", "script");
    }
    if (step.kind != Kind::says)
      throw std::logic_error("the client waits, but its host wants to hear " + shown(step.bytes));
    const std::size_t count = std::min({buffer.size(), step.bytes.size(), state_->split});
    std::memcpy(buffer.data(), step.bytes.data(), count);
    step.bytes.erase(0, count);
    if (step.bytes.empty()) steps_->pop_front();
    return count;
  }

  void sendall(Bytes data) override {
    state_->operate("send", broken_);
    state_->sent += data.view();
    for (std::string_view rest = data.view(); !rest.empty();) rest.remove_prefix(hear(rest));
  }

  void shutdown_send() override { state_->operate("shutdown", broken_); }
  void close() override { closed_ = true; }
  void settimeout(Timeout value) override { timeout_ = value; }
  [[nodiscard]] Timeout gettimeout() const override { return timeout_; }
  [[nodiscard]] Address getpeername() const override { return peer_; }
  [[nodiscard]] Address getsockname() const override { return {"192.0.2.1", 39999}; }
  [[nodiscard]] int fileno() const override { return -1; }

 private:
  /// Takes what the current step wants to hear off the client's bytes: how many.
  std::size_t hear(std::string_view bytes) {
    if (steps_->empty()) throw std::logic_error("the host does not want to hear " + shown(bytes));
    Script::Step& step = steps_->front();
    if (step.kind == Kind::hears_until) return hear_until(step, bytes);
    if (step.kind == Kind::closes || step.kind == Kind::fails) return bytes.size();  // nobody reads it
    // What the host still has to say does not keep the client from sending ahead.
    auto expected = std::ranges::find_if(*steps_, [](const auto& each) { return each.kind != Kind::says; });
    if (expected == steps_->end()) throw std::logic_error("the host does not want to hear " + shown(bytes));
    if (expected->kind == Kind::hears_until) return hear_until(*expected, bytes);
    if (expected->kind != Kind::hears) return bytes.size();
    const std::size_t count = std::min(bytes.size(), expected->bytes.size());
    if (bytes.substr(0, count) != std::string_view(expected->bytes).substr(0, count))
      throw std::logic_error("the host wants to hear " + shown(expected->bytes) + ", not " + shown(bytes));
    expected->bytes.erase(0, count);
    if (expected->bytes.empty()) steps_->erase(expected);
    return count;
  }

  std::size_t hear_until(Script::Step& step, std::string_view bytes) {
    const std::size_t before = heard_.size();
    heard_ += bytes;
    const std::size_t end = heard_.find(step.bytes);
    if (end == std::string::npos) return bytes.size();
    const std::size_t taken = end + step.bytes.size() - before;
    heard_.clear();
    std::erase_if(*steps_, [&step](const auto& each) { return &each == &step; });
    return taken;
  }

  std::shared_ptr<State> state_;
  std::shared_ptr<std::deque<Script::Step>> steps_;
  Address peer_;
  std::string heard_;
  Timeout timeout_;
  bool broken_ = false;
  bool closed_ = false;
};

std::unique_ptr<Stream> next_stream(const std::shared_ptr<State>& state, const Address& peer) {
  if (state->begun.size() == state->connections.size())
    throw std::logic_error("no script for a connection with " + peer.to_string());
  state->targets.push_back(peer);
  state->begun.push_back(
      std::make_shared<std::deque<Script::Step>>(state->connections[state->begun.size()].steps()));
  return std::make_unique<ScriptedStream>(state, state->begun.back(), peer);
}

class ScriptedListener : public Listener {
 public:
  explicit ScriptedListener(std::shared_ptr<State> state) : state_(std::move(state)) {}
  [[nodiscard]] Address getsockname() const override { return {"192.0.2.1", 40000}; }
  std::unique_ptr<Stream> accept(Timeout /*timeout*/) override {
    bool broken = false;
    state_->operate("accept", broken);
    return next_stream(state_, {"192.0.2.2", 20});
  }

 private:
  std::shared_ptr<State> state_;
};

}  // namespace

ScriptedNetwork::ScriptedNetwork(std::vector<Script> connections)
    : state_(std::make_shared<State>(State{std::move(connections)})) {}
ScriptedNetwork::~ScriptedNetwork() = default;

void ScriptedNetwork::split(std::size_t most) {
  state_->split = most;
}
void ScriptedNetwork::fail_nth(int nth, int number) {
  state_->nth = nth;
  state_->number = number;
}
int ScriptedNetwork::operations() const {
  return state_->operations;
}
std::string ScriptedNetwork::sent() const {
  return state_->sent;
}
std::vector<Address> ScriptedNetwork::targets() const {
  return state_->targets;
}

void ScriptedNetwork::require_finished() const {
  if (state_->begun.size() != state_->connections.size())
    throw std::logic_error("the client made " + std::to_string(state_->begun.size()) + " connections");
  for (const auto& steps : state_->begun) {
    const auto left = std::ranges::find_if(*steps, [](const auto& step) {
      return step.kind == Kind::hears || step.kind == Kind::hears_until || step.kind == Kind::says;
    });
    if (left != steps->end()) throw std::logic_error("left over in a script: " + shown(left->bytes));
  }
}

std::unique_ptr<Stream> ScriptedNetwork::connect(const Address& address, Timeout timeout) {
  bool broken = false;
  state_->operate("connect", broken);
  auto stream = next_stream(state_, address);
  stream->settimeout(timeout);
  return stream;
}

std::unique_ptr<Listener> ScriptedNetwork::listen(const Address& /*address*/) {
  bool broken = false;
  state_->operate("listen", broken);
  return std::make_unique<ScriptedListener>(state_);
}

int fail_each(const std::function<ScriptedNetwork()>& make,
              const std::function<void(ScriptedNetwork&)>& scenario) {
  constexpr int most = 2000;
  int count = 0;
  for (const int number : {ECONNRESET, 0}) {
    for (int nth = 1; nth < most; ++nth) {
      ScriptedNetwork network = make();
      network.fail_nth(nth, number);
      try {
        scenario(network);
      } catch (const error&) {
        continue;
      } catch (const ProtocolError&) {
        continue;
      }
      if (network.operations() >= nth) continue;
      count = nth - 1;
      break;
    }
  }
  return count;
}

}  // namespace porthole::test
