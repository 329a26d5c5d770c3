// SPDX-License-Identifier: MIT
#include "support/peers.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace porthole::test {
namespace {

std::string variable(std::string_view behaviour) {
  std::string name = "PORTHOLE_PEER_";
  for (const char c : behaviour) name += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return name;
}

}  // namespace

bool has_peer(std::string_view behaviour) {
  return std::getenv(variable(behaviour).c_str()) != nullptr;
}

Address peer(std::string_view behaviour) {
  const std::string name = variable(behaviour);
  const char* value = std::getenv(name.c_str());
  const std::string text = value != nullptr ? value : "";
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) throw std::runtime_error(name + "=HOST:PORT is not in the environment");
  return {text.substr(0, colon), std::stoi(text.substr(colon + 1))};
}

Socket dial(std::string_view behaviour) {
  Socket socket;
  socket.connect(peer(behaviour));
  return socket;
}

std::string pattern(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<char>(i % 251);
  return bytes;
}

}  // namespace porthole::test
