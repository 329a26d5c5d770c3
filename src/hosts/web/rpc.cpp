// SPDX-License-Identifier: MIT
// /RPC2: a few functions to call, and the three by which XML-RPC servers tell of themselves.

#include <algorithm>
#include <array>

#include "hosts/web/site.hpp"
#include "protocols/xmlrpc/marshal.hpp"

namespace porthole::hosts {
namespace {

using xmlrpc::Array;
using xmlrpc::Fault;
using xmlrpc::Struct;
using xmlrpc::Value;

// The numbers that XML-RPC servers agreed on (xmlrpc-epi, "Specification for Fault Code Interoperability").
constexpr int no_xml = -32700;
constexpr int no_method = -32601;
constexpr int bad_params = -32602;

constexpr int most_sum = 1'000'000;

void need(const Array& params, std::size_t count) {
  if (params.size() != count)
    throw Fault(bad_params, "this method takes " + std::to_string(count) + " parameters");
}

Value greet(const Array& params) {
  need(params, 1);
  return "Hello, " + params[0].as_string() + "! 你好，" + params[0].as_string() + "！";
}

Value sum(const Array& params) {
  std::int64_t total = 0;
  for (const Value& value : params) {
    if (value.as_int() > most_sum || value.as_int() < -most_sum) throw Fault(1, "too large to be added here");
    total += value.as_int();
  }
  return total;
}

Value echo(const Array& params) {
  need(params, 1);
  return params[0];
}

Value count_bytes(const Array& params) {
  need(params, 1);
  std::array<std::int64_t, 256> counts{};
  const std::string& data = params[0].as_binary();
  for (const char c : data) ++counts.at(static_cast<unsigned char>(c));
  const auto different = std::ranges::count_if(counts, [](std::int64_t count) { return count > 0; });
  return Struct{{"size", static_cast<std::int64_t>(data.size())}, {"different", std::int64_t{different}}};
}

Value list_methods(const Array& params);
Value method_help(const Array& params);
Value method_signature(const Array& params);

struct Method {
  std::string_view name;
  Value (*work)(const Array&);
  std::string_view help;
  std::string_view signature;
};

constexpr auto methods = std::to_array<Method>({
    {"count_bytes", count_bytes, "Counts bytes, and how many different ones.", "struct base64"},
    {"echo", echo, "Gives its parameter back, whatever it is.", "undef undef"},
    {"greet", greet, "Greets by name, in two languages.", "string string"},
    {"sum", sum, "Adds integers.", "int int int"},
    {"system.listMethods", list_methods, "Names all methods.", "array"},
    {"system.methodHelp", method_help, "Tells what a method does.", "string string"},
    {"system.methodSignature", method_signature, "Tells a method's types, the result's first.",
     "array string"},
});

const Method& method_named(std::string_view name) {
  const auto found = std::ranges::find(methods, name, &Method::name);
  if (found == methods.end()) throw Fault(no_method, "there is no method " + std::string(name));
  return *found;
}

Value list_methods(const Array& params) {
  need(params, 0);
  Array names;
  for (const Method& method : methods) names.emplace_back(std::string(method.name));
  return names;
}

Value method_help(const Array& params) {
  need(params, 1);
  return std::string(method_named(params[0].as_string()).help);
}

Value method_signature(const Array& params) {
  need(params, 1);
  Array types;
  std::string_view rest = method_named(params[0].as_string()).signature;
  while (!rest.empty()) {
    const std::string_view type = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(type.size() + 1, rest.size()));
    types.emplace_back(std::string(type));
  }
  Array signatures;
  signatures.emplace_back(std::move(types));
  return signatures;
}

std::string respond(const std::string& body) {
  xmlrpc::Document call;
  try {
    call = xmlrpc::loads(body);
  } catch (const ProtocolError& problem) {
    return xmlrpc::dumps(Fault(no_xml, problem.what()));
  }
  try {
    return xmlrpc::dumps_response(method_named(call.methodname).work(call.params));
  } catch (const Fault& fault) {
    return xmlrpc::dumps(fault);
  } catch (const xmlrpc::ResponseError&) {
    return xmlrpc::dumps(Fault(bad_params, "a parameter is of the wrong type"));
  }
}

}  // namespace

WebPage rpc_page(const std::string& body) {
  return {.type = "text/xml", .body = respond(body)};
}

}  // namespace porthole::hosts
