// SPDX-License-Identifier: MIT
#include "protocols/http/readable_body.hpp"

#include <algorithm>
#include <memory>

#include "protocols/stream/channel.hpp"

namespace porthole::http {

std::string ReadableBody::read(std::size_t size) {
  std::string data;
  const auto memory = std::make_unique<std::byte[]>(Channel::buffer_size);
  while (data.size() < size) {
    const std::size_t count = readinto({memory.get(), std::min(Channel::buffer_size, size - data.size())});
    if (count == 0) break;
    data.append(reinterpret_cast<const char*>(memory.get()), count);
  }
  return data;
}

std::string ReadableBody::read() {
  std::string data = read(max_read + 1);
  if (data.size() <= max_read) return data;
  close();
  throw LimitError("the host sent a body of more than " + std::to_string(max_read) +
                   " bytes; read it in parts");
}

std::string ReadableBody::readline(std::size_t limit) {
  std::string line;
  std::byte byte{};
  while (line.size() < limit && readinto({&byte, 1}) == 1) {
    line += static_cast<char>(byte);
    if (byte == std::byte{'\n'}) break;
  }
  return line;
}

std::uint64_t ReadableBody::read_to(const std::function<void(std::string_view)>& use) {
  const auto memory = std::make_unique<std::byte[]>(Channel::buffer_size);
  std::uint64_t total = 0;
  while (const std::size_t count = readinto({memory.get(), Channel::buffer_size})) {
    use({reinterpret_cast<const char*>(memory.get()), count});
    total += count;
  }
  return total;
}

}  // namespace porthole::http
