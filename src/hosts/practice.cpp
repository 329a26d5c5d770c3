// SPDX-License-Identifier: MIT
#include "hosts/practice.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <iomanip>
#include <sstream>
#include <system_error>

#include "hosts/all_hosts.hpp"
#include "hosts/loop.hpp"
#include "hosts/map_file.hpp"

namespace porthole::hosts {
namespace {

int stop_writer = -1;

/// SIGINT and SIGTERM make a descriptor readable, for the loop's poll.
class StopSignal {
 public:
  StopSignal() {
    if (pipe(ends_.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    for (const int end : ends_) {
      fcntl(end, F_SETFD, FD_CLOEXEC);
      fcntl(end, F_SETFL, O_NONBLOCK);
    }
    stop_writer = ends_[1];
    struct sigaction action{};
    action.sa_handler = [](int) {
      const int saved = errno;
      [[maybe_unused]] const ssize_t written = ::write(stop_writer, "x", 1);
      errno = saved;
    };
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
  }
  ~StopSignal() {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  [[nodiscard]] int fd() const { return ends_[0]; }

 private:
  std::array<int, 2> ends_{};
};

}  // namespace

void serve_practice(const std::string& map, std::ostream& out) {
  const StopSignal stop;
  const auto hosts = all_hosts();
  Loop loop;
  std::ostringstream lines;
  std::ostringstream table;
  for (const auto& host : hosts) {
    const int target = loop.listen(*host);
    lines << host->name() << ' ' << host->address() << ' ' << host->port() << ' ' << target << '\n';
    if (host->about().empty()) continue;  // a passive port of FTP: for transfers only
    table << std::left << std::setw(12) << host->name() << std::setw(14) << host->address() << std::right
          << std::setw(5) << host->port() << std::setw(9) << target << "  " << host->about() << '\n';
  }
  const MapFile file(map, lines.str());
  out << "name        address        port  127.0.0.1\n" << table.str() << "map: " << file.path() << std::endl;
  loop.run(stop.fd());
}

}  // namespace porthole::hosts
