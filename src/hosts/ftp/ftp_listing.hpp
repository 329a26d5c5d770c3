// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "hosts/ftp/ftp_tree.hpp"

namespace porthole::hosts {

/// Facts of an entry as MLSD and MLST write them (RFC 3659 section 7.5):
/// "type=file;size=12;modify=…;perm=r;".
std::string ftp_facts(const FtpTree::Node& node);

/// A whole directory for LIST (as `ls -l` has it), NLST or MLSD; lines end in CR LF. A file lists as itself.
std::string ftp_list(const FtpTree::Node& node, const std::string& name);
std::string ftp_names(const FtpTree::Node& node, const std::string& name);
std::string ftp_machine_list(const FtpTree::Node& node);

/// "20251123120000", UTC.
std::string ftp_time(std::time_t time);

}  // namespace porthole::hosts
