// SPDX-License-Identifier: MIT

#include "verbs.hpp"

namespace verbs {
namespace {

constexpr std::uint64_t large_size = 100'000'000;
constexpr std::uint64_t middle = 61'234'567;

/// Bytes of a linear congruence, four a step, the lowest first; case.mjs makes the same.
class Numbers {
 public:
  void fill(std::string& block) {
    for (std::size_t at = 0; at < block.size(); ++at) block[at] = next();
  }
  char next() {
    if (at_ % 4 == 0) state_ = state_ * 1664525U + 1013904223U;
    return static_cast<char>(state_ >> (8 * (at_++ % 4)));
  }
  void skip(std::uint64_t count) {
    while (count-- > 0) next();
  }

 private:
  std::uint32_t state_ = 2026;
  std::uint64_t at_ = 0;
};

void compare(FTP& ftp, std::uint64_t from) {
  Numbers numbers;
  numbers.skip(from);
  std::uint64_t at = from;
  std::string wanted;
  const auto check = [&](std::string_view block) {
    wanted.resize(block.size());
    numbers.fill(wanted);
    require(block == wanted, "the bytes from " + std::to_string(at) + " on are the same");
    at += block.size();
  };
  ftp.retrbinary("RETR large.bin", check, from > 0 ? std::optional(from) : std::nullopt);
  agree(at, large_size, "the large file's end");
}

}  // namespace

void large(const Place& place) {
  FTP ftp;
  place.log_in(ftp);
  ftp.cwd(place.folder);
  Numbers numbers;
  std::uint64_t left = middle;
  const auto source = [&](std::size_t most) {
    std::string block(static_cast<std::size_t>(std::min<std::uint64_t>(most, left)), '\0');
    numbers.fill(block);
    left -= block.size();
    return block;
  };
  // Broken off in the middle, then gone on with.
  ftp.storbinary("STOR large.bin", source);
  agree(ftp.size("large.bin"), middle, "what has come of the large file");
  left = large_size - middle;
  ftp.storbinary("STOR large.bin", source, {}, middle);
  agree(ftp.size("large.bin"), large_size, "the large file");
  proved("STOR 100 MB");
  compare(ftp, 0);
  proved("RETR 100 MB");
  compare(ftp, middle);
  proved("REST in 100 MB");
  ftp.quit();
}

}  // namespace verbs
