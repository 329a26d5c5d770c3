// SPDX-License-Identifier: MIT
// Every verb of FTP against a real server: ftp_verbs HOST PORT FOLDER native|page. Logs in as user with the
// password secret; FOLDER does not exist yet. Only the large file stays in it, to be compared outside.

#include <cstdlib>
#include <exception>

#include "verbs.hpp"

namespace verbs {

void session(const Place& place) {
  FTP ftp(place.host, place.port, porthole::seconds(60.0));
  require(ftp.getwelcome().starts_with("220"), "the server greets");
  bool denied = false;
  try {
    ftp.login("user", "wrong");
  } catch (const porthole::ftplib::error_perm& refusal) {
    denied = std::string_view(refusal.what()).starts_with("530");
  }
  require(denied, "a wrong password is 530");
  FTP second;
  place.log_in(second);
  proved("USER");
  proved("PASS");
  require(!second.syst().empty(), "SYST");
  proved("SYST");
  second.noop();
  proved("NOOP");
  const auto features = second.feat();
  require(std::ranges::find(features, "UTF8") != features.end(), "FEAT names UTF8");
  proved("FEAT");
  second.opts("UTF8 ON");
  proved("OPTS");
  require(second.sendcmd("HELP").starts_with("214"), "HELP");
  proved("HELP");
  require(second.sendcmd("STAT").starts_with("211"), "STAT");
  proved("STAT");
  bool unknown = false;
  try {
    second.acct("accounting");
  } catch (const porthole::ftplib::error_perm& refusal) {
    unknown = std::string_view(refusal.what()).starts_with("502");
  }
  require(unknown, "ACCT is refused with 502");
  require(second.quit().starts_with("221"), "the server says goodbye");
  proved("QUIT");
  FTP anonymous(place.host, place.port, porthole::seconds(60.0));
  anonymous.login();
  agree(retrieve(anonymous, "readme.txt"), "Hello from a real FTP server.\n", "the file anonymous may read");
  proved("anonymous");
}

}  // namespace verbs

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: ftp_verbs HOST PORT FOLDER native|page\n";
    return 2;
  }
  try {
    const verbs::Place place{argv[1], std::atoi(argv[2]), argv[3], std::string_view(argv[4]) == "native"};
    verbs::session(place);
    verbs::folders(place);
    verbs::files(place);
    if (place.listens) verbs::active(place);
    verbs::large(place);
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
