// SPDX-License-Identifier: MIT
#include "hosts/web/body.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace porthole::hosts {
namespace {

constexpr int bad_request = 400;
constexpr int too_large = 413;
constexpr int not_implemented = 501;

std::optional<std::uint64_t> number(std::string_view digits, int base) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.starts_with('-'))
    return std::nullopt;
  return value;
}

}  // namespace

BodyFraming body_framing(const HttpRequest& request) {
  BodyFraming framing;
  std::optional<std::uint64_t> length;
  int codings = 0;
  for (const auto& [name, value] : request.headers) {
    if (same_ignoring_case(name, "Content-Length")) {
      const auto each = number(value, 10);
      if (!each || (length && *length != *each)) return {.refused = bad_request};
      length = each;
    } else if (same_ignoring_case(name, "Transfer-Encoding")) {
      if (++codings > 1 || !same_ignoring_case(value, "chunked")) framing.refused = not_implemented;
    }
  }
  if (codings > 0 && (length || request.minor_version == 0)) return {.refused = bad_request};
  framing.chunked = codings > 0;
  framing.length = length.value_or(0);
  return framing;
}

BodyTaker::BodyTaker(const BodyFraming& framing)
    : chunked_(framing.chunked),
      left_(framing.length),
      step_(chunked_    ? Step::size
            : left_ > 0 ? Step::data
                        : Step::done) {}

int BodyTaker::take_size(std::string_view line) {
  const std::string_view digits = line.substr(0, line.find_first_of("; \t"));
  const auto size = number(digits, 16);
  if (!size) return bad_request;
  left_ = *size;
  step_ = left_ > 0 ? Step::data : Step::trailers;
  return 0;
}

int BodyTaker::take(std::string& input, const std::function<void(std::string_view)>& use) {
  while (step_ != Step::done && !input.empty()) {
    if (step_ == Step::data) {
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size()));
      use(std::string_view(input).substr(0, count));
      input.erase(0, count);
      left_ -= count;
      if (left_ == 0) step_ = chunked_ ? Step::end : Step::done;
      continue;
    }
    const std::size_t newline = input.find('\n');
    if (std::min(newline, input.size()) > max_line) return too_large;
    if (newline == std::string::npos) return 0;
    if (newline == 0 || input[newline - 1] != '\r') return bad_request;
    const std::string line = input.substr(0, newline - 1);
    input.erase(0, newline + 1);
    if (step_ == Step::size) {
      if (const int refused = take_size(line)) return refused;
    } else if (step_ == Step::end) {
      if (!line.empty()) return bad_request;
      step_ = Step::size;
    } else {
      trailers_ += line.size() + 2;
      if (trailers_ > max_trailers) return too_large;
      if (line.empty()) step_ = Step::done;
    }
  }
  return 0;
}

}  // namespace porthole::hosts
