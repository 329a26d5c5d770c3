// SPDX-License-Identifier: MIT
// The IMAP practice host against a client that says anything, in pieces, logged in or not.

#include "hosts/imap/imap_host.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole::hosts;
  if (size < 2) return 0;
  ImapHost host(std::make_shared<MailWorld>());
  Outbox out;
  const auto session = host.greet(out);
  std::string input;
  if ((data[0] & 1U) != 0) input = "a LOGIN learner secret\r\nb SELECT INBOX\r\n";
  const std::size_t step = 1 + data[1];
  for (std::size_t at = 2; at < size && !out.finished(); at += step) {
    input.append(reinterpret_cast<const char*>(data) + at, std::min(step, size - at));
    session->received(input, out);
    for (int turns = 0; out.refill_at() && turns < 1000; ++turns) {
      out.sent(out.waiting().size());
      out.clear_refill();
      session->refill(out);
    }
    out.sent(out.waiting().size());
  }
  return 0;
}
