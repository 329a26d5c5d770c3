// SPDX-License-Identifier: MIT
#pragma once

#include "hosts/mailbox/mail_user.hpp"

namespace porthole::hosts {

/// Puts what a fresh account shall hold into its folders: letters in English and Chinese, in the encodings
/// that mail uses, one with attachments.
void place_letters(MailUser& user);

}  // namespace porthole::hosts
