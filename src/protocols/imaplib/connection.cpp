// SPDX-License-Identifier: MIT
#include "protocols/imaplib/connection.hpp"

#include "protocols/imaplib/errors.hpp"
#include "protocols/imaplib/parse.hpp"
#include "protocols/imaplib/scan.hpp"
#include "socket/error.hpp"

namespace porthole::imaplib {

Connection::Connection(std::string target, std::unique_ptr<Stream> stream)
    : target_(std::move(target)), channel_(std::move(stream)) {
  in_step([this] { greet(); });
}

void Connection::close(const std::string& reason) {
  if (channel_.closed()) return;
  reason_ = reason;
  state_ = State::logged_out;
  channel_.close();
}

void Connection::require_open() const {
  if (channel_.closed()) throw abort("the connection to " + target_ + " is closed: " + reason_);
}

std::string Connection::next_tag() {
  return 'P' + std::to_string(++tags_);
}

Response Connection::read() {
  for (;;) {
    std::string_view bytes = std::string_view(received_).substr(taken_);
    const auto raw = reader_.feed(bytes);
    taken_ = received_.size() - bytes.size();
    if (raw) return parse(*raw);
    received_ = channel_.read_some();
    taken_ = 0;
    if (!received_.empty()) continue;
    throw abort(bye_.empty() ? "the server at " + target_ + " closed the connection"
                             : "the server at " + target_ + " ended the session: " + bye_);
  }
}

void Connection::greet() {
  const Response greeting = read();
  if (greeting.kind != Response::Kind::untagged) throw abort("the greeting of " + target_ + " is not IMAP's");
  remember(greeting);
  welcome_ = greeting.text;
  if (greeting.name == "PREAUTH")
    state_ = State::authenticated;
  else if (greeting.name == "BYE")
    throw abort("the server at " + target_ + " refused: " + excerpt(greeting.text));
  else if (greeting.name != "OK")
    throw abort("the greeting of " + target_ + " is not IMAP's: " + greeting.name);
}

Response Connection::run(const Command& command, const Use& use, const Answer& answer) {
  require_open();
  const std::vector<Piece> pieces = command.pieces(dialect_);  // refuses before anything is sent
  const Response tagged = in_step([&] {
    const std::string tag = next_tag();
    if (auto early = send(tag, command.name(), pieces, use)) return *std::move(early);
    return finish(tag, command, use, answer);
  });
  check(tagged, command);
  return tagged;
}

Response Connection::run_streaming(const Command& command, const Use& use, const Reader::Sink& sink,
                                   std::uint64_t most) {
  require_open();
  reader_.stream_literals(sink, most);
  try {
    Response tagged = run(command, use);
    reader_.stream_literals({}, 0);
    return tagged;
  } catch (...) {
    reader_.stream_literals({}, 0);
    throw;
  }
}

std::optional<Response> Connection::send(const std::string& tag, const std::string& name,
                                         const std::vector<Piece>& pieces, const Use& use) {
  const bool plus = knows("LITERAL+");
  const bool minus = plus || knows("LITERAL-") || knows("IMAP4REV2");
  std::string out = tag + ' ';
  for (const Piece& piece : pieces) {
    if (piece.form == Form::text) {
      out += piece.bytes;
      continue;
    }
    const std::size_t size = piece.bytes.size();
    const bool unasked = minus && size <= (plus ? unasked_literal : 4096);
    out +=
        (piece.form == Form::literal8 ? "~{" : "{") + std::to_string(size) + (unasked ? "+}\r\n" : "}\r\n");
    if (!unasked) {
      channel_.write(out);
      out.clear();
      for (Response response = read(); response.kind != Response::Kind::continuation; response = read()) {
        if (!settle(response, use)) continue;
        if (response.tag != tag || response.name == "OK")
          throw abort("the server answered " + response.tag + ' ' + response.name + " within " + name);
        return response;
      }
    }
    out += piece.bytes;
  }
  channel_.write(out + "\r\n");
  return std::nullopt;
}

Response Connection::finish(const std::string& tag, const Command& command, const Use& use,
                            const Answer& answer) {
  for (std::size_t count = 0;; ++count) {
    if (count > max_untagged)
      throw LimitError("the server sent more than " + std::to_string(max_untagged) + " responses to " +
                       command.name());
    Response response = read();
    if (response.kind == Response::Kind::continuation) {
      if (!answer) throw abort("the server asked for more of " + command.name() + ", which was all");
      channel_.write(answer(response.text) + "\r\n");
    } else if (settle(response, use)) {
      if (response.tag == tag) return response;
      throw abort("the server answered " + excerpt(response.tag) + ", not " + tag + " of " + command.name());
    }
  }
}

bool Connection::settle(Response& response, const Use& use) {
  remember(response);
  if (response.kind == Response::Kind::tagged) return left_tags_.erase(response.tag) == 0;
  if (response.kind == Response::Kind::continuation) return false;
  if (response.name == "BYE") {
    bye_ = excerpt(response.text);
    if (!leaving_) throw abort("the server at " + target_ + " ended the session: " + bye_);
  }
  if (listener_) listener_(response);
  if (use) use(response);
  return false;
}

void Connection::check(const Response& tagged, const Command& command) const {
  if (tagged.name == "OK") return;
  const std::string message = command.name() + ": " + tagged.name + ' ' +
                              (tagged.code.empty() ? "" : '[' + tagged.code + "] ") + excerpt(tagged.text);
  if (tagged.code == "READ-ONLY") throw readonly(message, tagged.name, tagged.code);
  throw error(message, tagged.name, tagged.code);
}

void Connection::logout() {
  if (channel_.closed()) return;
  leaving_ = true;
  try {
    run(Command("LOGOUT"));
  } catch (const abort&) {
    if (bye_.empty()) throw;  // a server may close right after its BYE
  }
  close("logged out");
}

}  // namespace porthole::imaplib
