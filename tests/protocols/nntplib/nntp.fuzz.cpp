// SPDX-License-Identifier: MIT
// A whole client against any bytes whatever.

#include <cstdint>

#include "protocols/nntplib.hpp"
#include "socket/error.hpp"
#include "support/script.hpp"

namespace {

/// Errors of the protocol and, once the connection is closed, of the network; nothing else.
template <class Work>
void attempt(const Work& work) {
  try {
    work();
  } catch (const porthole::ProtocolError&) {
    return;
  } catch (const porthole::error&) {
    return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole;
  using namespace porthole::nntplib;
  const auto network = test::bytes_network({reinterpret_cast<const char*>(data), size});
  attempt([&] {
    NNTP news("fuzz.test", NNTP_PORT, {}, *network);
    attempt([&] { news.getcapabilities(); });
    attempt([&] { news.login("a", "b"); });
    attempt([&] { news.list(); });
    attempt([&] { news.group("a"); });
    attempt([&] { news.listgroup("a"); });
    attempt([&] { news.over({1, 9}); });
    attempt([&] { news.hdr("subject", ArticleRange{1}); });
    attempt([&] { (void)news.article(1).article.text(); });
    attempt([&] { news.stat(); });
    attempt([&] { news.date(); });
    attempt([&] { news.newnews("*", {}); });
    attempt([&] { news.post("a"); });
    attempt([&] { news.quit(); });
  });
  return 0;
}
