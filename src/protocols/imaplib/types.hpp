// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace porthole::imaplib {

/// What a response is made of: NIL, an atom or number, a string (quoted or literal) or a parenthesized list.
struct Value {
  enum class Kind { nil, atom, string, list };
  Kind kind = Kind::nil;
  std::string text = {};
  std::vector<Value> items = {};
  /// A literal that went to a sink instead: its size; `text` is empty.
  std::optional<std::uint64_t> streamed = {};

  [[nodiscard]] bool is_nil() const { return kind == Kind::nil; }
  [[nodiscard]] bool is_list() const { return kind == Kind::list; }
};

/// One answer of LIST or LSUB (RFC 3501 section 7.2.2).
struct MailboxInfo {
  std::vector<std::string> flags;
  /// What parts the levels of names; none where names are flat.
  std::optional<char> delimiter;
  /// In UTF-8.
  std::string name;
  /// As the server wrote it: modified UTF-7.
  std::string raw;

  [[nodiscard]] bool has(std::string_view flag) const;
};

/// The selected mailbox (RFC 3501 section 6.3.1).
struct Selected {
  std::string name;
  /// Messages there are, and those that are new since anybody selected it.
  std::uint32_t exists = 0, recent = 0;
  std::vector<std::string> flags, permanent_flags;
  std::uint32_t uidvalidity = 0, uidnext = 0;
  /// The first unseen message, where the server told.
  std::optional<std::uint32_t> unseen;
  bool read_only = false;
};

/// One answer of STATUS: MESSAGES, UIDNEXT, UNSEEN… with their numbers.
struct MailboxStatus {
  std::string name;
  std::map<std::string, std::uint64_t> items;
};

/// An address of an envelope. The name is as it stands in the message: encoded words are not decoded.
struct EnvelopeAddress {
  std::string name;
  std::string route;
  std::string mailbox;
  /// Empty at the end of a group, whose beginning has a mailbox and no host.
  std::string host;

  [[nodiscard]] std::string address() const { return host.empty() ? mailbox : mailbox + "@" + host; }
};

/// The ENVELOPE of RFC 3501 section 7.4.2; a NIL is an empty text.
struct Envelope {
  std::string date;
  std::string subject;
  std::vector<EnvelopeAddress> from, sender, reply_to, to, cc, bcc;
  std::string in_reply_to;
  std::string message_id;
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// One part of a BODY or BODYSTRUCTURE, and the parts below it.
struct BodyStructure {
  /// In lower case, as `text` and `plain`; `multipart` with its parts.
  std::string type, subtype;
  Parameters parameters;
  std::string id, description, encoding;
  std::uint64_t octets = 0;
  /// Of text and message/rfc822.
  std::uint64_t lines = 0;
  /// Of a multipart; of a message/rfc822 its one body.
  std::vector<BodyStructure> parts;
  /// Of message/rfc822.
  std::optional<Envelope> envelope;
  /// The extensions of BODYSTRUCTURE; empty in a BODY.
  std::string md5, disposition, location;
  Parameters disposition_parameters;
  std::vector<std::string> languages;
  /// `1.2`, for BODY[1.2]; empty for the whole of a multipart.
  std::string section;

  /// A parameter's value, whatever its case; empty where there is none.
  [[nodiscard]] std::string parameter(std::string_view name) const;
};

/// What one FETCH response tells of a message (RFC 3501 section 7.4.2).
struct Message {
  /// Its number in the mailbox, from 1.
  std::uint32_t number = 0;
  std::optional<std::uint32_t> uid;
  std::optional<std::vector<std::string>> flags;
  /// As `17-Jul-1996 02:44:25 -0700`.
  std::optional<std::string> internaldate;
  std::optional<std::uint64_t> size;
  std::optional<Envelope> envelope;
  std::optional<BodyStructure> body, bodystructure;
  /// Texts by what the server calls them: `BODY[]`, `BODY[1.2]<0>`, `RFC822.HEADER`, `BINARY[1]`. A NIL is
  /// none.
  std::map<std::string, std::optional<std::string>> texts;
  /// A text of this size went to a sink.
  std::optional<std::uint64_t> streamed;
  /// Anything else, by its name in upper case.
  std::map<std::string, Value> others;

  /// A text by its name; throws error where it did not come.
  [[nodiscard]] const std::string& text(const std::string& name) const;
  /// The only text that came (as BODY[] of a fetch of one); throws error where there is none.
  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] bool has_flag(std::string_view flag) const;
};

/// One namespace (RFC 2342).
struct Namespace {
  std::string prefix;
  std::optional<char> delimiter;
};

/// The three kinds that NAMESPACE answers with.
struct Namespaces {
  std::vector<Namespace> personal, others, shared;
};

/// One response, read and understood as far as its kind is known.
struct Response {
  enum class Kind { continuation, tagged, untagged };
  Kind kind = Kind::untagged;
  /// Of a tagged one.
  std::string tag;
  /// `OK`, `NO`, `BAD`, `BYE`, `PREAUTH`, `FETCH`, `EXISTS`, `LIST`… in upper case.
  std::string name;
  /// The number before `EXISTS`, `RECENT`, `EXPUNGE`, `FETCH`.
  std::uint32_t number = 0;
  /// Of OK, NO, BAD, BYE, PREAUTH: the response code's name in upper case and what follows it.
  std::string code, code_argument;
  /// The text for people, or what a continuation says.
  std::string text;

  /// Those of these that the name asks for.
  std::optional<Message> message;
  std::optional<MailboxInfo> mailbox;
  std::optional<MailboxStatus> status;
  std::optional<Namespaces> namespaces;
  /// SEARCH.
  std::vector<std::uint64_t> numbers;
  /// FLAGS, CAPABILITY, ENABLED.
  std::vector<std::string> words;
  /// ID, and everything that is not known.
  std::vector<Value> values;

  [[nodiscard]] bool is_status() const;
};

}  // namespace porthole::imaplib
