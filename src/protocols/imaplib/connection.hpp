// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "protocols/imaplib/command.hpp"
#include "protocols/imaplib/reader.hpp"
#include "protocols/imaplib/types.hpp"
#include "protocols/stream/channel.hpp"
#include "protocols/stream/network.hpp"

namespace porthole::imaplib {

/// What a command does with an untagged response that it asked for.
using Use = std::function<void(Response&)>;
/// What a command answers to a continuation that no literal asked for; nothing ends it.
using Answer = std::function<std::string(const std::string& challenge)>;

enum class State { not_authenticated, authenticated, selected, logged_out };

/// The client's side of the wire: tags, literals, responses in any order, and what they say of the session.
/// Whatever loses step closes it; then every call throws abort with the reason.
class Connection {
 public:
  /// Untagged responses to one command.
  static constexpr std::size_t max_untagged = 2'000'000;
  /// Response codes that are remembered, by name.
  static constexpr std::size_t max_codes = 64;
  /// Longer literals wait for the server's word although LITERAL+ would allow not to, so that a refusal
  /// does not cost their sending (RFC 7888 section 4).
  static constexpr std::size_t unasked_literal = std::size_t{64} * 1024;

  Connection(std::string target, std::unique_ptr<Stream> stream);

  /// Sends a command and reads until its tagged response, which is returned. Throws error for NO and BAD,
  /// abort where the server ended the session.
  Response run(const Command& command, const Use& use = {}, const Answer& answer = {});
  /// The same with the literals of FETCH responses going to a sink.
  Response run_streaming(const Command& command, const Use& use, const Reader::Sink& sink,
                         std::uint64_t most);
  /// LOGOUT: the end of the connection after BYE is what is wanted.
  void logout();

  /// IDLE: begins and returns its tag; one response or nothing when so much time has passed; the end.
  std::string begin_idle();
  std::optional<Response> next_idle(const std::string& tag, Timeout wait);
  void end_idle(const std::string& tag, const Use& use);
  /// Says DONE and leaves the tagged response to the next command. Never throws.
  void leave_idle(const std::string& tag) noexcept;

  void close(const std::string& reason);
  [[nodiscard]] bool closed() const { return channel_.closed(); }

  [[nodiscard]] const std::string& welcome() const { return welcome_; }
  [[nodiscard]] State state() const { return state_; }
  void set_state(State state) { state_ = state; }
  [[nodiscard]] const Selected& selected() const { return selected_; }
  [[nodiscard]] Selected& selected() { return selected_; }
  [[nodiscard]] const std::set<std::string>& capabilities() const { return capabilities_; }
  [[nodiscard]] bool knows(const std::string& capability) const { return capabilities_.contains(capability); }
  void forget_capabilities() { capabilities_.clear(); }
  [[nodiscard]] const std::map<std::string, std::string>& codes() const { return codes_; }
  void set_dialect(const Dialect& dialect) { dialect_ = dialect; }
  [[nodiscard]] const Dialect& dialect() const { return dialect_; }
  void listen(std::function<void(const Response&)> listener) { listener_ = std::move(listener); }

 private:
  void require_open() const;
  std::string next_tag();
  Response read();
  std::optional<Response> read_within(Timeout wait);
  void greet();
  /// Sends it all; a tagged response where the server refused before its end.
  std::optional<Response> send(const std::string& tag, const std::string& name,
                               const std::vector<Piece>& pieces, const Use& use);
  Response finish(const std::string& tag, const Command& command, const Use& use, const Answer& answer);
  /// Untagged: remembers what it says, hands it on. Tagged by a left IDLE: true, as it is dealt with.
  bool settle(Response& response, const Use& use);
  void remember(const Response& response);
  void remember_code(const Response& response);
  void check(const Response& tagged, const Command& command) const;
  template <class Work>
  auto in_step(Work work) -> decltype(work());

  std::string target_;
  Channel channel_;
  Reader reader_;
  std::string received_;
  std::size_t taken_ = 0;
  unsigned long tags_ = 0;
  std::set<std::string> left_tags_;
  std::string reason_;
  std::string bye_;
  std::string welcome_;
  State state_ = State::not_authenticated;
  Selected selected_;
  std::set<std::string> capabilities_;
  std::map<std::string, std::string> codes_;
  Dialect dialect_;
  std::function<void(const Response&)> listener_;
  bool leaving_ = false;
};

/// Whatever comes out of the work but an answer of NO or BAD has lost step with the server.
template <class Work>
auto Connection::in_step(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::exception& problem) {
    close(problem.what());
    throw;
  } catch (...) {
    close("an answer was not read to its end");
    throw;
  }
}

}  // namespace porthole::imaplib
