// SPDX-License-Identifier: MIT
// `porthole http rpc URL METHOD ARGS...`

#include <algorithm>
#include <charconv>
#include <csignal>
#include <memory>

#include "cli/failure.hpp"
#include "cli/http/fetch.hpp"
#include "cli/http/http.hpp"
#include "cli/json.hpp"
#include "protocols/email/base64.hpp"
#include "protocols/xmlrpc.hpp"

namespace porthole::cli {
namespace {

using xmlrpc::Value;

struct RpcOptions {
  std::string url;
  std::string method;
  std::vector<std::string> params;
  Reach reach;
  Account account;
};

/// JSON's values as XML-RPC's.
Value from_json(const Json& json) {
  if (json.is_null()) return {};
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) {
    xmlrpc::Array values;
    for (const Json& each : json) values.push_back(from_json(each));
    return values;
  }
  xmlrpc::Struct members;
  for (const auto& [name, value] : json.items()) members.push_back({name, from_json(value)});
  return members;
}

struct ToJson {
  Json operator()(std::monostate /*nil*/) const { return nullptr; }
  Json operator()(const xmlrpc::DateTime& value) const { return value.value; }
  Json operator()(const xmlrpc::Binary& value) const { return {{"base64", email::b64encode(value.data)}}; }
  Json operator()(const xmlrpc::Array& values) const {
    Json all = Json::array();
    for (const Value& each : values) all.push_back(std::visit(*this, each.any()));
    return all;
  }
  Json operator()(const xmlrpc::Struct& members) const {
    Json all = Json::object();
    for (const auto& [name, value] : members) all[name] = std::visit(*this, value.any());
    return all;
  }
  Json operator()(const auto& plain_value) const { return plain_value; }
};

/// An argument that is JSON is its value; anything else is text.
Value parameter(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? Value(text) : from_json(json);
}

/// The URL with the account in it, where one was given.
std::string with_account(std::string url, Account& account) {
  account.complete();
  if (!account.given()) return url;
  urllib::SplitResult parts = urllib::urlsplit(url);
  parts.netloc.erase(0, parts.netloc.rfind('@') + 1);
  parts.netloc =
      urllib::quote(account.user, "") + ':' + urllib::quote(account.password, "") + '@' + parts.netloc;
  return urllib::urlunsplit(parts);
}

void call(RpcOptions& options) {
  const std::string url = with_account(checked_url("http rpc", options.url), options.account);
  const auto network = options.reach.network();
  xmlrpc::Array params;
  for (const std::string& text : options.params) params.push_back(parameter(text));
  xmlrpc::ServerProxy server(url, options.reach.timeout_value(), *network);
  print_json(std::visit(ToJson{}, server.call(options.method, params).any()));
}

}  // namespace

void add_rpc(CLI::App& http, Commands& commands) {
  const auto options = std::make_shared<RpcOptions>();
  auto* rpc = http.add_subcommand("rpc", "Call a method by XML-RPC; the result is printed as JSON");
  rpc->add_option("URL", options->url, "Where the methods are")->required()->option_text(plain);
  rpc->add_option("METHOD", options->method, "Its name (system.listMethods)")->required()->option_text(plain);
  rpc->add_option("ARGS", options->params, "JSON, or text where it is none")->option_text("...");
  add_reach(*rpc, options->reach);
  add_account(*rpc, options->account);
  commands.add(rpc, [options] {
    std::signal(SIGPIPE, SIG_IGN);
    return with_failures("http rpc", options->url, [&] { call(*options); });
  });
}

}  // namespace porthole::cli
