// SPDX-License-Identifier: MIT
#include "cli/trace_reader.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <string_view>
#include <utility>

#include "cli/failure.hpp"
#include "cli/json.hpp"

namespace porthole::cli {
namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

bool sends(std::string_view name) {
  return is_one_of(name, {"send", "sendto", "sendmsg", "sendmmsg", "sendfile", "write", "writev"});
}

bool receives(std::string_view name) {
  return is_one_of(name, {"recv", "recvfrom", "recvmsg", "recvmmsg", "read", "readv"});
}

std::string from_hex(const std::string& digits) {
  std::string bytes;
  const auto value = [](char digit) {
    constexpr std::string_view all = "0123456789abcdef";
    const auto at = all.find(digit);
    if (at == std::string_view::npos) throw Failure("bytes that are not hexadecimal", usage_status);
    return static_cast<int>(at);
  };
  if (digits.size() % 2 != 0) throw Failure("bytes with half a byte", usage_status);
  for (std::size_t at = 0; at < digits.size(); at += 2)
    bytes += static_cast<char>(value(digits[at]) * 16 + value(digits[at + 1]));
  return bytes;
}

/// An argument or a result as words.
std::string words(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

class Reader {
 public:
  void take(const Json& call) {
    const std::string name = call.at("name");
    const Json& args = call.at("args");
    const Json& result = call.at("result");
    const long long process = call.value("process", 0LL);
    if (is_one_of(name, {"socket", "accept", "accept4", "dup", "dup2", "dup3", "fcntl F_DUPFD"})) {
      make(name, process, call);
      return;
    }
    if (!args.is_array() || args.empty() || !args[0].is_number_integer()) return;
    const auto found = open_.find({process, args[0].get<long long>()});
    if (found == open_.end()) return;
    Connection& connection = connections_[found->second];
    if (sends(name) || receives(name)) {
      transfer(connection, name, call);
    } else if (name == "close") {
      const std::size_t closed = found->second;
      open_.erase(found);
      if (std::ranges::none_of(open_, [closed](const auto& entry) { return entry.second == closed; }))
        say(connection, "close", result);
    } else if (is_one_of(name, {"connect", "shutdown", "listen"})) {
      say(connection, name + ' ' + (args.size() > 1 ? words(args[1]) : ""), result);
    } else if (is_one_of(name, {"setsockopt", "fcntl", "ioctl"})) {
      std::string option = name;
      for (std::size_t index = 1; index < args.size(); ++index) option += ' ' + words(args[index]);
      if (option.find("GETFL") == std::string::npos && option.find("FIONREAD") == std::string::npos)
        say(connection, option, result);
    } else if (name == "bind") {
      say(connection, "bind", result);
    }
  }

  std::vector<Connection> connections() {
    std::vector<Connection> used;
    for (Connection& connection : connections_)
      if (!(connection == Connection{})) used.push_back(std::move(connection));
    return used;
  }

 private:
  /// A new descriptor: of a new connection, or of the one that was copied.
  void make(const std::string& name, long long process, const Json& call) {
    const Json& result = call.at("result");
    const Json& args = call.at("args");
    if (!result.is_number_integer()) return;
    const std::pair key(process, result.get<long long>());
    if (name.starts_with("dup") || name.starts_with("fcntl")) {
      const auto found = open_.find({process, args.at(0).get<long long>()});
      if (found != open_.end()) open_[key] = found->second;
      return;
    }
    open_[key] = connections_.size();
    Connection& connection = connections_.emplace_back();
    if (name == "socket")
      say(connection, "socket " + words(args.at(0)) + ' ' + kind_of_socket(words(args.at(1))), 0);
    else
      say(connection, "accept", 0);
  }

  /// Without what the descriptor inherits: that belongs to the platform.
  static std::string kind_of_socket(const std::string& type) { return type.substr(0, type.find('|')); }

  static void say(Connection& connection, const std::string& what, const Json& result) {
    const std::string ending = result.is_string() ? ": " + words(result) : "";
    connection.said.push_back(what + ending);
  }

  /// One that would have had to wait moved nothing.
  static void transfer(Connection& connection, const std::string& name, const Json& call) {
    const Json& result = call.at("result");
    if (result.is_string()) {
      if (!is_one_of(words(result), {"EAGAIN", "EWOULDBLOCK", "EINTR"}))
        say(connection, sends(name) ? "send" : "recv", result);
      return;
    }
    if (result.get<long long>() == 0) {
      if (receives(name)) say(connection, "end of what the peer sends", 0);
      return;
    }
    // A look ahead moves nothing.
    if (call.at("args").size() > 2 && words(call["args"][2]).find("MSG_PEEK") != std::string::npos) return;
    if (name == "sendto" && call["args"].size() > 3) {
      const std::string to = "send to " + words(call["args"][3]);
      if (connection.said.back() != to) say(connection, to, 0);
    }
    const std::string bytes = from_hex(call.value("bytes", ""));
    // Those of several messages say how many messages.
    if (!name.ends_with("mmsg") && bytes.size() < result.get<unsigned long long>())
      throw Failure("bytes were left out: record it with --trace-bytes all", usage_status);
    (sends(name) ? connection.sent : connection.received) += bytes;
  }

  std::vector<Connection> connections_;
  std::map<std::pair<long long, long long>, std::size_t> open_;
};

}  // namespace

std::vector<Connection> read_trace(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw Failure("open " + file + ": " + std::strerror(errno), usage_status);
  Reader reader;
  std::string line;
  unsigned long long number = 0;
  const auto where = [&] { return file + ':' + std::to_string(number) + ": "; };
  try {
    while (std::getline(stream, line)) {
      const Json object = Json::parse(line);
      if (++number > 1) {
        reader.take(object);
      } else if (object.value("trace", "") != "porthole" || object.value("version", 0) != 1) {
        throw Failure("this version of porthole cannot read it", usage_status);
      }
    }
  } catch (const Json::exception&) {
    if (number == 0)
      throw Failure(where() + "no trace in JSON: record it with porthole --trace=FILE --trace-format json",
                    usage_status);
    throw Failure(where() + "no call: " + line.substr(0, 60), usage_status);
  } catch (const Failure& problem) {
    throw Failure(where() + problem.what(), usage_status);
  }
  if (number == 0) throw Failure(file + ": empty", usage_status);
  return reader.connections();
}

}  // namespace porthole::cli
