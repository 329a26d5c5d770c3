// SPDX-License-Identifier: MIT
// Whatever a page sends: the engine takes it or refuses it, forwards no byte twice, and never more than
// credit allows.
#include "engine/frames.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

#include "engine/pipe.hpp"

using porthole::engine::Frames;
using porthole::engine::Opcode;
using porthole::engine::Pipe;
using porthole::engine::Violation;

namespace {

constexpr std::int64_t window = 4096;

void require(bool holds) {
  if (!holds) std::abort();
}

struct Pair {
  Pair() { require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0); }
  Pair(Pair const&) = delete;
  Pair& operator=(Pair const&) = delete;
  ~Pair() {
    for (auto const end : ends) ::close(end);
  }
  std::array<int, 2> ends{};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size < 2) return 0;
  Pair const page;
  Pair const host;
  std::size_t told = 0;
  Frames frames(page.ends[1], [&](Opcode, std::span<char> payload) { told += payload.size(); });
  std::int64_t given = window;
  Pipe* attended = nullptr;
  Pipe pipe(frames, host.ends[0], 2, window, 1000, [&] { given += attended->give_back(); });
  attended = &pipe;
  pipe.accepting = true;
  std::size_t const step = 1 + data[0] * 16U;
  try {
    for (std::size_t at = 1; at < size && !frames.close_received(); at += step) {
      auto const count = std::min(step, size - at);
      require(::write(page.ends[0], data + at, count) == static_cast<ssize_t>(count));
      require(frames.receive());
    }
  } catch (Violation const& violation) {
    require(violation.code == 1002 || violation.code == 1009);
  }
  require(pipe.allowed >= 0 && static_cast<std::int64_t>(pipe.up) <= given);
  std::array<char, 65536> taken{};
  std::size_t arrived = 0;
  while (true) {
    auto const count = ::read(host.ends[1], taken.data(), taken.size());
    if (count <= 0 && !pipe.drain()) break;
    arrived += static_cast<std::size_t>(std::max(count, ssize_t{0}));
  }
  require(arrived == pipe.up);
  require(told + arrived <= size);
  frames.flush();
  return 0;
}
