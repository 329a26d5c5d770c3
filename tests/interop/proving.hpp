// SPDX-License-Identifier: MIT
#pragma once

#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace verbs {

/// Says that a verb was proved: verbs.mjs reads it.
inline void proved(const std::string& verb) {
  std::cout << "ok " << verb << std::endl;
}

/// Throws unless it is so.
inline void require(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error("not so: " + what);
}

/// Throws unless both are the same, and says both.
template <class Value, class Wanted>
void agree(const Value& value, const Wanted& wanted, const std::string& what) {
  if (value == wanted) return;
  std::ostringstream text;
  text << what << " is " << value << ", not " << wanted;
  throw std::runtime_error(text.str());
}

}  // namespace verbs
