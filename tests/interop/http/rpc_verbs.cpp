// SPDX-License-Identifier: MIT
// XML-RPC against Python's xmlrpc.server.

#include "protocols/xmlrpc.hpp"
#include "verbs.hpp"

using namespace porthole;
using xmlrpc::Value;

void rpc_verbs(const std::string& url) {
  xmlrpc::ServerProxy server(url, seconds(60));
  std::string names;
  const Value methods = server("system.listMethods");
  for (const Value& name : methods.as_array()) names += name.as_string() + ' ';
  expect("the methods", names,
         "add echo refuse system.listMethods system.methodHelp system.methodSignature ");
  expect("a method's help", server("system.methodHelp", "add").as_string(), "Adds.");
  proved("introspection");

  expect("a sum", server("add", 2, 40).as_int(), 42);
  proved("methodCall");

  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  xmlrpc::Array list;
  list.emplace_back(-1);
  list.emplace_back("<三体> & ]]>\n");
  list.emplace_back(xmlrpc::Binary{every});
  const std::vector<Value> values = {true,        0.125,
                                     Value(),     -1 - 0x7fffffff,
                                     "",          xmlrpc::DateTime{"20261123T02:15:00"},
                                     Value(list), xmlrpc::Struct{{"a", 1}, {"名", Value(list)}}};
  for (const Value& value : values)
    expect("an echo", xmlrpc::repr(server("echo", value)), xmlrpc::repr(value));
  proved("every type");

  try {
    server("refuse");
    throw std::runtime_error("there was no fault");
  } catch (const xmlrpc::Fault& fault) {
    expect("a fault's code", fault.faultCode(), 7);
    expect("a fault's text", fault.faultString(), "不行 & no");
  }
  proved("fault");
}
