// SPDX-License-Identifier: MIT
// protocol: HTTP
// title: XML-RPC
// title.zh: XML-RPC 远程调用
// blurb: Ask a host which methods it has, and call them with numbers, text, bytes and structures.
// blurb.zh: 询问主机有哪些方法，再用数字、文本、字节和结构去调用它们。
// usage: xmlrpc_client [URL [NAME]]
// page: http://www.test/RPC2 "世界"

#include <exception>
#include <iostream>
#include <string>

#include "protocols/xmlrpc.hpp"

using namespace porthole;
using xmlrpc::repr;

int main(int argc, char** argv) {
  const std::string url = argc > 1 ? argv[1] : "http://www.test/RPC2";
  const std::string name = argc > 2 ? argv[2] : "world";
  try {
    xmlrpc::ServerProxy server(url, seconds(30));

    const xmlrpc::Value methods = server("system.listMethods");
    std::cout << "The host's methods:\n";
    for (const xmlrpc::Value& method : methods.as_array()) {
      std::cout << "  " << method.as_string() << ": ";
      std::cout << server("system.methodHelp", method).as_string() << '\n';
    }

    // Each call is one POST of XML, and its answer is XML again; here both are values.
    std::cout << "sum(1, 2, 39) = " << server("sum", 1, 2, 39).as_int() << '\n';
    std::cout << "greet = " << server("greet", name).as_string() << '\n';
    std::cout << "count_bytes = " << repr(server("count_bytes", xmlrpc::Binary{std::string(300, 'x')}))
              << '\n';
    const xmlrpc::Struct book = {{"title", "三体"}, {"year", 2008}, {"read", true}};
    std::cout << "echo = " << repr(server("echo", book)) << '\n';

    // What the host cannot do is a Fault.
    server("no_such_method");
  } catch (const xmlrpc::Fault& fault) {
    std::cout << "Fault " << fault.faultCode() << ": " << fault.faultString() << '\n';
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
