// SPDX-License-Identifier: MIT
#include "protocols/xmlrpc/server_proxy.hpp"

#include <stdexcept>

#include "protocols/urllib.hpp"

namespace porthole::xmlrpc {

struct Where {
  explicit Where(const std::string& uri) : url(urllib::urlsplit(uri)) {
    if (url.scheme != "http") throw std::invalid_argument("XML-RPC goes over http:// here");
    host = url.hostname();
    if (host.empty()) throw std::invalid_argument("there is no host");
    port = url.port().value_or(http::HTTP_PORT);
    path = url.path.empty() ? "/RPC2" : url.path;
    if (!url.query.empty()) path += '?' + url.query;
    if (const auto user = url.username())
      authorization =
          urllib::basic_authorization(urllib::unquote(*user), urllib::unquote(url.password().value_or("")));
    url.netloc.erase(0, url.netloc.rfind('@') + 1);
  }

  urllib::SplitResult url;
  std::string host;
  int port = http::HTTP_PORT;
  std::string path;
  std::string authorization;
};

ProtocolError::ProtocolError(const std::string& url, int code, const std::string& message)
    : porthole::ProtocolError(url + " answered with status " + std::to_string(code) + ": " + message),
      code_(code) {}

ServerProxy::ServerProxy(const std::string& uri, Timeout timeout, Network& network)
    : ServerProxy(Where(uri), timeout, network) {}

ServerProxy::ServerProxy(const Where& where, Timeout timeout, Network& network)
    : url_(urllib::urlunsplit(where.url)),
      path_(where.path),
      headers_({{"Content-Type", "text/xml"}, {"User-Agent", "porthole"}}),
      http_(where.host, where.port, timeout, network) {
  if (!where.authorization.empty()) headers_.emplace_back("Authorization", where.authorization);
}

Value ServerProxy::call(std::string_view method, const Array& params) {
  const std::string request = dumps(params, method);
  http_.request("POST", path_, request, headers_);
  http::HTTPResponse response = http_.getresponse();
  if (response.status() != 200) throw ProtocolError(url_, response.status(), http::shown(response.reason()));
  std::string body = response.read(max_document + 1);
  Document document = loads(body);
  if (!document.methodname.empty()) throw ResponseError("the host answered with a call");
  if (document.params.size() != 1) throw ResponseError("the host's answer does not hold one value");
  return std::move(document.params.front());
}

}  // namespace porthole::xmlrpc
