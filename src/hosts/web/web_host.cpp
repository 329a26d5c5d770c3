// SPDX-License-Identifier: MIT
#include "hosts/web/web_host.hpp"

#include <array>
#include <cstdio>
#include <ctime>

#include "hosts/web/body.hpp"
#include "hosts/web/crc32.hpp"
#include "protocols/http/body.hpp"
#include "protocols/http/status.hpp"

namespace porthole::hosts {
namespace {

/// RFC 9110 section 5.6.7, whatever the locale.
std::string http_date() {
  constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                days.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                months.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                utc.tm_sec);
  return text.data();
}

class WebSession : public Session {
 public:
  explicit WebSession(std::shared_ptr<WebSite> site) : site_(std::move(site)) {}

  void received(std::string& input, Outbox& out) override {
    while (!busy_ && !out.finished() && !out.full() && !input.empty()) {
      if (reading_ ? !read_body(input, out) : !read_head(input, out)) return;
    }
  }

  void refill(Outbox& out) override {
    if (page_.kind == WebPage::Kind::big)
      refill_big(out);
    else
      refill_slow(out);
  }

 private:
  static constexpr int most_requests = 1000;

  void refuse(int status, Outbox& out) {
    keep_alive_ = false;
    reading_ = false;
    send(error_page(status), true, out);
  }

  /// False when the input does not hold a whole head yet.
  bool read_head(std::string& input, Outbox& out) {
    HttpParse parse = take_request(input);
    if (parse.refused != 0) {
      minor_version_ = 1;
      refuse(parse.refused, out);
    }
    if (!parse.request) return parse.refused != 0;
    request_ = std::move(*parse.request);
    minor_version_ = request_.minor_version;
    keep_alive_ = request_.keep_alive() && ++requests_ < most_requests;
    const BodyFraming framing = body_framing(request_);
    if (framing.refused != 0) {
      refuse(framing.refused, out);
      return true;
    }
    auto [refusal, place] = site_->consider(request_);
    const bool has_body = framing.chunked || framing.length > 0;
    if (refusal.status != 0) {
      // Its body is not read: after the answer the connection ends, so that it cannot pass for a request.
      keep_alive_ = keep_alive_ && !has_body;
      send(std::move(refusal), request_.method != "HEAD", out);
      return true;
    }
    place_ = std::move(place);
    return begin_body(framing, out);
  }

  bool begin_body(const BodyFraming& framing, Outbox& out) {
    const auto expect = request_.header("Expect");
    if (expect && !same_ignoring_case(*expect, "100-continue")) {
      refuse(417, out);
      return true;
    }
    if (!place_.counts_body && framing.length > place_.most_body) {
      refuse(413, out);
      return true;
    }
    if (expect && minor_version_ > 0 && (framing.chunked || framing.length > 0))
      out.write("HTTP/1.1 100 Continue\r\n\r\n");
    taker_ = BodyTaker(framing);
    body_.clear();
    count_ = 0;
    sum_ = Crc32();
    reading_ = true;
    if (taker_.done()) answer(out);
    return true;
  }

  /// False when more of the body has to come.
  bool read_body(std::string& input, Outbox& out) {
    const int refused = taker_.take(input, [this](std::string_view part) {
      count_ += part.size();
      if (place_.counts_body)
        sum_.add(part);
      else if (count_ <= place_.most_body)
        body_ += part;
    });
    if (refused != 0) {
      refuse(refused, out);
    } else if (!place_.counts_body && count_ > place_.most_body) {
      refuse(413, out);
    } else if (taker_.done()) {
      answer(out);
    } else {
      return false;
    }
    return true;
  }

  void answer(Outbox& out) {
    reading_ = false;
    if (place_.counts_body) body_ = std::to_string(count_) + " bytes, CRC-32 " + sum_.hex() + '\n';
    WebPage page;
    try {
      page = site_->answer(request_, body_);
    } catch (const std::exception&) {
      page = error_page(400);
    }
    if (request_.method == "GET") cut_to_range(request_, page);
    send(std::move(page), request_.method != "HEAD", out);
  }

  void send(WebPage page, bool with_body, Outbox& out) {
    page_ = std::move(page);
    const bool streamed = page_.kind == WebPage::Kind::slow || page_.kind == WebPage::Kind::chunks;
    chunked_ = streamed && minor_version_ > 0;
    if (streamed && !chunked_) keep_alive_ = false;
    if (page_.status == 204 || page_.status == 304) with_body = false;
    done_ = 0;
    out.write(head_of());
    if (!with_body) return end_answer(out);
    if (page_.kind == WebPage::Kind::chunks) {
      out.write(chunked_ ? in_chunks() : page_.body);
      return end_answer(out);
    }
    if (page_.kind != WebPage::Kind::whole) {
      busy_ = true;
      return out.more();
    }
    out.write(page_.body);
    end_answer(out);
  }

  /// A chunk a line, each with an extension, and the body's checksum behind it.
  [[nodiscard]] std::string in_chunks() const {
    std::string text;
    Crc32 sum;
    sum.add(page_.body);
    int number = 0;
    for (std::string_view rest = page_.body; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n') + 1);
      rest.remove_prefix(line.size());
      std::string part = http::chunk(line);
      part.insert(part.find('\r'), ";line=" + std::to_string(++number));
      text += part;
    }
    return text + http::last_chunk({{"X-Lines", std::to_string(number)}, {"X-CRC-32", sum.hex()}});
  }

  [[nodiscard]] std::string head_of() const {
    std::string head = "HTTP/1." + std::to_string(minor_version_) + ' ' + std::to_string(page_.status) + ' ' +
                       std::string(http::responses(page_.status)) + "\r\nDate: " + http_date() +
                       "\r\nServer: Porthole\r\nContent-Type: " + page_.type + "\r\n";
    for (const auto& [name, value] : page_.headers) head += http::header_line(name, value);
    if (page_.ranges) head += "Accept-Ranges: bytes\r\n";
    if (chunked_) {
      head += "Transfer-Encoding: chunked\r\n";
      if (page_.kind == WebPage::Kind::chunks) head += "Trailer: X-Lines, X-CRC-32\r\n";
    } else if (page_.kind == WebPage::Kind::big) {
      head += "Content-Length: " + std::to_string(page_.count) + "\r\n";
    } else if (page_.kind == WebPage::Kind::whole && page_.status != 204) {
      head += "Content-Length: " + std::to_string(page_.body.size()) + "\r\n";
    }
    if (!keep_alive_)
      head += "Connection: close\r\n";
    else if (minor_version_ == 0)
      head += "Connection: keep-alive\r\n";
    return head + "\r\n";
  }

  void refill_big(Outbox& out) {
    std::array<char, 65536> part{};
    while (done_ < page_.count && !out.full()) {
      const auto size =
          static_cast<std::size_t>(std::min<unsigned long long>(page_.count - done_, part.size()));
      for (std::size_t index = 0; index < size; ++index) part[index] = big_byte(page_.first + done_ + index);
      out.write({part.data(), size});
      done_ += size;
    }
    if (done_ < page_.count)
      out.more();
    else
      end_answer(out);
  }

  void refill_slow(Outbox& out) {
    if (done_ < page_.count) {
      ++done_;
      const std::string line = "line " + std::to_string(done_) + " of " + std::to_string(page_.count) + '\n';
      out.write(chunked_ ? http::chunk(line) : line);
    }
    if (done_ < page_.count) return out.more_in(std::chrono::milliseconds(page_.milliseconds));
    if (chunked_) out.write(http::last_chunk());
    end_answer(out);
  }

  void end_answer(Outbox& out) {
    busy_ = false;
    if (!keep_alive_) out.finish();
  }

  std::shared_ptr<WebSite> site_;
  HttpRequest request_;
  WebPlace place_;
  BodyTaker taker_{BodyFraming{}};
  std::string body_;
  std::uint64_t count_ = 0;
  Crc32 sum_;
  WebPage page_;
  unsigned long long done_ = 0;
  int requests_ = 0;
  int minor_version_ = 1;
  bool reading_ = false;
  bool chunked_ = false;
  bool busy_ = false;
  bool keep_alive_ = true;
};

}  // namespace

std::unique_ptr<Session> WebHost::greet(Outbox& /*out*/) {
  return std::make_unique<WebSession>(site_);
}

}  // namespace porthole::hosts
