// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "protocols/http.hpp"
#include "protocols/xmlrpc/marshal.hpp"

namespace porthole::xmlrpc {

/// The host's answer is not the one that XML-RPC wants: a status other than 200.
class ProtocolError : public porthole::ProtocolError {
 public:
  ProtocolError(const std::string& url, int code, const std::string& message);
  [[nodiscard]] int errcode() const { return code_; }

 private:
  int code_;
};

/// A host's methods, called by name: Python's xmlrpc.client.ServerProxy. The connection is kept from call to
/// call.
///
///     ServerProxy server("http://www.test/RPC2");
///     std::cout << server("sum", 1, 2).as_int();
class ServerProxy {
 public:
  /// http://[USER:PASSWORD@]HOST[:PORT]/PATH; without a path it is /RPC2. Throws std::invalid_argument.
  explicit ServerProxy(const std::string& uri, Timeout timeout = getdefaulttimeout(),
                       Network& network = default_network());

  /// Calls a method and gives what it returns. Throws Fault, ProtocolError, ResponseError, LimitError, what
  /// HTTPConnection throws, and std::invalid_argument for what cannot be sent.
  Value call(std::string_view method, const Array& params = {});
  template <class... Params>
  Value operator()(std::string_view method, Params&&... params) {
    return call(method, Array{Value(std::forward<Params>(params))...});
  }

  void close() noexcept { http_.close(); }

 private:
  ServerProxy(const struct Where& where, Timeout timeout, Network& network);

  std::string url_;
  std::string path_;
  http::HeaderList headers_;
  http::HTTPConnection http_;
};

}  // namespace porthole::xmlrpc
