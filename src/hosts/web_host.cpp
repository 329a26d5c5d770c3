// SPDX-License-Identifier: MIT
#include "hosts/web_host.hpp"

#include <array>
#include <ctime>

#include "hosts/web_site.hpp"

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

std::string chunk(std::string_view data) {
  std::array<char, 20> size{};
  std::snprintf(size.data(), size.size(), "%zx\r\n", data.size());
  return size.data() + std::string(data) + "\r\n";
}

class WebSession : public Session {
 public:
  void received(std::string& input, Outbox& out) override {
    while (!busy_ && !out.finished() && !out.full() && !input.empty()) {
      const HttpParse parse = take_request(input);
      if (parse.refused != 0) {
        keep_alive_ = false;
        send(error_page(parse.refused), true, out);
      } else if (parse.request) {
        answer(*parse.request, out);
      } else {
        return;
      }
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

  void answer(const HttpRequest& request, Outbox& out) {
    // A body is not read: after the answer the connection ends, so that it cannot pass for a request.
    keep_alive_ = request.keep_alive() && !request.has_body() && ++requests_ < most_requests;
    minor_version_ = request.minor_version;
    const bool head = request.method == "HEAD";
    if (head || request.method == "GET") {
      send(find_page(request), !head, out);
    } else {
      const bool known = request.method == "POST" || request.method == "PUT" || request.method == "DELETE" ||
                         request.method == "OPTIONS" || request.method == "PATCH";
      send(error_page(known ? 405 : 501), true, out);
    }
  }

  void send(WebPage page, bool with_body, Outbox& out) {
    page_ = std::move(page);
    chunked_ = page_.kind == WebPage::Kind::slow && minor_version_ > 0;
    if (page_.kind == WebPage::Kind::slow && !chunked_) keep_alive_ = false;
    done_ = 0;
    out.write(head_of());
    if (!with_body) return end_answer(out);
    if (page_.kind != WebPage::Kind::whole) {
      busy_ = true;
      return out.more();
    }
    out.write(page_.body);
    end_answer(out);
  }

  [[nodiscard]] std::string head_of() const {
    std::string head = "HTTP/1." + std::to_string(minor_version_) + ' ' + std::to_string(page_.status) + ' ' +
                       std::string(reason(page_.status)) + "\r\nDate: " + http_date() +
                       "\r\nServer: Porthole\r\nContent-Type: " + page_.type + "\r\n";
    if (page_.status == 405) head += "Allow: GET, HEAD\r\n";
    if (chunked_)
      head += "Transfer-Encoding: chunked\r\n";
    else if (page_.kind == WebPage::Kind::big)
      head += "Content-Length: " + std::to_string(page_.count) + "\r\n";
    else if (page_.kind == WebPage::Kind::whole)
      head += "Content-Length: " + std::to_string(page_.body.size()) + "\r\n";
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
      for (std::size_t index = 0; index < size; ++index) part[index] = big_byte(done_ + index);
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
      out.write(chunked_ ? chunk(line) : line);
    }
    if (done_ < page_.count) return out.more_in(std::chrono::milliseconds(page_.milliseconds));
    if (chunked_) out.write("0\r\n\r\n");
    end_answer(out);
  }

  void end_answer(Outbox& out) {
    busy_ = false;
    if (!keep_alive_) out.finish();
  }

  WebPage page_;
  unsigned long long done_ = 0;
  int requests_ = 0;
  int minor_version_ = 1;
  bool chunked_ = false;
  bool busy_ = false;
  bool keep_alive_ = true;
};

}  // namespace

std::unique_ptr<Session> WebHost::greet(Outbox& /*out*/) {
  return std::make_unique<WebSession>();
}

}  // namespace porthole::hosts
