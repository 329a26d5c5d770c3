// SPDX-License-Identifier: MIT
#include <chrono>
#include <sstream>

#include "verbs.hpp"

using namespace porthole;
using namespace porthole::nntplib;

namespace verbs {
namespace {

int refused(const auto& work) {
  try {
    work();
  } catch (const NNTPError& refusal) {
    return refusal.code();
  }
  return 0;
}

/// Every byte that may stand in an article, dots where they hurt, an empty line, and a long one.
std::string hard_body() {
  std::string text = ".\r\n..\r\n...\r\n.dot\r\n\r\n";
  for (int line = 0; line < 16; ++line) {
    text += '.';
    for (int byte = line * 16; byte < line * 16 + 16; ++byte)
      if (byte != 0 && byte != '\r' && byte != '\n') text += static_cast<char>(byte);
    text += "\r\n";
  }
  return text + std::string(900, 'x') + "\r\n你好，新闻组！\r\n\r\n.\r\n";
}

std::string article(const std::string& id) {
  return "From: Porthole <porthole@news.test>\r\nNewsgroups: local.test\r\n"
         "Subject: =?UTF-8?B?5L2g5aW9?=\r\nMessage-ID: " +
         id + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
         hard_body();
}

}  // namespace

void reading(const Place& readers) {
  NNTP news = readers.connect();
  news.group("local.test");
  const ArticleInfo whole = news.article(2).article;
  agree(whole.number, 2, "the number of ARTICLE 2");
  agree(whole.message_id, "<2@news.test>", "its message-id");
  const std::string text = whole.text();
  const std::size_t split = text.find("\r\n\r\n");
  agree(text.substr(split + 4), "An answer.\r\n.a dot\r\n..two dots\r\n.\r\nthe end\r\n", "its body");
  require(text.find("\r\nReferences: <1@news.test>\r\n") < split, "it has References");
  agree(news.article("<2@news.test>").article.text(), text, "the article by its message-id");
  std::string streamed;
  news.article(4, [&](std::string_view line) { streamed += line; });
  std::string lines;
  for (int line = 0; line < 200; ++line) {
    for (int ten = 0; ten < 90; ++ten) lines += "0123456789";
    lines += "\r\n";
  }
  require(streamed.ends_with("\r\n\r\n" + lines), "an article of 180 kB comes streamed, byte for byte");
  proved("ARTICLE");
  agree(news.head(2).article.text(), text.substr(0, split + 2), "the head");
  proved("HEAD");
  agree(news.body("<2@news.test>").article.text(), text.substr(split + 4), "the body");
  proved("BODY");
  agree(news.stat(3).message_id, "<3@news.test>", "the message-id of STAT 3");
  agree(refused([&] { news.stat(articles + 1); }), 423, "the refusal of a number that is not there");
  agree(refused([&] { news.stat("<no@where>"); }), 430, "the refusal of a message-id that is not there");
  proved("STAT");
  agree(news.next().number, 4, "what follows 3");
  news.stat(articles);
  agree(refused([&] { news.next(); }), 421, "the refusal after the last article");
  proved("NEXT");
  agree(news.last().number, articles - 1, "what precedes the last article");
  news.stat(1);
  agree(refused([&] { news.last(); }), 422, "the refusal before the first article");
  proved("LAST");
  agree(refused([&] { news.group("local.nowhere"); }), 411, "the refusal of a group that is not there");
  news.quit();
}

void posting(const Place& readers) {
  NNTP news = readers.connect();
  news.post(article("<hard@news.test>"));
  std::istringstream stream(article("<streamed@news.test>"));
  news.post(stream);
  const ArticleNumber last = news.group("local.test").last;
  agree(last, articles + 2, "the last article after two posts");
  agree(news.body(last - 1).article.text(), hard_body(), "the body of what was posted");
  agree(news.body("<streamed@news.test>").article.text(), hard_body(),
        "the body of what was posted from a stream");
  agree(decode_header(news.over(last).items.at(0).subject), "你好", "the subject of what was posted");
  agree(refused([&] { news.post(article("<hard@news.test>")); }), 441, "the refusal of a message-id twice");
  agree(refused([&] { news.post("Subject: no group\r\n\r\nx\r\n"); }), 441,
        "the refusal of an article without a group");
  proved("POST");
  news.quit();
}

void login(const Place& members) {
  NNTP news = members.connect();
  agree(refused([&] { news.group("local.test"); }), 480, "the refusal without a login");
  agree(refused([&] { news.login("user", "wrong"); }), 481, "the refusal of a wrong password");
  require(news.login("user", "secret").starts_with("281"), "the login is 281");
  require(news.group("local.test").count >= articles, "the group is open after the login");
  proved("AUTHINFO USER");
  proved("AUTHINFO PASS");
  news.quit();
}

void sasl(const Place& readers) {
  NNTP news = readers.connect();
  agree(refused([&] { news.login_plain("learner", "wrong"); }), 481, "the refusal of a wrong password");
  require(news.login_plain("learner", "secret").starts_with("281"), "the login is 281");
  proved("AUTHINFO SASL PLAIN");
  news.quit();
}

void feeding(const Place& feed, const Place& readers) {
  NNTP peer = feed.connect();
  require(peer.getcapabilities().contains("IHAVE"), "the feeder's port knows IHAVE");
  agree(refused([&] { peer.ihave("<hard@news.test>", "x"); }), 435,
        "the refusal of an article that is there");
  NNTP news = readers.connect();
  const std::string date = "Date: " + news.hdr("Date", "<hard@news.test>").items.at(0).value + "\r\n";
  peer.ihave("<fed@news.test>", "Path: elsewhere!not-for-mail\r\n" + date + article("<fed@news.test>"));
  agree(news.body("<fed@news.test>").article.text(), hard_body(), "the body of what was fed");
  proved("IHAVE");
  require(peer.mode_reader().starts_with("200"), "the feeder's port becomes a reader's");
  require(peer.getcapabilities().contains("READER"), "and then says READER");
  news.quit();
  peer.quit();
}

}  // namespace verbs
