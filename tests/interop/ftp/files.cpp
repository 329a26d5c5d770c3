// SPDX-License-Identifier: MIT
#include <istream>
#include <sstream>

#include "verbs.hpp"

namespace verbs {
namespace {

std::string every_byte() {
  std::string bytes;
  for (int round = 0; round < 300; ++round) {
    for (int value = 0; value < 256; ++value) bytes += static_cast<char>((value + round) % 256);
  }
  return bytes;
}

void lines(FTP& ftp) {
  std::istringstream text("one\r\ntwo\n三\n");
  ftp.storlines("STOR lines.txt", text);
  std::string got;
  ftp.retrlines("RETR lines.txt", [&](const std::string& line) { got += line + '|'; });
  agree(got, "one|two|三|", "the lines");
  proved("TYPE A");
  ftp.delete_("lines.txt");
}

/// Leaves a transfer in the middle, twice, and goes on with the session.
void breaking_off(FTP& ftp) {
  ftp.voidcmd("TYPE I");
  for (int round = 0; round < 2; ++round) {
    const auto data = ftp.transfercmd("RETR long.bin");
    std::byte first{};
    agree(data->recv_into({&first, 1}), 1U, "what comes before ABOR");
    data->close();
    require(ftp.abort().starts_with("22"), "ABOR is confirmed");
    ftp.noop();
    agree(ftp.size("long.bin"), 8'000'000U, "the size after ABOR");
  }
  proved("ABOR");
}

}  // namespace

std::string retrieve(FTP& ftp, const std::string& name, std::optional<std::uint64_t> rest) {
  std::string content;
  ftp.retrbinary("RETR " + name, [&](std::string_view block) { content += block; }, rest);
  return content;
}

void store(FTP& ftp, const std::string& command, const std::string& content,
           std::optional<std::uint64_t> rest) {
  std::istringstream source(content);
  std::size_t told = 0;
  ftp.storbinary(command, source, [&](std::string_view block) { told += block.size(); }, rest);
  agree(told, content.size(), "what the callback of " + command + " was told");
}

void files(const Place& place) {
  FTP ftp;
  place.log_in(ftp);
  ftp.cwd(place.folder);
  const std::string all = every_byte();
  const std::size_t half = all.size() / 2 + 1;
  store(ftp, "STOR 每个字节.bin", all);
  require(retrieve(ftp, "每个字节.bin") == all, "every byte came back");
  proved("EPSV");
  proved("TYPE I");
  proved("STOR");
  proved("RETR");
  require(retrieve(ftp, "每个字节.bin", half) == all.substr(half), "the second half came");
  store(ftp, "STOR half.bin", all.substr(0, half));
  store(ftp, "STOR half.bin", all.substr(half), half);
  require(retrieve(ftp, "half.bin") == all, "the halves fit");
  proved("REST");
  store(ftp, "APPE half.bin", "and more");
  require(retrieve(ftp, "half.bin") == all + "and more", "what was appended");
  proved("APPE");
  ftp.set_extended(false);
  require(retrieve(ftp, "half.bin", all.size()) == "and more", "PASV brings the same");
  proved("PASV");
  ftp.set_extended(true);
  lines(ftp);
  store(ftp, "STOR long.bin", std::string(8'000'000, 'x'));
  breaking_off(ftp);
  for (const char* name : {"每个字节.bin", "half.bin", "long.bin"}) ftp.delete_(name);
  require(ftp.nlst().empty(), "nothing is left");
  ftp.quit();
}

void active(const Place& place) {
  FTP ftp;
  place.log_in(ftp);
  ftp.cwd(place.folder);
  ftp.set_pasv(false);
  const std::string all = every_byte();
  store(ftp, "STOR active.bin", all);
  require(retrieve(ftp, "active.bin") == all, "EPRT brings every byte");
  proved("EPRT");
  ftp.set_extended(false);
  store(ftp, "APPE active.bin", "more");
  require(retrieve(ftp, "active.bin") == all + "more", "PORT brings every byte");
  proved("PORT");
  ftp.delete_("active.bin");
  ftp.quit();
}

}  // namespace verbs
