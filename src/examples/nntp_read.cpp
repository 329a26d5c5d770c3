// SPDX-License-Identifier: MIT
// protocol: NNTP
// title: Reading news
// title.zh: 读新闻组
// blurb: List the groups, enter one, see who wrote what with the headers decoded, and read an article.
// blurb.zh: 列出新闻组，进入其中一个，看谁写了什么（头部已解码），再读一篇文章。
// usage: nntp_read [HOST [PORT [GROUP [ARTICLE]]]]
// page: news.test 119 local.zh 2
// also: news.test 119 local.sockets 1

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "protocols/nntplib.hpp"

using namespace porthole;
using nntplib::decode_header;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "news.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 119;
  const std::string name = argc > 3 ? argv[3] : "local.zh";
  try {
    nntplib::NNTP news(host, port);
    std::cout << news.getwelcome() << "\n\n";

    // A large server has many thousands of groups: ask only for those near the one that is wanted.
    const auto near = news.descriptions(name.substr(0, name.find('.')) + ".*");
    for (const auto& [group, description] : near) std::cout << group << ": " << description << '\n';

    const auto [response, count, first, last, group] = news.group(name);
    std::cout << '\n' << group << " has " << count << " articles, " << first << " to " << last << '\n';

    // Headers travel in ASCII: what is not ASCII stands in encoded words (RFC 2047), as in =?UTF-8?Q?=E4...?=
    const auto [answer, overviews] = news.over({std::max(first, last - 9), last});
    for (const auto& over : overviews)
      std::cout << over.number << ' ' << decode_header(over.from) << ": " << decode_header(over.subject)
                << '\n';

    const auto number = argc > 4 ? std::atoll(argv[4]) : last;
    const auto article = news.body(number).article;
    std::cout << '\n' << article.message_id << '\n';
    for (const std::string& line : article.lines) std::cout << "  " << line << '\n';
    news.quit();
  } catch (const nntplib::NNTPTemporaryError& refusal) {
    std::cerr << "not now: " << refusal.response()
              << '\n';  // 4xx: no such group, no such article, log in first
    return 1;
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
