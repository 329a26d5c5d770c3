// SPDX-License-Identifier: MIT
#include "hosts/all_hosts.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "hosts/echo_host.hpp"
#include "hosts/ftp/ftp_host.hpp"
#include "hosts/gopher/gopher_host.hpp"
#include "hosts/imap/imap_host.hpp"
#include "hosts/news/news_host.hpp"
#include "hosts/pop3/pop3_host.hpp"
#include "hosts/smtp/smtp_host.hpp"
#include "hosts/telnet/telnet_host.hpp"
#include "hosts/web/web_host.hpp"

namespace porthole::hosts {

std::vector<std::unique_ptr<Host>> all_hosts() {
  std::vector<std::unique_ptr<Host>> hosts;
  hosts.push_back(std::make_unique<WebHost>());
  hosts.push_back(std::make_unique<NewsHost>());
  auto files = std::make_unique<FtpHost>();
  auto transfers = files->data_hosts();
  hosts.push_back(std::move(files));
  std::ranges::move(transfers, std::back_inserter(hosts));
  const auto mail = std::make_shared<MailWorld>();
  hosts.push_back(std::make_unique<SmtpHost>(mail));
  hosts.push_back(std::make_unique<Pop3Host>(mail));
  hosts.push_back(std::make_unique<ImapHost>(mail));
  hosts.push_back(std::make_unique<TelnetHost>());
  hosts.push_back(std::make_unique<GopherHost>());
  hosts.push_back(std::make_unique<EchoHost>());
  return hosts;
}

}  // namespace porthole::hosts
