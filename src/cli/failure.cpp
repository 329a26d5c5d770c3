// SPDX-License-Identifier: MIT
#include "cli/failure.hpp"

#include "protocols/stream/error.hpp"
#include "socket/error.hpp"

namespace porthole::cli {

int exit_status(const std::exception& problem) {
  if (const auto* failure = dynamic_cast<const Failure*>(&problem)) return failure->status();
  if (dynamic_cast<const gaierror*>(&problem) != nullptr) return Status::name_not_found;
  if (dynamic_cast<const timeout*>(&problem) != nullptr) return Status::timed_out;
  if (const auto* network = dynamic_cast<const error*>(&problem)) {
    if (network->call().starts_with("connect")) return Status::cannot_connect;
    return network->call().starts_with("send") ? Status::send_failed : Status::receive_failed;
  }
  if (dynamic_cast<const EOFError*>(&problem) != nullptr) return Status::receive_failed;
  if (dynamic_cast<const ProtocolError*>(&problem) != nullptr) return Status::weird_reply;
  if (dynamic_cast<const std::invalid_argument*>(&problem) != nullptr) return Status::usage;
  return Status::failed;
}

}  // namespace porthole::cli
