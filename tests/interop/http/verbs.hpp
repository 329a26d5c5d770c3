// SPDX-License-Identifier: MIT
#pragma once

#include <iostream>
#include <stdexcept>
#include <string>

/// Says that a verb was proved.
inline void proved(const std::string& verb) {
  std::cout << "ok " << verb << std::endl;
}

/// Throws unless both are the same.
template <class One, class Other>
void expect(const std::string& what, const One& got, const Other& wanted) {
  if (got == wanted) return;
  std::cerr << what << ": " << got << " instead of " << wanted << '\n';
  throw std::runtime_error(what + " is not as it should be");
}

/// Every verb of XML-RPC against Python's server.
void rpc_verbs(const std::string& url);
