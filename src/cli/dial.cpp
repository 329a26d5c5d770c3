// SPDX-License-Identifier: MIT
#include "cli/dial.hpp"

#include <stdexcept>

#include "cli/failure.hpp"

namespace porthole::cli {
namespace {

std::vector<AddressInfo> resolve(const std::string& host, int port, const Reach& reach,
                                 const DialStatus& status) {
  try {
    return getaddrinfo(host, port, reach.family, SOCK_STREAM);
  } catch (const gaierror& problem) {
    throw Failure("resolve " + host + ": " + problem.code().message(), status.name);
  } catch (const std::invalid_argument& problem) {
    throw Failure("resolve " + host + ": " + problem.what(), status.name);
  }
}

}  // namespace

Socket dial(const std::string& host, int port, const Reach& reach, const DialStatus& status) {
  const std::string target = "connect " + Address(host, port).to_string() + ": ";
  Failure last(target + "no address", status.name);
  for (const AddressInfo& info : resolve(host, port, reach, status)) {
    try {
      Socket socket(info.family, info.type, info.proto);
      if (reach.timeout) socket.settimeout(*reach.timeout);
      socket.connect(info.address);
      return socket;
    } catch (const timeout&) {
      last = Failure(target + "timed out", status.time);
    } catch (const error& problem) {
      last = Failure(target + problem.code().message(), status.connection);
    }
  }
  throw last;
}

}  // namespace porthole::cli
