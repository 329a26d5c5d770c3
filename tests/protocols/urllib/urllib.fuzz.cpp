// SPDX-License-Identifier: MIT
// URLs taken apart and joined, and a URL opened against any bytes whatever, redirects included.

#include "protocols/urllib.hpp"

#include <cstdint>

#include "socket/error.hpp"
#include "support/script.hpp"

namespace {

void parse(std::string_view text) {
  using namespace porthole::urllib;
  const std::size_t half = text.size() / 2;
  try {
    const SplitResult parts = urlsplit(text);
    if (urlsplit(urlunsplit(parts)).netloc != parts.netloc && !parts.netloc.empty()) __builtin_trap();
    static_cast<void>(parts.hostname());
    static_cast<void>(parts.port());
    urljoin(text.substr(0, half), text.substr(half));
  } catch (const std::invalid_argument&) {
    // most bytes are no URL
  }
  if (unquote(quote(text)) != text) __builtin_trap();
  try {
    if (parse_qsl(text).size() > 10000) __builtin_trap();
  } catch (const std::invalid_argument&) {
    return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  parse(bytes);
  const auto network = test::bytes_network(bytes);
  try {
    urllib::Response response = urllib::urlopen("http://host.test/", {.network = network.get()});
    response.readline();
    response.read();
  } catch (const ProtocolError&) {
    return 0;
  } catch (const error&) {
    return 0;
  }
  return 0;
}
