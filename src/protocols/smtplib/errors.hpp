// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>

#include "protocols/smtplib/types.hpp"
#include "protocols/stream/error.hpp"

namespace porthole::smtplib {

/// What all errors of this module derive from, as in Python.
class SMTPException : public ProtocolError {
  using ProtocolError::ProtocolError;
};

/// The server does not offer what was asked for (EHLO did not list it). Nothing was sent.
class SMTPNotSupportedError : public SMTPException {
  using SMTPException::SMTPException;
};

/// The server ended the connection where an answer was due, or there is no connection (any more).
class SMTPServerDisconnected : public SMTPException {
  using SMTPException::SMTPException;
};

/// The server answered with a code that refuses.
class SMTPResponseException : public SMTPException {
 public:
  SMTPResponseException(const std::string& sentence, Reply reply)
      : SMTPException(sentence), reply_(std::move(reply)) {}

  [[nodiscard]] const Reply& reply() const { return reply_; }
  [[nodiscard]] int smtp_code() const { return reply_.code; }
  [[nodiscard]] const std::string& smtp_error() const { return reply_.text; }

 private:
  Reply reply_;
};

/// The sender was refused, and all recipients with it.
class SMTPSenderRefused : public SMTPResponseException {
 public:
  SMTPSenderRefused(const std::string& sentence, Reply reply, std::string sender)
      : SMTPResponseException(sentence, std::move(reply)), sender_(std::move(sender)) {}

  [[nodiscard]] const std::string& sender() const { return sender_; }

 private:
  std::string sender_;
};

/// All recipients were refused: nothing was sent.
class SMTPRecipientsRefused : public SMTPException {
 public:
  SMTPRecipientsRefused(const std::string& sentence, Refused recipients)
      : SMTPException(sentence), recipients_(std::move(recipients)) {}

  [[nodiscard]] const Refused& recipients() const { return recipients_; }

 private:
  Refused recipients_;
};

/// DATA, or the message itself, was refused.
class SMTPDataError : public SMTPResponseException {
  using SMTPResponseException::SMTPResponseException;
};

/// The greeting was no 220.
class SMTPConnectError : public SMTPResponseException {
  using SMTPResponseException::SMTPResponseException;
};

/// HELO was refused (and EHLO before it).
class SMTPHeloError : public SMTPResponseException {
  using SMTPResponseException::SMTPResponseException;
};

/// The user name or the password was refused.
class SMTPAuthenticationError : public SMTPResponseException {
  using SMTPResponseException::SMTPResponseException;
};

}  // namespace porthole::smtplib
