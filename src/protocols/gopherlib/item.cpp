// SPDX-License-Identifier: MIT
#include "protocols/gopherlib/item.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace porthole::gopherlib {
namespace {

std::string quoted(std::string_view text) {
  constexpr std::size_t most = 200;
  std::string shown = "\"";
  for (const char character : text.substr(0, most))
    shown += static_cast<unsigned char>(character) < 0x20 || character == 0x7f ? '?' : character;
  return shown += text.size() > most ? "…\"" : "\"";
}

}  // namespace

std::string type_to_name(char type) {
  static constexpr std::array<std::pair<char, std::string_view>, 18> names = {{
      {A_TEXT, "TEXT"},
      {A_MENU, "MENU"},
      {A_CSO, "CSO"},
      {A_ERROR, "ERROR"},
      {A_MACBINHEX, "MACBINHEX"},
      {A_PCBINHEX, "PCBINHEX"},
      {A_UUENCODED, "UUENCODED"},
      {A_INDEX, "INDEX"},
      {A_TELNET, "TELNET"},
      {A_BINARY, "BINARY"},
      {A_DUPLICATE, "DUPLICATE"},
      {A_TN3270, "TN3270"},
      {A_GIF, "GIF"},
      {A_IMAGE, "IMAGE"},
      {A_HTML, "HTML"},
      {A_INFO, "INFO"},
      {A_SOUND, "SOUND"},
      {A_PDF, "PDF"},
  }};
  const auto found = std::ranges::find(names, type, &std::pair<char, std::string_view>::first);
  return found == names.end() ? "TYPE='" + std::string(1, type) + "'" : std::string(found->second);
}

bool is_text(char type) {
  return type == A_TEXT || type == A_MENU || type == A_INDEX || type == A_CSO || type == A_ERROR;
}

Item parse_item(std::string_view line) {
  if (line.empty()) throw GopherError("a line of the menu is empty");
  std::array<std::string_view, 4> fields{};
  std::size_t count = 0;
  for (std::string_view rest = line.substr(1); count < fields.size();) {
    const std::size_t tab = std::min(rest.find('\t'), rest.size());
    fields.at(count++) = rest.substr(0, tab);
    if (tab == rest.size()) break;
    rest.remove_prefix(tab + 1);
  }
  Item item{.type = line[0],
            .display = std::string(fields[0]),
            .selector = std::string(fields[1]),
            .host = std::string(fields[2])};
  std::string_view port = fields[3];
  while (port.ends_with(' ')) port.remove_suffix(1);
  const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), item.port);
  const bool number =
      problem == std::errc() && end == port.data() + port.size() && item.port >= 0 && item.port <= 65535;
  if (!number) item.port = 0;
  const bool leads_nowhere = item.type == A_INFO || item.type == A_ERROR;
  if (!leads_nowhere && count < fields.size())
    throw GopherError("a line of the menu has not its four fields: " + quoted(line));
  if (!leads_nowhere && !number) throw GopherError("a line of the menu has no port: " + quoted(line));
  return item;
}

}  // namespace porthole::gopherlib
