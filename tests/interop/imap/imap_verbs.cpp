// SPDX-License-Identifier: MIT
// Every verb of IMAP4 against a real server: imap_verbs HOST PORT FOLDER. Logs in as learner with the
// password secret; INBOX holds 1,000 messages, FOLDER does not exist yet and is gone afterwards.

#include <cstdlib>
#include <exception>

#include "verbs.hpp"

namespace verbs {

void session(const Place& place) {
  IMAP4 imap(place.host, place.port, porthole::seconds(60.0));
  require(!imap.welcome().empty(), "the server greets");
  agree(imap.state(), "NONAUTH", "the state after the greeting");
  require(imap.capability().contains("IMAP4REV1"), "IMAP4rev1");
  proved("CAPABILITY");
  bool denied = false;
  try {
    imap.login("learner", "wrong");
  } catch (const IMAP4::error& problem) {
    denied = problem.status() == "NO";
  }
  require(denied, "a wrong password is refused, and the session goes on");
  imap.login("learner", "secret");
  agree(imap.state(), "AUTH", "the state after LOGIN");
  proved("LOGIN");
  imap.noop();
  proved("NOOP");
  require(!imap.id({{"name", "porthole"}, {"note", "says \"hello\" \\ back"}}).empty(),
          "the server tells its name");
  proved("ID");
  imap.enable("CONDSTORE");
  proved("ENABLE");
  const auto spaces = imap.namespace_();
  require(spaces.personal.size() == 1 && spaces.personal[0].delimiter == '/',
          "one personal namespace with /");
  proved("NAMESPACE");
  imap.logout();
  agree(imap.state(), "LOGOUT", "the state after LOGOUT");
  proved("LOGOUT");

  IMAP4 plain(place.host, place.port, porthole::seconds(60.0));
  plain.login_plain("learner", "secret");
  plain.noop();
  proved("AUTHENTICATE PLAIN");
  IMAP4 cram(place.host, place.port, porthole::seconds(60.0));
  cram.login_cram_md5("学生", "secret");
  cram.noop();
  proved("AUTHENTICATE CRAM-MD5");
  IMAP4 literal(place.host, place.port, porthole::seconds(60.0));
  literal.login("学生", "secret");
  proved("literal");
}

}  // namespace verbs

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: imap_verbs HOST PORT FOLDER\n";
    return 2;
  }
  try {
    const verbs::Place place{argv[1], std::atoi(argv[2]), argv[3]};
    verbs::session(place);
    verbs::folders(place);
    verbs::letters(place);
    verbs::thousand(place);
    verbs::changes(place);
    verbs::news(place);
    verbs::IMAP4 imap = place.connect();
    imap.delete_(place.folder);
  } catch (const std::exception& problem) {
    std::cerr << "imap_verbs: " << problem.what() << '\n';
    return 1;
  }
}
