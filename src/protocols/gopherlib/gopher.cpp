// SPDX-License-Identifier: MIT
#include "protocols/gopherlib/gopher.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace porthole::gopherlib {
namespace {

/// How much of an answer may be an error item's line instead.
constexpr std::size_t longest_error = 1024;

std::string field(std::string_view text, std::string_view what) {
  one_line(text, what);
  if (text.find('\t') != std::string_view::npos)
    throw std::invalid_argument(std::string(what) + " may not hold a tab");
  return std::string(text);
}

/// The lines of a text or menu: to the lone dot, or to the end where a server leaves it out.
void read_lines(Channel& channel, const std::function<void(std::string)>& use) {
  while (std::optional<std::string> line = channel.readline_or_end(Gopher::max_line)) {
    if (*line == ".") return;
    if (line->starts_with("..")) line->erase(0, 1);
    use(std::move(*line));
  }
}

/// Throws when a whole answer is an error item: "3message\tselector\thost\tport".
void refuse_error(std::string_view answer) {
  if (!answer.starts_with(A_ERROR) || answer.size() > longest_error) return;
  std::string_view line = answer.substr(0, answer.find('\n'));
  std::string_view rest = answer.substr(std::min(line.size() + 1, answer.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (std::ranges::count(line, '\t') < 3 || (!rest.empty() && !rest.starts_with('.'))) return;
  throw GopherError("the server says: " + parse_item(line).display);
}

std::vector<Item> read_menu(Channel channel) {
  std::vector<Item> items;
  std::size_t total = 0;
  read_lines(channel, [&](const std::string& line) {
    if (line.empty()) return;
    total += line.size() + sizeof(Item);
    if (items.size() == Gopher::max_items || total > Gopher::max_answer)
      throw LimitError("the menu has more than " + std::to_string(Gopher::max_items) +
                       " items or too many bytes");
    items.push_back(parse_item(line));
  });
  if (items.size() == 1 && items[0].type == A_ERROR)
    throw GopherError("the server says: " + items[0].display);
  return items;
}

void check_total(std::size_t total) {
  if (total > Gopher::max_answer)
    throw LimitError("the answer has more than " + std::to_string(Gopher::max_answer) + " bytes");
}

}  // namespace

Gopher::Gopher(std::string host, int port, Timeout timeout, Network& network)
    : host_(std::move(host)), port_(port), timeout_(timeout), network_(network) {}

Channel Gopher::ask(const std::string& line) const {
  Channel channel(network_.connect({host_, port_}, timeout_));
  channel.write(line + "\r\n");
  return channel;
}

Channel Gopher::send_selector(std::string_view selector) const {
  return ask(field(selector, "a selector"));
}

Channel Gopher::send_query(std::string_view selector, std::string_view query) const {
  return ask(field(selector, "a selector") + '\t' + field(query, "a query"));
}

std::vector<Item> Gopher::get_directory(std::string_view selector) const {
  return read_menu(send_selector(selector));
}

std::vector<Item> Gopher::search(std::string_view selector, std::string_view query) const {
  return read_menu(send_query(selector, query));
}

void Gopher::get_textfile(std::string_view selector, const Sink& sink) const {
  Channel channel = send_selector(selector);
  std::optional<std::string> first;
  read_lines(channel, [&](std::string line) {
    line += '\n';
    if (!first && line.starts_with(A_ERROR) && line.size() <= longest_error) {
      first = std::move(line);
      return;
    }
    if (first && !first->empty()) sink(*first);
    first = "";
    sink(line);
  });
  if (!first || first->empty()) return;
  refuse_error(*first);
  sink(*first);
}

std::vector<std::string> Gopher::get_textfile(std::string_view selector) const {
  std::vector<std::string> lines;
  std::size_t total = 0;
  get_textfile(selector, [&](std::string_view line) {
    check_total(total += line.size() + sizeof(std::string));
    lines.emplace_back(line.substr(0, line.size() - 1));
  });
  return lines;
}

void Gopher::get_binary(std::string_view selector, const Sink& sink) const {
  Channel channel = send_selector(selector);
  std::string held;  // what may yet turn out to be an error's line
  bool holding = true;
  for (std::string part = channel.read_some(); !part.empty(); part = channel.read_some()) {
    if (!holding) {
      sink(part);
      continue;
    }
    held += part;
    holding = held.starts_with(A_ERROR) && held.size() <= longest_error;
    if (!holding) sink(held);
  }
  if (!holding || held.empty()) return;
  refuse_error(held);
  sink(held);
}

std::string Gopher::get_binary(std::string_view selector) const {
  std::string bytes;
  get_binary(selector, [&](std::string_view part) {
    check_total(bytes.size() + part.size());
    bytes += part;
  });
  return bytes;
}

}  // namespace porthole::gopherlib
