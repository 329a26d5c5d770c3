// SPDX-License-Identifier: MIT
#include "hosts/news/news_world.hpp"

#include <algorithm>
#include <string_view>

#include "hosts/news/news_date.hpp"

namespace porthole::hosts {
namespace {

/// Texts of the world, as people wrote them; headers and line ends are made from these.
struct Letter {
  std::string_view id;
  std::string_view groups;
  std::string_view from;
  std::string_view address;
  std::string_view subject;
  std::string_view references;
  std::string_view body;
};

constexpr Letter letters[] = {
    {"welcome-1", "local.welcome local.announce", "Porthole", "host@news.test", "Welcome to news.test", "",
     R"(Hello, and welcome!

This is a small news server of your own. Nobody else is here, and nothing
you post leaves your machine. Try these, one line at a time:

  GROUP local.welcome      enter a group: how many articles, from which to which
  OVER 1-3                 who wrote what
  ARTICLE 2                read one
  POST                     write one; a dot alone on a line ends it

The groups: local.sockets talks about programs, local.zh does so in Chinese,
local.test is for your first post, and local.members wants a login
(AUTHINFO USER learner, then AUTHINFO PASS secret).
)"},
    {"welcome-2", "local.welcome", "Ann", "ann@news.test", "Why a dot needs another dot", "",
     R"(An article ends with a line that holds a single dot. So what about a line
of yours that begins with one? It is sent with two:

.this line was sent as "..this line"
..and this one had three

A good client takes the extra dot away again. Did yours?
)"},
    {"welcome-3", "local.welcome", "李雷", "lilei@news.test", "Re: Why a dot needs another dot", "welcome-2",
     R"(Ann wrote:
> A good client takes the extra dot away again. Did yours?

Mine did: I see one dot in the first line and two in the second.
我的客户端也没问题。
)"},
    {"sockets-1", "local.sockets", "Ann", "ann@news.test", "recv gives me half a line", "",
     R"(I send "GROUP local.sockets\r\n" and call recv(1024). Sometimes the whole
answer comes, sometimes only "211 4 1". Is the server broken?
)"},
    {"sockets-2", "local.sockets", "Bob", "bob@news.test", "Re: recv gives me half a line", "sockets-1",
     R"(No. TCP is a stream of bytes and knows nothing of lines. Read until you
have seen \r\n, and keep what came after it for the next line.
)"},
    {"sockets-3", "local.sockets", "韩梅梅", "hanmeimei@news.test", "Re: recv gives me half a line",
     "sockets-1 sockets-2",
     R"(In Python, sock.makefile() does that for you; in C++, s.makefile("rw").
readline() then waits for the whole line.
)"},
    {"sockets-4", "local.sockets local.zh", "韩梅梅", "hanmeimei@news.test", "Port 119, 端口 119", "",
     R"(NNTP lives at port 119. Below 1024 the system asks for a privilege to
listen there, so this server really listens elsewhere, and the gateway
knows the way.

NNTP 的端口是 119。监听 1024 以下的端口需要特权，所以这台服务器其实在别处监听，
网关知道怎么走。
)"},
    {"zh-1", "local.zh", "李雷", "lilei@news.test", "你好，新闻组！", "",
     R"(大家好！

这里是中文讨论组。新闻组比网页还要早：1979 年就有了 Usenet，
今天的协议是 RFC 3977。

请问：为什么标题在网络上看起来像 =?UTF-8?Q?=E4=BD=A0?= 这样？
)"},
    {"zh-2", "local.zh", "韩梅梅", "hanmeimei@news.test", "Re: 你好，新闻组！", "zh-1",
     R"(因为文章头部原来只许用 ASCII。RFC 2047 规定了“编码字”：
字符集、编码方式（B 或 Q）和编码后的文字，放在 =? 和 ?= 之间。
decode_header 把它还原成可读的文字。
)"},
    {"zh-3", "local.zh", "李雷", "lilei@news.test", "Re: 你好，新闻组！", "zh-1 zh-2",
     R"(明白了，谢谢！正文呢？
)"},
    {"zh-4", "local.zh", "韩梅梅", "hanmeimei@news.test",
     "正文的字符集：在 Content-Type 里说明，今天几乎总是 UTF-8", "zh-1 zh-2 zh-3",
     R"(正文由 MIME 头部说明：

  Content-Type: text/plain; charset=utf-8
  Content-Transfer-Encoding: 8bit

NNTP 可以传八位字节，所以不必再编码。
)"},
    {"members-1", "local.members", "Porthole", "host@news.test", "You are in", "",
     R"(Only those who have logged in can read this. 登录以后才能读到这一篇。
)"},
};

/// An encoded word for each few characters (RFC 2047 section 4.2): none is longer than 75 bytes, none splits
/// a character. Plain ASCII stays as it is.
std::string encoded(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  constexpr std::size_t most = 60;
  if (std::ranges::all_of(text, [](char character) { return static_cast<unsigned char>(character) < 0x80; }))
    return std::string(text);
  std::string header;
  std::string word;
  const auto finish = [&] { header += (header.empty() ? "=?UTF-8?Q?" : "\r\n =?UTF-8?Q?") + word + "?="; };
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    const bool begins = (byte & 0xc0) != 0x80;
    if (begins && word.size() > most - 12) {
      finish();
      word.clear();
    }
    const bool plain =
        (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
    if (plain)
      word += character;
    else if (byte == ' ')
      word += '_';
    else
      (word += '=').append(1, hex[byte >> 4]).append(1, hex[byte & 15]);
  }
  finish();
  return header;
}

std::string lines(std::string_view text) {
  std::string ended;
  for (const char character : text)
    ended += character == '\n' ? std::string("\r\n") : std::string(1, character);
  return ended;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    found.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

std::string written(const Letter& letter, NewsTime date) {
  std::string groups(letter.groups);
  for (char& character : groups)
    if (character == ' ') character = ',';
  std::string references;
  for (const std::string& id : words(letter.references))
    references += (references.empty() ? "<" : " <") + id + "@news.test>";
  std::string text = "Path: news.test!not-for-mail\r\nFrom: " + encoded(letter.from) + " <" +
                     std::string(letter.address) + ">\r\nNewsgroups: " + groups +
                     "\r\nSubject: " + encoded(letter.subject) + "\r\nDate: " + mail_date(date) +
                     "\r\nMessage-ID: <" + std::string(letter.id) + "@news.test>\r\n";
  if (!references.empty()) text += "References: " + references + "\r\n";
  text +=
      "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: 8bit\r\n\r\n";
  return text += lines(letter.body);
}

constexpr NewsTime opened = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + std::chrono::hours{8};

}  // namespace

std::vector<NewsGroup> world_groups() {
  std::vector<NewsGroup> groups;
  const auto add = [&groups](std::string_view name, std::string_view description, char flag, int day) {
    groups.push_back({.name = std::string(name),
                      .description = std::string(description),
                      .flag = flag,
                      .closed = name == "local.members",
                      .created = opened + std::chrono::days(day)});
  };
  add("local.announce", "What is new here (read only)", 'n', 0);
  add("local.members", "For those who have logged in: learner, secret", 'y', 2);
  add("local.sockets", "Programs that talk over the network", 'y', 0);
  add("local.test", "Your first post goes here", 'y', 0);
  add("local.welcome", "Start here", 'y', 0);
  add("local.zh", "中文讨论组", 'y', 1);
  return groups;
}

std::vector<WorldArticle> world_articles() {
  std::vector<WorldArticle> articles;
  NewsTime date = opened + std::chrono::hours(1);
  for (const Letter& letter : letters) {
    articles.push_back({written(letter, date), words(letter.groups), date});
    date += std::chrono::minutes(7 * 60 + 13);
  }
  return articles;
}

}  // namespace porthole::hosts
