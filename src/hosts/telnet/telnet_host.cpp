// SPDX-License-Identifier: MIT
#include "hosts/telnet/telnet_host.hpp"

#include "hosts/telnet/line_editor.hpp"
#include "hosts/telnet/shell.hpp"
#include "protocols/stream/error.hpp"
#include "protocols/telnetlib/codes.hpp"
#include "protocols/telnetlib/negotiation.hpp"
#include "protocols/telnetlib/parser.hpp"

namespace porthole::hosts {
namespace {

using namespace telnetlib;

bool wanted(Side side, std::uint8_t option) {
  if (option == SGA || option == BINARY) return true;
  return side == Side::us ? option == ECHO_ : option == TTYPE || option == NAWS;
}

class TelnetSession : public Session {
 public:
  explicit TelnetSession(Outbox& out) : negotiation_(wanted) {
    say(out, negotiation_.enable(Side::us, ECHO_));
    say(out, negotiation_.enable(Side::us, SGA));
    say(out, negotiation_.enable(Side::them, TTYPE));
    say(out, negotiation_.enable(Side::them, NAWS));
    out.write("\r\nPorthole practice host telnet.test\r\n");
    out.write(
        "Log in as learner with the password secret, or as guest. 用户名 learner，密码 "
        "secret。\r\n\r\nlogin: ");
  }

  void received(std::string& input, Outbox& out) override {
    // In small parts, so that a client that does not read cannot make the answers pile up.
    while (!input.empty() && !out.full() && !out.finished()) {
      const std::string part = input.substr(0, 256);
      input.erase(0, part.size());
      try {
        for (const Event& event : parser_.feed(part)) {
          if (!out.finished()) handle(event, out);
        }
      } catch (const LimitError&) {
        out.finish();
      }
    }
  }

 private:
  enum class State { login, password, shell, watching };
  static constexpr int max_tries = 3;

  void handle(const Event& event, Outbox& out) {
    switch (event.kind) {
      case Event::Kind::data:
        for (const char c : event.text) {
          if (!out.finished()) key(c, out);
        }
        return;
      case Event::Kind::negotiation:
        negotiated({event.code, event.option}, out);
        return;
      case Event::Kind::subnegotiation:
        about(event, out);
        return;
      case Event::Kind::command:
        command(event.code, out);
    }
  }

  void negotiated(Negotiate said, Outbox& out) {
    const bool knew_type = negotiation_.enabled(Side::them, TTYPE);
    say(out, negotiation_.received(said));
    editor_.set_echo(negotiation_.enabled(Side::us, ECHO_));
    parser_.set_binary(negotiation_.enabled(Side::them, BINARY));
    if (!knew_type && negotiation_.enabled(Side::them, TTYPE)) out.write(subnegotiation(TTYPE, "\x01"));
  }

  void about(const Event& event, Outbox& out) {
    if (event.option == TTYPE && event.text.size() > 1 && event.text[0] == 0) {
      visitor_.terminal.clear();
      for (const char c : event.text.substr(1, 40))
        if (c > ' ' && c < 0x7f) visitor_.terminal += c;
    }
    if (event.option == NAWS && event.text.size() == 4) {
      const auto number = [&](std::size_t at) {
        return static_cast<unsigned char>(event.text[at]) * 256 +
               static_cast<unsigned char>(event.text[at + 1]);
      };
      visitor_.columns = number(0);
      visitor_.rows = number(2);
      if (state_ == State::watching)
        write(out, std::to_string(visitor_.columns) + " x " + std::to_string(visitor_.rows) + "\r\n");
    }
  }

  void command(std::uint8_t code, Outbox& out) {
    std::string echo;
    switch (code) {
      case AYT:
        return write(out, "\r\n[Yes, telnet.test is here]\r\n");
      case IP:
      case BRK:
        return key('\x03', out);
      case EC:
        editor_.key('\x7f', echo);
        return write(out, echo);
      case EL:
        editor_.key('\x15', echo);
        return write(out, echo);
      default:
        return;
    }
  }

  void key(char c, Outbox& out) {
    if (state_ == State::watching && !editor_.ends_return(c)) {
      state_ = State::shell;
      return prompt(out);
    }
    std::string echo;
    const auto line = editor_.key(c, echo);
    write(out, echo);
    if (!line) return;
    if (line->end == LineEditor::Line::End::end_of_input) {
      write(out, "Goodbye. 再见。\r\n");
      return out.finish();
    }
    entered(line->end == LineEditor::Line::End::interrupt ? "" : line->text, out);
  }

  void entered(const std::string& line, Outbox& out) {
    switch (state_) {
      case State::login:
        visitor_.name = line.substr(0, 64);
        if (visitor_.name == "guest") return welcome(out);
        if (visitor_.name.empty()) return write(out, "login: ");
        editor_.set_hidden(true);
        state_ = State::password;
        return write(out, "Password: ");
      case State::password:
        editor_.set_hidden(false);
        return visitor_.name == "learner" && line == "secret" ? welcome(out) : refuse(out);
      case State::shell:
        return shell(line, out);
      case State::watching:
        return;
    }
  }

  void welcome(Outbox& out) {
    state_ = State::shell;
    write(out, shell_greeting(visitor_));
    prompt(out);
  }

  void refuse(Outbox& out) {
    state_ = State::login;
    write(out, "Login incorrect\r\n");
    if (++tries_ == max_tries) return out.finish();
    write(out, "login: ");
  }

  void shell(const std::string& line, Outbox& out) {
    const ShellAnswer answer = run_shell(line, visitor_);
    write(out, answer.text);
    if (answer.next == ShellAnswer::Next::leave) return out.finish();
    if (answer.next == ShellAnswer::Next::watch_window)
      state_ = State::watching;
    else
      prompt(out);
  }

  void prompt(Outbox& out) const { write(out, visitor_.name + "@telnet.test$ "); }

  /// Text for the visitor. What is echoed may hold an IAC, which is doubled.
  static void write(Outbox& out, std::string_view text) { out.write(escape(text)); }

  static void say(Outbox& out, const std::optional<Negotiate>& words) {
    if (!words) return;
    out.write(std::string{static_cast<char>(IAC), static_cast<char>(words->verb),
                          static_cast<char>(words->option)});
  }

  Parser parser_;
  Negotiation negotiation_;
  LineEditor editor_;
  Visitor visitor_;
  State state_ = State::login;
  int tries_ = 0;
};

}  // namespace

std::unique_ptr<Session> TelnetHost::greet(Outbox& out) {
  return std::make_unique<TelnetSession>(out);
}

}  // namespace porthole::hosts
