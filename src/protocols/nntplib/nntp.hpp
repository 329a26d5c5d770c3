// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <istream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/nntplib/overview.hpp"
#include "protocols/nntplib/reply.hpp"
#include "protocols/nntplib/spec.hpp"
#include "protocols/nntplib/types.hpp"
#include "protocols/stream.hpp"

namespace porthole::nntplib {

inline constexpr int NNTP_PORT = 119;

/// A list with the server's response before it, as Python's pairs: `auto [response, groups] = news.list();`
template <class Item>
struct ListAnswer {
  std::string response;
  std::vector<Item> items;
};

/// What is streamed goes here, line by line, each with CR LF. What it throws ends the connection.
using Sink = std::function<void(std::string_view)>;

/// A news reader's connection (RFC 3977), Python's nntplib.NNTP. Every method waits for the server's answer
/// and throws NNTPTemporaryError (4xx) or NNTPPermanentError (5xx) when it refuses, NNTPReplyError,
/// NNTPProtocolError or NNTPDataError when the answer is not what the RFC says, LimitError beyond a limit,
/// and porthole::error for the network. After a failure that loses step with the server, and after response
/// 400, the connection is closed and every further call is error EBADF.
class NNTP {
 public:
  /// The longest response line; the RFC allows 512 bytes.
  static constexpr std::size_t max_response = 8192;
  /// The longest line of a list or an article.
  static constexpr std::size_t max_line = std::size_t{64} * 1024;
  /// The most that one list or one whole article may take in memory; what is streamed has no such limit.
  static constexpr std::size_t max_answer = std::size_t{64} * 1024 * 1024;
  /// How many labels CAPABILITIES may list.
  static constexpr std::size_t max_capabilities = 1000;

  /// Connects and waits for the greeting.
  explicit NNTP(const std::string& host, int port = NNTP_PORT, Timeout timeout = getdefaulttimeout(),
                Network& network = default_network());

  /// The greeting: 200 where posting is allowed, 201 where not.
  [[nodiscard]] const std::string& getwelcome() const { return welcome_; }
  /// CAPABILITIES (section 5.2), asked once and again after login and MODE READER. Empty for a server that
  /// does not know the command.
  const Capabilities& getcapabilities();
  /// The highest VERSION of the capabilities, 1 for a server without.
  int nntp_version();
  /// IMPLEMENTATION of the capabilities, or nothing.
  std::string nntp_implementation();
  /// MODE READER (section 5.3): asks a server that also feeds other servers for a reader's commands.
  std::string mode_reader();

  /// RFC 4643: AUTHINFO USER and PASS, or SASL PLAIN where the server offers only that. A refusal is
  /// NNTPTemporaryError 481 or NNTPPermanentError 502.
  std::string login(std::string_view user, std::string_view password);
  /// AUTHINFO SASL PLAIN (RFC 4643 section 2.4, RFC 4616), on behalf of another identity where one is given.
  std::string login_plain(std::string_view user, std::string_view password, std::string_view identity = {});

  /// LIST ACTIVE (section 7.6.3), all groups or those that match a wildmat: "comp.*,!comp.os.*".
  ListAnswer<GroupInfo> list(std::string_view group_pattern = {});
  /// NEWGROUPS (section 7.3): the groups made since.
  ListAnswer<GroupInfo> newgroups(Time since);
  /// NEWNEWS (section 7.4): message-ids of what came since into groups that match.
  ListAnswer<std::string> newnews(std::string_view group_pattern, Time since);
  /// LIST NEWSGROUPS (section 7.6.6): the groups' descriptions by their names.
  std::map<std::string, std::string> descriptions(std::string_view group_pattern = {});
  /// One group's description, empty where there is none.
  std::string description(std::string_view group);
  /// LIST ACTIVE.TIMES (section 7.6.4): when groups were made, and by whom.
  ListAnswer<GroupTime> list_active_times(std::string_view group_pattern = {});
  /// LIST DISTRIB.PATS (section 7.6.5).
  ListAnswer<DistributionPattern> list_distrib_pats();
  /// LIST HEADERS (section 8.6): what hdr() may ask for; ":" means any header.
  ListAnswer<std::string> list_headers();
  /// LIST OVERVIEW.FMT (section 8.4), asked once; the RFC's seven fields where the server does not know it.
  const OverviewFormat& overview_fmt();

  /// GROUP (section 6.1.1): enters a group; its first article is the current one.
  GroupAnswer group(std::string_view name);
  /// LISTGROUP (section 6.1.2): the same with the numbers; without a name, of the current group.
  ListGroupAnswer listgroup(std::string_view name = {}, std::optional<ArticleRange> range = {});
  /// STAT (section 6.2.4): whether there is an article, and under which number and message-id.
  StatAnswer stat(const ArticleSpec& article = {});
  /// NEXT and LAST (sections 6.1.4, 6.1.3) go to the next and previous article. At the end: 421, 422.
  StatAnswer next();
  StatAnswer last();

  /// ARTICLE, HEAD and BODY (section 6.2), whole in memory.
  ArticleAnswer article(const ArticleSpec& article = {});
  ArticleAnswer head(const ArticleSpec& article = {});
  ArticleAnswer body(const ArticleSpec& article = {});
  /// The same, streamed.
  StatAnswer article(const ArticleSpec& article, const Sink& sink);
  StatAnswer head(const ArticleSpec& article, const Sink& sink);
  StatAnswer body(const ArticleSpec& article, const Sink& sink);

  /// OVER, or XOVER where the server offers only that (section 8.3): headers and sizes of many articles.
  ListAnswer<OverviewRecord> over(const ArticleRange& range);
  ListAnswer<OverviewRecord> over(const ArticleSpec& article = {});
  /// The same, streamed: each record as it comes. The response is returned.
  std::string over(const ArticleRange& range, const std::function<void(const OverviewRecord&)>& use);
  /// XOVER (RFC 2980), whatever the server offers.
  ListAnswer<OverviewRecord> xover(const ArticleRange& range);
  /// HDR, or XHDR where the server offers only that (section 8.5): one header of many articles.
  ListAnswer<HeaderLine> hdr(std::string_view header, const ArticleRange& range);
  ListAnswer<HeaderLine> hdr(std::string_view header, const ArticleSpec& article = {});
  /// XHDR (RFC 2980), whatever the server offers.
  ListAnswer<HeaderLine> xhdr(std::string_view header, const ArticleRange& range);
  ListAnswer<HeaderLine> xhdr(std::string_view header, const ArticleSpec& article = {});

  /// DATE (section 7.1): the server's clock.
  Time date();
  /// HELP (section 7.2).
  ListAnswer<std::string> help();

  /// POST (section 6.3.1): a whole article, headers, empty line and body, with any line ends; dots are
  /// doubled here. 440 and 441 are NNTPTemporaryError.
  std::string post(std::string_view article);
  /// The same, read as it is sent. When reading fails the connection is closed without the article's end, so
  /// that no half article is posted; that is std::runtime_error.
  std::string post(std::istream& article);
  /// IHAVE (section 6.3.2): offers an article as another server would. 435 and 436 are NNTPTemporaryError.
  std::string ihave(const ArticleSpec& message_id, std::string_view article);

  /// QUIT, and the connection is closed, whatever comes back.
  std::string quit();
  /// Closes without a word; twice is fine. The destructor does the same.
  void close() { channel_.close(); }
  [[nodiscard]] bool closed() const { return channel_.closed(); }

 private:
  Reply receive(std::string_view command);
  /// Sends a line and waits for its response. Throws NNTPReplyError unless it is one of these codes.
  /// `shown` stands for a line with a password in messages.
  Reply ask(const std::string& line, std::initializer_list<int> codes, std::string_view shown = {});
  /// The lines after a response. What `use` throws for one of them is thrown after the last.
  void read_lines(const std::function<void(const std::string&)>& use, std::size_t total = max_answer);
  template <class Item>
  ListAnswer<Item> list_of(const std::string& line, int code, Item (*parse)(std::string_view));
  StatAnswer stat_of(const std::string& line, int code);
  ArticleAnswer fetch(const char* verb, int code, const ArticleSpec& article);
  StatAnswer fetch(const char* verb, int code, const ArticleSpec& article, const Sink& sink);
  std::string overview(const std::string& line, const std::function<void(const OverviewRecord&)>& use);
  ListAnswer<OverviewRecord> overview(const std::string& line);
  ListAnswer<HeaderLine> headers(const char* verb, int code, std::string_view header,
                                 const std::string& articles);
  std::string send_article(std::string_view verb, int code, const std::function<void()>& send);
  bool offers(std::string_view capability);
  /// After what this throws it is not known what the server says next.
  template <class Work>
  auto in_step(const Work& work) {
    try {
      return work();
    } catch (...) {
      close();
      throw;
    }
  }

  Channel channel_;
  std::string welcome_;
  std::optional<Capabilities> capabilities_;
  std::optional<OverviewFormat> overview_format_;
};

}  // namespace porthole::nntplib
