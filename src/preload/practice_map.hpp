// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace porthole {

/// One service of a practice host: the name, address (host byte order) and port that programs dial, and the
/// unprivileged port of 127.0.0.1 where it really listens.
struct PracticeService {
  std::array<char, 64> name{};
  std::uint32_t address = 0;
  std::uint16_t port = 0;
  std::uint16_t target = 0;

  [[nodiscard]] std::string_view host() const { return name.data(); }
};

/// The practice hosts that run now, as `porthole practice` wrote them down: one line a service,
/// `NAME ADDRESS PORT TARGET_PORT`. A fixed table without allocation, because the interposer reads it inside
/// the calls of foreign programs. Lines that make no sense are passed over, and so is what exceeds the
/// capacity.
class PracticeMap {
 public:
  static constexpr std::size_t capacity = 64;

  /// Reads the lines of `text`.
  static PracticeMap parse(std::string_view text);

  /// Reads the file; false when there is none, and then `map` is empty.
  static bool load(const char* path, PracticeMap& map);

  /// Where the map is: PORTHOLE_PRACTICE_MAP, else porthole/practice.map in XDG_STATE_HOME or ~/.local/state.
  /// Written into `buffer`; empty when neither the variables nor a home are set, or when it does not fit.
  static std::string_view default_path(std::span<char> buffer);

  [[nodiscard]] std::span<const PracticeService> services() const { return {services_.data(), count_}; }

  /// The first service of the host of this name, in any case and with or without a final dot; null when
  /// unknown.
  [[nodiscard]] const PracticeService* named(std::string_view name) const;

  /// The first service at this address, whatever its port; null when no host has the address.
  [[nodiscard]] const PracticeService* at(std::uint32_t address) const;

  /// The service a program means by dialling address and port; null when nothing listens there.
  [[nodiscard]] const PracticeService* at(std::uint32_t address, std::uint16_t port) const;

  /// The service that really listens on this port of 127.0.0.1; null when none does.
  [[nodiscard]] const PracticeService* behind(std::uint16_t target) const;

 private:
  bool add(std::string_view line);

  std::array<PracticeService, capacity> services_{};
  std::size_t count_ = 0;
};

/// True for names below .test, which RFC 6761 reserves: no resolver is ever asked for them.
bool is_practice_name(std::string_view name);

/// True for 198.18.0.0/24, where the practice hosts live (host byte order).
constexpr bool is_practice_address(std::uint32_t address) {
  return (address >> 8) == 0xC61200;
}

}  // namespace porthole
