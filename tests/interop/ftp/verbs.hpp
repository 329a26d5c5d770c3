// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "../proving.hpp"
#include "protocols/ftplib.hpp"

/// What the parts of ftp_verbs share. Each works in the folder of the run's own, and leaves only the large
/// file there.
namespace verbs {

using porthole::ftplib::FTP;

struct Place {
  std::string host;
  int port;
  std::string folder;
  /// Whether this network can listen: PORT and EPRT.
  bool listens;

  void log_in(FTP& ftp) const {
    ftp.connect(host, port, porthole::seconds(60.0));
    ftp.login("user", "secret");
  }
};

std::string retrieve(FTP& ftp, const std::string& name, std::optional<std::uint64_t> rest = {});
void store(FTP& ftp, const std::string& command, const std::string& content,
           std::optional<std::uint64_t> rest = {});

/// The session itself: greeting, logins, what the server tells of itself.
void session(const Place& place);
/// Folders and names, Chinese ones too; what lists say of them.
void folders(const Place& place);
/// Files in and out, byte for byte: both types, resuming, breaking off.
void files(const Place& place);
/// 100 MB up and down.
void large(const Place& place);
/// The server connects to us.
void active(const Place& place);

}  // namespace verbs
