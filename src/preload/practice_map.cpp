// SPDX-License-Identifier: MIT
#include "preload/practice_map.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace porthole {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view next_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
  const std::string_view word = rest.substr(0, rest.find_first_of(blanks));
  rest.remove_prefix(word.size());
  return word;
}

template <typename Number>
bool number(std::string_view word, Number& value) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc{} && end == word.data() + word.size();
}

bool port_number(std::string_view word, std::uint16_t& port) {
  return number(word, port) && port != 0;
}

bool dotted(std::string_view word, std::uint32_t& address) {
  address = 0;
  for (int part = 0; part < 4; ++part) {
    const std::string_view digits = word.substr(0, word.find('.'));
    std::uint8_t byte = 0;
    if (!number(digits, byte)) return false;
    address = address << 8 | byte;
    word.remove_prefix(std::min(digits.size() + 1, word.size()));
  }
  return word.empty();
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view without_final_dot(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

std::size_t read_file(const char* path, std::span<char> buffer) {
  const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::string_view::npos;
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    const ssize_t count = ::read(fd, buffer.data() + filled, buffer.size() - filled);
    if (count <= 0) break;
    filled += static_cast<std::size_t>(count);
  }
  ::close(fd);
  return filled;
}

}  // namespace

bool is_practice_name(std::string_view name) {
  name = without_final_dot(name);
  return name.size() > 5 && same_name(name.substr(name.size() - 5), ".test");
}

bool PracticeMap::add(std::string_view line) {
  PracticeService service;
  const std::string_view name = next_word(line);
  if (count_ == capacity || name.empty() || name.size() >= service.name.size()) return false;
  std::ranges::copy(name, service.name.begin());
  if (!dotted(next_word(line), service.address) || !port_number(next_word(line), service.port) ||
      !port_number(next_word(line), service.target) || !next_word(line).empty())
    return false;
  services_[count_++] = service;
  return true;
}

PracticeMap PracticeMap::parse(std::string_view text) {
  PracticeMap map;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    map.add(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return map;
}

bool PracticeMap::load(const char* path, PracticeMap& map) {
  std::array<char, 8192> buffer{};
  const std::size_t size = read_file(path, buffer);
  if (size == std::string_view::npos) {
    map = {};
    return false;
  }
  map = parse({buffer.data(), size});
  return true;
}

std::string_view PracticeMap::default_path(std::span<char> buffer) {
  std::size_t used = 0;
  const auto add = [&](std::string_view part) {
    if (used + part.size() >= buffer.size()) return false;
    std::ranges::copy(part, buffer.begin() + static_cast<std::ptrdiff_t>(used));
    used += part.size();
    buffer[used] = '\0';
    return true;
  };
  const auto set = [](const char* variable) -> std::string_view {
    const char* value = std::getenv(variable);
    return value == nullptr ? "" : value;
  };
  bool fits = true;
  if (const auto path = set("PORTHOLE_PRACTICE_MAP"); !path.empty())
    fits = add(path);
  else if (const auto state = set("XDG_STATE_HOME"); !state.empty())
    fits = add(state) && add("/porthole/practice.map");
  else if (const auto home = set("HOME"); !home.empty())
    fits = add(home) && add("/.local/state/porthole/practice.map");
  return fits ? std::string_view(buffer.data(), used) : std::string_view();
}

const PracticeService* PracticeMap::named(std::string_view name) const {
  name = without_final_dot(name);
  const auto all = services();
  const auto found =
      std::ranges::find_if(all, [&](const auto& service) { return same_name(service.host(), name); });
  return found == all.end() ? nullptr : &*found;
}

const PracticeService* PracticeMap::at(std::uint32_t address) const {
  const auto all = services();
  const auto found = std::ranges::find(all, address, &PracticeService::address);
  return found == all.end() ? nullptr : &*found;
}

const PracticeService* PracticeMap::at(std::uint32_t address, std::uint16_t port) const {
  const auto all = services();
  const auto found = std::ranges::find_if(
      all, [&](const auto& service) { return service.address == address && service.port == port; });
  return found == all.end() ? nullptr : &*found;
}

const PracticeService* PracticeMap::behind(std::uint16_t target) const {
  const auto all = services();
  const auto found = std::ranges::find(all, target, &PracticeService::target);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace porthole
