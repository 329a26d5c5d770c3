// SPDX-License-Identifier: MIT
// protocol: HTTP
// title: Open a URL
// title.zh: 打开一个网址
// blurb: urlopen follows redirects, logs in with the user of the URL, posts a form, and streams the answer.
// blurb.zh: urlopen 会跟随重定向，用网址里的用户登录，提交表单，并一边接收一边处理。
// usage: urlopen [URL [NAME]]
// page: http://www.test/redirect?n=2 "王小明"
// also: http://learner:secret@www.test/private

#include <exception>
#include <iostream>
#include <string>

#include "protocols/urllib.hpp"

using namespace porthole;

static void open(const urllib::Request& request) {
  urllib::Options options;
  options.timeout = seconds(30);
  options.on_redirect = [](const urllib::ResponseHead& head) {
    std::cout << head.status << " leads to " << head.headers.get("Location").value_or("?") << '\n';
  };
  try {
    urllib::Response response = urllib::urlopen(request, options);
    std::cout << response.status() << ' ' << response.reason() << " from " << response.geturl() << '\n';
    // The body comes piece by piece: it never has to fit into memory.
    response.read_to([](std::string_view piece) { std::cout << piece; });
  } catch (const urllib::HTTPError& problem) {
    // The host refused; its answer often says why.
    std::cout << problem.what() << '\n' << problem.read();
  }
}

int main(int argc, char** argv) {
  const std::string url = argc > 1 ? argv[1] : "http://www.test/redirect?n=2";
  try {
    open(url);

    if (argc > 2) {
      // A form: names and values, encoded. With data the method is POST.
      urllib::Request form(urllib::urljoin(url, "/form"));
      form.data = urllib::urlencode({{"name", argv[2]}, {"message", "50% & more"}});
      std::cout << "\nPosting " << *form.data << '\n';
      open(form);
    }
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
