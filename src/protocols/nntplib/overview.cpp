// SPDX-License-Identifier: MIT
#include "protocols/nntplib/overview.hpp"

#include <algorithm>

#include "protocols/nntplib/errors.hpp"
#include "protocols/nntplib/reply.hpp"

namespace porthole::nntplib {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& character : result)
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  return result;
}

/// ":bytes" from ":bytes" or "Bytes:", "xref" from "Xref:full".
std::string field_name(std::string_view line) {
  const bool item = line.starts_with(':');
  if (item) line.remove_prefix(1);
  std::string name = lower(line.substr(0, line.find(':')));
  if (item || name == "bytes" || name == "lines") name.insert(0, ":");
  return name;
}

std::optional<std::uint64_t> size_of(std::string_view text) {
  ArticleNumber number = 0;
  if (!parse_number(text, number)) return std::nullopt;
  return static_cast<std::uint64_t>(number);
}

void put(OverviewRecord& record, std::size_t index, std::string_view text) {
  switch (index) {
    case 0:
      record.subject = text;
      break;
    case 1:
      record.from = text;
      break;
    case 2:
      record.date = text;
      break;
    case 3:
      record.message_id = text;
      break;
    case 4:
      record.references = text;
      break;
    case 5:
      record.bytes = size_of(text);
      break;
    case 6:
      record.lines = size_of(text);
      break;
    default:
      break;
  }
}

/// A field after the seven: a header comes with its name in front (section 8.3.2), an item without.
std::string_view further(std::string_view text, std::string_view name) {
  if (name.starts_with(':') || text.empty()) return text;
  const bool named =
      text.size() > name.size() && lower(text.substr(0, name.size())) == name && text[name.size()] == ':';
  if (!named)
    throw NNTPDataError("the overview's header " + quoted(name) +
                        " does not begin with its name: " + quoted(text));
  text.remove_prefix(name.size() + 1);
  const std::size_t start = text.find_first_not_of(' ');
  return start == std::string_view::npos ? std::string_view() : text.substr(start);
}

}  // namespace

const OverviewFormat& default_overview_format() {
  static const OverviewFormat format = {"subject",    "from",   "date",  "message-id",
                                        "references", ":bytes", ":lines"};
  return format;
}

OverviewFormat parse_overview_format(const std::vector<std::string>& lines) {
  OverviewFormat format;
  for (const std::string& line : lines) format.push_back(field_name(line));
  const OverviewFormat& fixed = default_overview_format();
  if (format.size() < fixed.size())
    throw NNTPDataError("the answer to LIST OVERVIEW.FMT has only " + std::to_string(format.size()) +
                        " fields");
  if (!std::equal(fixed.begin(), fixed.end(), format.begin()))
    throw NNTPDataError("the answer to LIST OVERVIEW.FMT does not begin with the seven fields of RFC 3977");
  return format;
}

OverviewRecord parse_overview(std::string_view line, const OverviewFormat& format) {
  OverviewRecord record;
  std::size_t end = std::min(line.find('\t'), line.size());
  if (!parse_number(line.substr(0, end), record.number))
    throw NNTPDataError("an overview line begins with no article number: " + quoted(line));
  const std::size_t fixed = default_overview_format().size();
  for (std::size_t index = 0; end < line.size() && index < format.size(); ++index) {
    line.remove_prefix(end + 1);
    end = std::min(line.find('\t'), line.size());
    const std::string_view text = line.substr(0, end);
    if (index < fixed)
      put(record, index, text);
    else if (const auto value = further(text, format[index]); !value.empty())
      record.other.insert_or_assign(format[index], std::string(value));
  }
  return record;
}

std::string OverviewRecord::operator[](std::string_view name) const {
  const auto number_text = [](const auto& value) { return value ? std::to_string(*value) : std::string(); };
  if (name == "subject") return subject;
  if (name == "from") return from;
  if (name == "date") return date;
  if (name == "message-id") return message_id;
  if (name == "references") return references;
  if (name == ":bytes") return number_text(bytes);
  if (name == ":lines") return number_text(lines);
  const auto found = other.find(name);
  return found == other.end() ? std::string() : found->second;
}

}  // namespace porthole::nntplib
