// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdio>

/// What the programs measured have in common; python.py has a twin of it.
namespace bench {

inline constexpr std::size_t total = std::size_t{64} << 20;  ///< bytes moved each way; the peer knows it too
inline constexpr std::size_t block = 65536;
inline constexpr std::size_t small_block = 1024;
inline constexpr std::size_t small_total = total / 16;
inline constexpr int round_trips = 5000;
inline constexpr int connections = 1000;
inline constexpr int backlog = 1024;  ///< all of them may wait: a full queue costs a second each time
inline constexpr double limit = 10;   ///< seconds, where a timeout is set

// The first byte tells the peer what to be.
inline constexpr char sink = 'S', source = 'C', echo = 'E', caller = 'A';

template <class Work>
double seconds_of(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Prints a line for compare.py.
inline void print(const char* name, double value) {
  std::printf("%s\t%.3f\n", name, value);
}
inline void print_speed(const char* name, std::size_t bytes, double seconds) {
  print(name, static_cast<double>(bytes) / 1e6 / seconds);
}
inline void print_round_trip(const char* name, double seconds) {
  print(name, seconds * 1e6 / round_trips);
}
inline void print_rate(const char* name, double seconds) {
  print(name, connections / seconds);
}

}  // namespace bench
