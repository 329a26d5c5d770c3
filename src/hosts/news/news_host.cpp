// SPDX-License-Identifier: MIT
#include "hosts/news/news_host.hpp"

#include "hosts/news/news_session.hpp"

namespace porthole::hosts {

std::unique_ptr<Session> NewsHost::greet(Outbox& out) {
  return std::make_unique<NewsSession>(store_, out);
}

}  // namespace porthole::hosts
