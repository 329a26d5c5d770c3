// SPDX-License-Identifier: MIT
// What a real POP3 server proves of the client: every command, and a maildrop of 1,000 letters byte for byte.
// With a third argument: UTF8, from a server that has it.
// usage: pop3_verbs HOST PORT [UTF8]

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <set>
#include <stdexcept>
#include <string>

#include "../proving.hpp"
#include "letters.hpp"
#include "protocols/poplib.hpp"

using namespace porthole;
using namespace porthole::poplib;
using namespace verbs;

namespace {

template <class Work>
void refused(const std::string& what, const Work& work) {
  try {
    work();
  } catch (const error_proto&) {
    return;
  }
  throw std::runtime_error("not refused: " + what);
}

struct Place {
  std::string host;
  int port;

  [[nodiscard]] POP3 connect() const { return POP3(host, port, seconds(60)); }
  [[nodiscard]] POP3 log_in() const {
    POP3 pop = connect();
    pop.apop("learner", "secret");
    return pop;
  }
};

std::uint64_t size_of_all() {
  std::uint64_t size = 0;
  for (unsigned number = 1; number <= letter_count; ++number) size += letter(number).size();
  return size;
}

void logins(const Place& place) {
  POP3 pop = place.connect();
  require(pop.getwelcome().starts_with("+OK") && pop.has_timestamp(), "a greeting with a timestamp");
  const Capabilities capabilities = pop.capa();
  require(capabilities.contains("TOP") && capabilities.contains("UIDL") && capabilities.contains("USER"),
          "the capabilities");
  proved("CAPA");
  refused("STAT before the login", [&] { pop.stat(); });
  pop.user("learner");
  refused("a wrong password", [&] { pop.pass_("sécret"); });
  pop.user("学生");
  pop.pass_("secret");
  require(pop.stat().count == 1, "the other user's maildrop");
  proved("USER");
  proved("PASS");
  require(pop.retr(1).text() == "Subject: 你好\r\n\r\n再见\r\n", "the other user's letter");
  pop.dele(1);
  pop.quit();
  POP3 proof = place.connect();
  refused("a wrong password by APOP", [&] { proof.apop("learner", "Secret"); });
  proof.apop("learner", "secret");
  require(proof.stat() == Stat{letter_count, size_of_all()}, "count and size");
  proved("APOP");
  proved("STAT");
  proof.noop();
  proved("NOOP");
}

void lists(const Place& place) {
  POP3 pop = place.log_in();
  const auto sizes = pop.list();
  require(sizes.size() == letter_count, "LIST tells of all");
  for (const Size& each : sizes)
    require(each.size == letter(each.number).size(), "the size of " + std::to_string(each.number));
  require(pop.list(7) == sizes.at(6), "LIST of one");
  refused("LIST of what is not there", [&] { pop.list(letter_count + 1); });
  proved("LIST");
  const auto ids = pop.uidl();
  std::set<std::string> different;
  for (const UniqueId& each : ids) different.insert(each.id);
  require(ids.size() == letter_count && different.size() == letter_count, "UIDL: each has its own");
  require(pop.uidl(letter_count) == ids.back(), "UIDL of one");
  pop.quit();
  require(place.log_in().uidl() == ids, "the same ids in the next session");
  proved("UIDL");
}

void reading(const Place& place) {
  POP3 pop = place.log_in();
  for (unsigned number = 1; number <= letter_count; ++number) {
    std::string text;
    pop.retr(number, [&](std::string_view line) { text += line; });
    require(text == letter(number), "letter " + std::to_string(number) + " byte for byte");
  }
  const Answer last = pop.retr(letter_count);
  require(last.text() == letter(letter_count) && last.octets == letter(letter_count).size(), "every byte");
  refused("RETR of what is not there", [&] { pop.retr(letter_count + 1); });
  proved("RETR");
  proved("RETR 1000");
  const std::string whole = letter(15);
  const std::size_t body = whole.find("\r\n\r\n") + 4;
  require(pop.top(15, 0).text() == whole.substr(0, body), "TOP without the body");
  const std::string three = pop.top(15, 3).text();
  std::size_t end = body;
  for (int line = 0; line < 3; ++line) end = whole.find("\r\n", end) + 2;
  require(three == whole.substr(0, end), "TOP with three lines");
  require(pop.top(15, 1000).text() == whole, "TOP with more lines than there are");
  proved("TOP");
  pop.quit();
}

void deleting(const Place& place) {
  {
    POP3 pop = place.log_in();
    pop.dele(1);
    refused("DELE twice", [&] { pop.dele(1); });
    refused("RETR of what is marked", [&] { pop.retr(1); });
    require(pop.stat().count == letter_count - 1, "one is marked");
    pop.rset();
    require(pop.stat().count == letter_count, "no mark is left");
    proved("RSET");
    pop.dele(3);
  }  // without QUIT nothing is removed
  POP3 pop = place.log_in();
  require(pop.stat().count == letter_count, "nothing was removed");
  pop.dele(2);
  pop.dele(999);
  require(pop.quit().starts_with("+OK"), "a farewell");
  require(place.log_in().stat().count == letter_count - 2, "two were removed");
  proved("DELE");
  proved("QUIT");
}

void utf8(const Place& place) {
  POP3 pop = place.connect();
  require(pop.capa().contains("UTF8"), "CAPA lists UTF8");
  pop.utf8();
  pop.user("learner");
  pop.pass_("secret");
  const Answer letter = pop.retr(2);
  require(std::ranges::any_of(letter.lines, [](const auto& line) { return line.starts_with("Subject: "); }),
          "a letter after UTF8");
  pop.quit();
  proved("UTF8");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) return 2;
  try {
    const Place place{argv[1], std::atoi(argv[2])};
    if (argc == 4) {
      utf8(place);
      return 0;
    }
    logins(place);
    lists(place);
    reading(place);
    deleting(place);
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
