// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hosts/ftp/ftp_data.hpp"
#include "hosts/ftp/ftp_tree.hpp"
#include "hosts/session.hpp"

namespace porthole::hosts {

/// What active mode needs: who makes connections, from which address, and the client's, the only one to call.
struct FtpCaller {
  Dialer& dialer;
  std::string from;
  std::string client;
};

/// The control connection of one visitor.
class FtpSession : public Session {
 public:
  /// A longer line ends the session.
  static constexpr std::size_t max_line = 4096;
  static constexpr int max_tries = 5;
  /// For the client to make its data connection.
  static constexpr std::chrono::seconds data_patience{15};

  FtpSession(std::shared_ptr<FtpTree> tree, std::shared_ptr<FtpPassivePorts> ports, FtpCaller caller,
             Outbox& out);
  ~FtpSession() override;

  void received(std::string& input, Outbox& out) override;
  void ended(Outbox& out) override;
  void refill(Outbox& out) override;

  /// The commands, one function each; the table that leads to them is in ftp_session.cpp.
  void user(const std::string& name);
  void pass(const std::string& password);
  void cwd(const std::string& path);
  void pwd(const std::string& argument);
  void type(const std::string& code);
  void structure(const std::string& code);
  void mode(const std::string& code);
  void pasv(const std::string& argument);
  void epsv(const std::string& argument);
  void port(const std::string& argument);
  void eprt(const std::string& argument);
  void list(const std::string& path);
  void nlst(const std::string& path);
  void mlsd(const std::string& path);
  void mlst(const std::string& path);
  void retr(const std::string& path);
  void stor(const std::string& path);
  void appe(const std::string& path);
  void rest(const std::string& offset);
  void size(const std::string& path);
  void mdtm(const std::string& path);
  void rename_from(const std::string& path);
  void rename_to(const std::string& path);
  void dele(const std::string& path);
  void mkd(const std::string& path);
  void rmd(const std::string& path);
  void abor(const std::string& argument);
  void feat(const std::string& argument);
  void opts(const std::string& argument);
  void stat(const std::string& path);
  void help(const std::string& argument);
  void quit(const std::string& argument);
  void reply(std::string_view text);

 private:
  void command(const std::string& line);
  /// The reply that tells a result: `done` where all is well.
  static std::string words(FtpResult result, const std::string& done);
  void tell(FtpResult result, const std::string& done) { reply(words(result, done)); }
  [[nodiscard]] std::string path_of(const std::string& argument) const {
    return ftp_path(directory_, argument);
  }
  [[nodiscard]] bool may_write();
  void lend(bool extended);
  void call_back(const std::string& host, int port);
  void transfer(const std::string& what, FtpJob job, std::function<FtpResult()> complete = {});
  void send_text(const std::string& what, std::string text);
  void store(const std::string& path, bool append);
  void end_transfer();

  std::shared_ptr<FtpTree> tree_;
  std::shared_ptr<FtpPassivePorts> ports_;
  FtpCaller caller_;
  Outbox& out_;
  std::string directory_ = "/";
  std::string name_;
  bool logged_in_ = false;
  bool anonymous_ = false;
  bool ascii_ = true;
  bool only_epsv_ = false;
  int tries_ = 0;
  std::uint64_t rest_ = 0;
  std::string renaming_;
  std::shared_ptr<FtpChannel> channel_;
  /// A transfer is under way, and its last reply is to come.
  bool transferring_ = false;
  std::optional<std::string> outcome_;
  Clock::time_point connect_until_ = Clock::time_point::max();
};

}  // namespace porthole::hosts
