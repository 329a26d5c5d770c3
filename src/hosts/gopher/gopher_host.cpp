// SPDX-License-Identifier: MIT
#include "hosts/gopher/gopher_host.hpp"

#include "hosts/gopher/gopher_hole.hpp"

namespace porthole::hosts {
namespace {

/// One question, one answer, and the connection ends.
class GopherSession : public Session {
 public:
  void received(std::string& input, Outbox& out) override {
    const std::size_t end = input.find('\n');
    if (end == std::string::npos && input.size() <= GopherHost::longest_request) return;
    if (end == std::string::npos || end > GopherHost::longest_request + 1) {
      out.write("3The request is too long\t\terror.host\t1\r\n.\r\n");
    } else {
      std::string_view line = std::string_view(input).substr(0, end);
      if (line.ends_with('\r')) line.remove_suffix(1);
      const std::size_t tab = std::min(line.find('\t'), line.size());
      std::string_view query = line.substr(std::min(tab + 1, line.size()));
      query = query.substr(0, query.find('\t'));  // what Gopher+ clients add
      out.write(gopher_answer(line.substr(0, tab), query));
    }
    input.clear();
    out.finish();
  }
};

}  // namespace

std::unique_ptr<Session> GopherHost::greet(Outbox& /*out*/) {
  return std::make_unique<GopherSession>();
}

}  // namespace porthole::hosts
