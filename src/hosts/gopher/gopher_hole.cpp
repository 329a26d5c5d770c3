// SPDX-License-Identifier: MIT
#include "hosts/gopher/gopher_hole.hpp"

#include <algorithm>
#include <array>

namespace porthole::hosts {
namespace {

struct Text {
  std::string_view selector;
  std::string_view title;
  std::string_view text;
};

constexpr std::array<Text, 5> texts = {{
    {"/about.txt", "What Gopher is",
     R"(Gopher, 1991: a menu leads to texts, files, searches and other menus,
on this host or another. A client sends one line, the selector, and the
host answers and closes. That is all.

Try it by hand:   porthole tcp gopher.test 70   and then an empty line.
)"},
    {"/zh/about.txt", "Gopher 是什么",
     R"(Gopher 诞生于 1991 年，比万维网流行得还早。客户端发一行“选择符”，
服务器回答以后就关闭连接。菜单的每一行有四个用制表符隔开的字段：
类型和标题、选择符、主机、端口。
)"},
    {"/zh/poem.txt", "静夜思",
     R"(床前明月光，
疑是地上霜。
举头望明月，
低头思故乡。

——李白
)"},
    {"/dots.txt", "Lines that begin with dots",
     R"(A dot alone ends a text, so the host doubles it:
.
.one
..two
and the client takes the extra dot away.
)"},
    {"/sockets/ports.txt", "Ports of this little internet",
     R"(www.test     80   HTTP
news.test   119   NNTP
ftp.test     21   FTP
mail.test    25   SMTP, 110 POP3, 143 IMAP4
telnet.test  23   Telnet
gopher.test  70   Gopher: you are here
)"},
}};

/// A line of a menu on this host.
std::string item(char type, std::string_view display, std::string_view selector) {
  std::string line(1, type);
  return line.append(display).append("\t").append(selector).append("\tgopher.test\t70\r\n");
}

std::string info(std::string_view text) {
  return "i" + std::string(text) + "\t\terror.host\t1\r\n";
}

std::string error(std::string_view text) {
  return "3" + std::string(text) + "\t\terror.host\t1\r\n.\r\n";
}

std::string text_item(std::string_view selector) {
  const auto found = std::ranges::find(texts, selector, &Text::selector);
  return found == texts.end() ? "" : item('0', found->title, selector);
}

std::string root() {
  return info("Welcome to gopher.test! 欢迎！") + info("") + text_item("/about.txt") +
         item('1', "中文菜单", "/zh") + item('1', "Sockets and ports", "/sockets") + text_item("/dots.txt") +
         item('7', "Search the texts 搜索", "/search") +
         item('9', "Every byte there is (64 KiB)", "/every-byte.bin") +
         item('g', "A small picture", "/gopher.gif") +
         item('h', "The same world on the web", "URL:http://www.test/") +
         "8A shell to look around\t\ttelnet.test\t23\r\n.\r\n";
}

/// Lower case for ASCII; other characters are compared as they are.
std::string folded(std::string_view text) {
  std::string result(text);
  for (char& character : result)
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  return result;
}

std::string found(std::string_view query) {
  if (query.find_first_not_of(' ') == std::string_view::npos)
    return error("Search for what? Add a tab and a word");
  std::string menu;
  for (const Text& text : texts)
    if (folded(std::string(text.title) + '\n' + std::string(text.text)).find(folded(query)) !=
        std::string::npos)
      menu += text_item(text.selector);
  return (menu.empty() ? info("Nothing found. 没有找到。") : menu) + ".\r\n";
}

std::string sent(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (text.front() == '.') lines += '.';
    lines.append(text.substr(0, end)).append("\r\n");
    text.remove_prefix(end + 1);
  }
  return lines += ".\r\n";
}

/// 256 times every byte, each row rotated by its number.
std::string every_byte() {
  std::string bytes;
  for (int row = 0; row < 256; ++row)
    for (int column = 0; column < 256; ++column) bytes += static_cast<char>((row + column) & 0xff);
  return bytes;
}

/// A GIF of 1 by 1, the smallest picture there is (GIF89a).
std::string picture() {
  constexpr std::string_view bytes(
      "GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,"
      "\x00\x00\x00\x00"
      "\x01\x00\x01\x00\x00\x02\x02"
      "D\x01\x00;",
      43);
  return std::string(bytes);
}

/// For clients that do not know links to other places: a page that leads there (what people do with type h).
std::string redirect(std::string_view link) {
  std::string safe;
  for (const char character : link)
    if (std::string_view("<>\"'&").find(character) == std::string_view::npos) safe += character;
  return "<!DOCTYPE html><title>Link</title><p>This leads to <a href=\"" + safe + "\">" + safe + "</a>.\n";
}

}  // namespace

std::string gopher_answer(std::string_view selector, std::string_view query) {
  if (selector.empty() || selector == "/") return root();
  if (selector == "/zh")
    return info("中文菜单") + text_item("/zh/about.txt") + text_item("/zh/poem.txt") +
           item('1', "回到首页", "") + ".\r\n";
  if (selector == "/sockets") return text_item("/sockets/ports.txt") + item('1', "Back", "") + ".\r\n";
  if (selector == "/search") return found(query);
  if (selector == "/every-byte.bin") return every_byte();
  if (selector == "/gopher.gif") return picture();
  if (selector.starts_with("URL:http")) return redirect(selector.substr(4));
  const auto text = std::ranges::find(texts, selector, &Text::selector);
  return text == texts.end() ? error("There is no such thing here") : sent(text->text);
}

}  // namespace porthole::hosts
