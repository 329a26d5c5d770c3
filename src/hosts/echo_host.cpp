// SPDX-License-Identifier: MIT
#include "hosts/echo_host.hpp"

namespace porthole::hosts {
namespace {

class EchoSession : public Session {
 public:
  void received(std::string& input, Outbox& out) override {
    out.write(input);
    input.clear();
  }
};

}  // namespace

std::unique_ptr<Session> EchoHost::greet(Outbox& /*out*/) {
  return std::make_unique<EchoSession>();
}

}  // namespace porthole::hosts
