// SPDX-License-Identifier: MIT
#include "hosts/session.hpp"

namespace porthole::hosts {

void Outbox::sent(std::size_t count) {
  sent_ += count;
  if (sent_ == bytes_.size()) {
    bytes_.clear();
    sent_ = 0;
  } else if (sent_ >= high_water) {
    bytes_.erase(0, sent_);
    sent_ = 0;
  }
}

}  // namespace porthole::hosts
