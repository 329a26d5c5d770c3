// SPDX-License-Identifier: MIT
#include "scenario.hpp"

#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace scenario {
namespace {

using namespace porthole;

std::string number_name(const error& failure) {
  switch (failure.number()) {
#define NAME(number) \
  case number:       \
    return #number
    NAME(EACCES);
    NAME(EADDRINUSE);
    NAME(EADDRNOTAVAIL);
    NAME(EAFNOSUPPORT);
    NAME(EAGAIN);
    NAME(EALREADY);
    NAME(EBADF);
    NAME(ECONNABORTED);
    NAME(ECONNREFUSED);
    NAME(ECONNRESET);
    NAME(EDESTADDRREQ);
    NAME(EFAULT);
    NAME(EINPROGRESS);
    NAME(EINVAL);
    NAME(EISCONN);
    NAME(EMSGSIZE);
    NAME(ENETUNREACH);
    NAME(ENOENT);
    NAME(ENOPROTOOPT);
    NAME(ENOTCONN);
    NAME(ENOTDIR);
    NAME(ENOTSOCK);
    NAME(EOPNOTSUPP);
    NAME(EPERM);
    NAME(EPIPE);
    NAME(EPROTONOSUPPORT);
    NAME(EPROTOTYPE);
    NAME(ESOCKTNOSUPPORT);
    NAME(ETIMEDOUT);
#undef NAME
    default:
      return "errno " + std::to_string(failure.number());
  }
}

std::string gai_name(const error& failure) {
  switch (failure.number()) {
#define NAME(number) \
  case number:       \
    return #number
    NAME(EAI_ADDRFAMILY);
    NAME(EAI_AGAIN);
    NAME(EAI_BADFLAGS);
    NAME(EAI_FAIL);
    NAME(EAI_FAMILY);
    NAME(EAI_NONAME);
    NAME(EAI_SERVICE);
    NAME(EAI_SOCKTYPE);
#undef NAME
    default:
      return "EAI " + std::to_string(failure.number());
  }
}

/// Most derived first: a handler for a base would take it.
std::string class_name(const error& failure) {
  if (dynamic_cast<const gaierror*>(&failure) != nullptr) return "gaierror";
  if (dynamic_cast<const porthole::herror*>(&failure) != nullptr) return "herror";
  if (dynamic_cast<const timeout*>(&failure) != nullptr) return "TimeoutError";
  if (dynamic_cast<const BlockingIOError*>(&failure) != nullptr) return "BlockingIOError";
  if (dynamic_cast<const PermissionError*>(&failure) != nullptr) return "PermissionError";
  if (dynamic_cast<const FileNotFoundError*>(&failure) != nullptr) return "FileNotFoundError";
  if (dynamic_cast<const ConnectionRefusedError*>(&failure) != nullptr) return "ConnectionRefusedError";
  if (dynamic_cast<const ConnectionResetError*>(&failure) != nullptr) return "ConnectionResetError";
  if (dynamic_cast<const ConnectionAbortedError*>(&failure) != nullptr) return "ConnectionAbortedError";
  if (dynamic_cast<const BrokenPipeError*>(&failure) != nullptr) return "BrokenPipeError";
  return "OSError";
}

std::string with(const char* name, const std::exception& failure, bool with_text) {
  return with_text ? std::string(name) + ": " + failure.what() : name;
}

}  // namespace

std::string canonical(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c >= ' ' && c <= '~' && c != '\'' && c != '\\') {
      out += c;
    } else {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
      out += escaped;
    }
  }
  return out + "'";
}
std::string canonical(const std::string& text) {
  return canonical(std::string_view(text));
}
std::string canonical(const char* text) {
  return canonical(std::string_view(text));
}
std::string canonical(bool value) {
  return value ? "True" : "False";
}
std::string canonical(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}
std::string canonical(const Address& address) {
  if (address.empty()) return "None";
  if (address.is_path()) return canonical(address.path());
  const int port = address.port();
  std::string out = "(" + canonical(address.host()) + ", " + (port >= 32768 ? "PORT" : std::to_string(port));
  if (address.host().find(':') != std::string::npos) {
    out += ", " + std::to_string(address.flowinfo()) + ", " + std::to_string(address.scope_id());
  }
  return out + ")";
}
std::string canonical(const Timeout& timeout) {
  return timeout ? canonical(timeout->count()) : "None";
}
std::string canonical(const Socket& socket) {
  return "<socket family=" + std::to_string(socket.family()) + " type=" + std::to_string(socket.type()) +
         " proto=" + std::to_string(socket.proto()) + (socket.fileno() < 0 ? " closed>" : ">");
}

std::string current_error(bool with_text) {
  try {
    throw;
  } catch (const gaierror& failure) {
    return "gaierror " + gai_name(failure);
  } catch (const porthole::herror& failure) {
    return "herror " + std::to_string(failure.number());
  } catch (const error_group& group) {
    std::string out = "ExceptionGroup";
    for (const error& failure : group.errors()) out += " " + number_name(failure);
    return out;
  } catch (const error& failure) {
    if (failure.number() != 0) return class_name(failure) + " " + number_name(failure);
    return class_name(failure) + ": " +
           (class_name(failure) == "TimeoutError" ? "timed out" : failure.what());
  } catch (const std::overflow_error& failure) {
    return with("OverflowError", failure, with_text);
  } catch (const std::invalid_argument& failure) {
    return with("ValueError", failure, with_text);
  } catch (const std::out_of_range&) {
    return "KeyError";
  } catch (const std::exception& failure) {
    return std::string("unexpected: ") + failure.what();
  }
}

void line(std::string_view label, std::string_view text) {
  std::printf("%.*s: %.*s\n", static_cast<int>(label.size()), label.data(), static_cast<int>(text.size()),
              text.data());
}

std::pair<Socket, Socket> tcp_pair() {
  Socket listener = create_server({"127.0.0.1", 0});
  Socket client = create_connection(listener.getsockname());
  Socket server = listener.accept().first;
  return {std::move(client), std::move(server)};
}

Socket udp_socket() {
  Socket socket(AF_INET, SOCK_DGRAM);
  socket.bind({"127.0.0.1", 0});
  return socket;
}

bool took_about(double least, const std::function<void()>& call) {
  const auto start = std::chrono::steady_clock::now();
  call();
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  return spent.count() >= least && spent.count() < least + 5;
}

std::string receive_exactly(Socket& socket, std::size_t size) {
  std::string out;
  while (out.size() < size) {
    const std::string piece = socket.recv(static_cast<std::ptrdiff_t>(size - out.size()));
    if (piece.empty()) break;
    out += piece;
  }
  return out;
}

int free_port() {
  Socket socket;
  socket.bind({"127.0.0.1", 0});
  return socket.getsockname().port();
}

}  // namespace scenario
