// SPDX-License-Identifier: MIT
// A whole client against any bytes whatever: several requests on one connection, and its parsers alone.

#include "protocols/http.hpp"

#include <cstdint>

#include "socket/error.hpp"
#include "support/script.hpp"

namespace {

using namespace porthole;

void parse(const std::string& bytes) {
  try {
    http::parse_status_line(bytes);
  } catch (const ProtocolError&) {
    // most bytes are none
  }
  try {
    http::parse_chunk_size(bytes);
  } catch (const ProtocolError&) {
    // nor that
  }
}

void converse(http::HTTPConnection& connection, std::string_view method) {
  http::HeaderList headers;
  if (method == "PUT") headers.emplace_back("Expect", "100-continue");
  connection.request(method, "/", method == "PUT" ? http::RequestBody("body") : http::RequestBody(), headers);
  http::HTTPResponse response = connection.getresponse();
  response.readline(100);
  response.read(7);
  response.read();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  parse(bytes);
  const auto network = test::bytes_network(bytes);
  http::HTTPConnection connection("host.test", 80, {}, *network);
  for (const char* method : {"GET", "PUT", "HEAD", "POST", "GET"}) {
    try {
      converse(connection, method);
    } catch (const ProtocolError&) {
      continue;
    } catch (const error&) {
      continue;
    }
  }
  return 0;
}
