// SPDX-License-Identifier: MIT
#pragma once

#include <dlfcn.h>

#include <atomic>

namespace porthole::preload {

/// The next definition of a function behind ours: the C library's, or a sanitizer's that leads there. Looked
/// up at the first call, which may come from another library's constructor, before any of ours ran.
template <typename Signature>
class Real;

template <typename Result, typename... Arguments>
class Real<Result(Arguments...)> {
 public:
  constexpr explicit Real(const char* name) : name_(name) {}

  Result operator()(Arguments... arguments) {
    auto* function = function_.load(std::memory_order_acquire);
    if (function == nullptr) {
      function = reinterpret_cast<Result (*)(Arguments...)>(dlsym(RTLD_NEXT, name_));
      function_.store(function, std::memory_order_release);
    }
    return function(arguments...);
  }

 private:
  const char* name_;
  std::atomic<Result (*)(Arguments...)> function_ = nullptr;
};

}  // namespace porthole::preload

/// Marks what the program sees instead of the C library's function; everything else stays hidden.
#define PORTHOLE_INTERPOSE extern "C" __attribute__((visibility("default")))
