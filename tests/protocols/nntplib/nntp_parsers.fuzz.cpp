// SPDX-License-Identifier: MIT
// Every parser of a line, with any line whatever.

#include <chrono>
#include <cstdint>

#include "protocols/nntplib.hpp"
#include "protocols/nntplib/lists.hpp"

namespace {

template <class Work>
void only_protocol_errors(const Work& work) {
  try {
    work();
  } catch (const porthole::ProtocolError&) {
    return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace porthole::nntplib;
  const std::string line(reinterpret_cast<const char*>(data), size);
  only_protocol_errors([&] { parse_group(parse_reply(line)); });
  only_protocol_errors([&] { parse_stat(parse_reply(line)); });
  only_protocol_errors([&] {
    const Time time = parse_date(parse_reply(line));
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time)};
    if (date.year() >= std::chrono::year(1000)) format_date(time);  // what it takes, by its own word
  });
  only_protocol_errors([&] { parse_active(line); });
  only_protocol_errors([&] { parse_description(line); });
  only_protocol_errors([&] { parse_active_times(line); });
  only_protocol_errors([&] { parse_distrib_pats(line); });
  only_protocol_errors([&] { parse_header_line(line); });
  only_protocol_errors([&] { parse_number_line(line); });
  only_protocol_errors([&] {
    const OverviewFormat format = parse_overview_format(
        {"Subject:", "From:", "Date:", "Message-ID:", "References:", ":bytes", ":lines", line, "Xref:full"});
    const OverviewRecord record = parse_overview(line, format);
    if (record.number < 0) __builtin_trap();
    decode_header(record.subject);
  });
  Capabilities capabilities;
  parse_capability(line, capabilities);
  return 0;
}
