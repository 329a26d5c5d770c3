// SPDX-License-Identifier: MIT
// Calls and answers from any bytes whatever; what was read is written and read again, and stays the same.

#include "protocols/xmlrpc.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  xmlrpc::Document document;
  try {
    document = xmlrpc::loads(bytes);
  } catch (const ProtocolError&) {
    return 0;
  }
  for (const xmlrpc::Value& value : document.params) {
    const xmlrpc::Document again = xmlrpc::loads(xmlrpc::dumps_response(value));
    if (again.params.size() != 1 || xmlrpc::repr(again.params.front()) != xmlrpc::repr(value))
      __builtin_trap();
  }
  return 0;
}
