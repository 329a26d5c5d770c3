// SPDX-License-Identifier: MIT
// protocol: NNTP
// title: Posting news
// title.zh: 发一篇文章
// blurb: Post an article with a subject in any language, then fetch it from the group as readers see it.
// blurb.zh: 发一篇文章，标题可以用任何语言，再从新闻组把它取回来，看读者看到的样子。
// usage: nntp_post [HOST [PORT [GROUP [SUBJECT [TEXT]]]]]
// page: news.test 119 local.test 你好 "Hello from a socket. 来自套接字的问候。"

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "protocols/email.hpp"
#include "protocols/nntplib.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "news.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 119;
  const std::string group = argc > 3 ? argv[3] : "local.test";
  const std::string subject = argc > 4 ? argv[4] : "你好";
  const std::string text = argc > 5 ? argv[5] : "Hello from a socket.";
  try {
    // An article is a mail with Newsgroups in place of To. Headers are ASCII, so the subject is encoded.
    std::string article = "From: Learner <learner@news.test>\n";
    article += "Newsgroups: " + group + "\n";
    article += "Subject: " + email::encode_header(subject, 9) + "\n";
    article += "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n";
    article += "Content-Transfer-Encoding: 8bit\n\n";
    article += text + "\n.. and a line that begins with dots\n";

    nntplib::NNTP news(host, port);
    // post() turns line ends into CR LF and doubles dots at the start of a line; reading undoes that.
    std::cout << news.post(article) << '\n';

    const auto last = news.group(group).last;
    const auto [response, found] = news.article(last);
    std::cout << "article " << found.number << " of " << group << ":\n";
    for (const std::string& line : found.lines) std::cout << "  " << line << '\n';

    const auto over = news.over(last).items.at(0);
    std::cout << "its subject, decoded: " << nntplib::decode_header(over.subject) << '\n';
    news.quit();
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
