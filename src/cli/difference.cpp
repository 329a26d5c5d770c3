// SPDX-License-Identifier: MIT
#include "cli/difference.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <span>

namespace porthole::cli {
namespace {

using Lines = std::span<const std::string>;

/// A line and what became of it: ' ', '-' or '+'.
struct Edit {
  char sign;
  const std::string* line;
};

constexpr std::size_t context = 3;
constexpr std::size_t longest_change = 40;
/// Of the table below; beyond it, what lies between the equal ends is shown as changed altogether.
constexpr std::size_t largest_table = std::size_t{1} << 22U;

void add(std::vector<Edit>& edits, char sign, Lines lines) {
  for (const std::string& line : lines) edits.push_back({sign, &line});
}

/// The shortest edit by the longest common subsequence.
void add_shortest(std::vector<Edit>& edits, Lines before, Lines after) {
  const std::size_t width = after.size() + 1;
  // common[i * width + j]: how many lines the rests from i and from j have in common.
  std::vector<std::uint32_t> common((before.size() + 1) * width);
  for (std::size_t i = before.size(); i-- > 0;)
    for (std::size_t j = after.size(); j-- > 0;)
      common[i * width + j] = before[i] == after[j]
                                  ? common[(i + 1) * width + j + 1] + 1
                                  : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < before.size() && j < after.size()) {
    if (before[i] == after[j]) {
      edits.push_back({' ', &before[i++]});
      ++j;
    } else if (common[(i + 1) * width + j] >= common[i * width + j + 1]) {
      edits.push_back({'-', &before[i++]});
    } else {
      edits.push_back({'+', &after[j++]});
    }
  }
  add(edits, '-', before.subspan(i));
  add(edits, '+', after.subspan(j));
}

std::vector<Edit> edits_of(Lines before, Lines after) {
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  const Lines gone = before.subspan(head, before.size() - head - tail);
  const Lines come = after.subspan(head, after.size() - head - tail);
  std::vector<Edit> edits;
  add(edits, ' ', before.first(head));
  if ((gone.size() + 1) * (come.size() + 1) <= largest_table) {
    add_shortest(edits, gone, come);
  } else {
    add(edits, '-', gone);
    add(edits, '+', come);
  }
  add(edits, ' ', before.last(tail));
  return edits;
}

/// Whether an equal line is near enough to a change to be shown with it.
bool is_near(const std::vector<Edit>& edits, std::size_t at) {
  const std::size_t first = at - std::min(at, context);
  const std::size_t end = std::min(edits.size(), at + context + 1);
  return std::any_of(edits.begin() + static_cast<std::ptrdiff_t>(first),
                     edits.begin() + static_cast<std::ptrdiff_t>(end),
                     [](const Edit& edit) { return edit.sign != ' '; });
}

}  // namespace

void show_difference(std::ostream& out, const std::vector<std::string>& before,
                     const std::vector<std::string>& after) {
  const std::vector<Edit> edits = edits_of(before, after);
  bool left_out = false;
  for (std::size_t at = 0; at < edits.size();) {
    const char sign = edits[at].sign;
    if (sign == ' ') {
      const bool near = is_near(edits, at);
      if (near && left_out) out << "…\n";
      if (near) out << ' ' << *edits[at].line << '\n';
      left_out = !near && at > 0;
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < edits.size() && edits[end].sign == sign) ++end;
    const std::size_t shown = std::min(end, at + longest_change);
    for (std::size_t each = at; each < shown; ++each) out << sign << *edits[each].line << '\n';
    if (shown < end) out << sign << "… " << end - shown << " more lines\n";
    at = end;
  }
}

}  // namespace porthole::cli
