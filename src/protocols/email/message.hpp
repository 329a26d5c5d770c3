// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/email/addresses.hpp"
#include "protocols/email/headers.hpp"
#include "protocols/email/parameters.hpp"
#include "protocols/email/policy.hpp"

namespace porthole::email {

/// What an attachment is called and said to be.
struct Attachment {
  std::string filename;                                   ///< UTF-8; none where empty
  std::string content_type = "application/octet-stream";  ///< with parameters if need be
  std::string disposition = "attachment";                 ///< or `inline`
  std::string cid = {};  ///< Content-ID, in angle brackets, for pages that show it
};

/// A message, or one part of one (RFC 5322, RFC 2045 to 2049), under the names of Python's
/// email.message.EmailMessage: parsed by message_from_bytes(), or built from nothing. Text goes in and comes
/// out as UTF-8, everything else as bytes.
class EmailMessage {
 public:
  // -- headers
  // ---------------------------------------------------------------------------------------------------
  /// The first header of a name for people: encoded words decoded (decode_header()).
  std::optional<std::string> get(std::string_view name) const;
  std::string get(std::string_view name, std::string_view otherwise) const;
  std::vector<std::string> get_all(std::string_view name) const;
  bool contains(std::string_view name) const { return headers_.contains(name); }

  /// The headers as they stand: those of a parsed message undecoded, those of a built one unencoded.
  const Headers& headers() const noexcept { return headers_; }

  /// Sets or adds a header from UTF-8 text; as_bytes() encodes it as its name requires. Throws
  /// std::invalid_argument for CR, LF, NUL, bad names and text that is not UTF-8.
  void set(std::string_view name, std::string_view text);
  void append(std::string_view name, std::string_view text);
  /// Sets a header that lists mailboxes, each checked as formataddr() does.
  void set(std::string_view name, const std::vector<Mailbox>& mailboxes);
  std::size_t remove(std::string_view name);

  /// `text/plain` where there is no Content-Type or a bad one; in a digest `message/rfc822` (RFC 2046
  /// section 5.1.5).
  std::string get_content_type() const;
  std::string get_content_maintype() const;
  std::string get_content_subtype() const;
  /// A parameter of Content-Type, by its name in lower case.
  std::optional<std::string> get_param(std::string_view name) const;
  /// The character set, in lower case.
  std::optional<std::string> get_content_charset() const;
  /// `inline` or `attachment`, in lower case; empty where there is none.
  std::string get_content_disposition() const;
  /// The name of a file, from Content-Disposition or else Content-Type. It is what the sender says: never a
  /// path.
  std::optional<std::string> get_filename() const;
  bool is_attachment() const { return get_content_disposition() == "attachment"; }

  // -- content
  // ---------------------------------------------------------------------------------------------------
  bool is_multipart() const noexcept { return !parts_.empty(); }

  /// The parts, or the message that a message/rfc822 holds.
  const std::vector<EmailMessage>& parts() const noexcept { return parts_; }
  /// A part, to change it; std::out_of_range beyond them.
  EmailMessage& part(std::size_t index) { return parts_.at(index); }

  /// This message and all parts below, depth first. The pointers live as long as the message stays unchanged.
  std::vector<const EmailMessage*> walk() const;

  /// The bytes of the body exactly as they were parsed or will be written, not decoded.
  std::string_view raw_body() const noexcept;
  /// The whole message or part exactly as it was parsed, headers too; empty for a built one.
  std::string_view raw() const noexcept;

  /// The body with its Content-Transfer-Encoding undone: bytes. Empty for a multipart.
  std::string get_payload() const;

  /// Text as UTF-8, by its character set, bad bytes as U+FFFD, text without a character set as UTF-8 where it
  /// is; the bytes of everything else; the whole message/rfc822. Line ends stay as they are. Throws
  /// LookupError for a character set nobody knows (get_payload() still gives the bytes),
  /// std::invalid_argument for a multipart.
  std::string get_content() const;

  /// The part that is the text to read: the first kind of `preference` that there is, attachments left out;
  /// nullptr where there is none.
  const EmailMessage* get_body(const std::vector<std::string>& preference = {"plain", "html"}) const;

  /// The parts next to the body: all of a mixed message but its text.
  std::vector<const EmailMessage*> iter_attachments() const;

  const std::string& preamble() const noexcept { return preamble_; }
  const std::string& epilogue() const noexcept { return epilogue_; }
  /// What was wrong with a parsed message, under the names of email.errors; empty for a good one.
  const std::vector<std::string>& defects() const noexcept { return defects_; }

  // -- building
  // --------------------------------------------------------------------------------------------------
  /// Makes this a text of UTF-8, as 7bit, 8bit where the policy allows it, quoted-printable or base64,
  /// whichever is shortest and passes all mail servers. Replaces any content.
  void set_content(std::string_view text, std::string_view subtype = "plain", const Policy& policy = smtp);
  /// Makes this bytes of any type, in base64.
  void set_content_bytes(std::string_view bytes, const Attachment& what = {});
  /// The same text in another form (`html`): this becomes multipart/alternative, the last one is the richest.
  void add_alternative(std::string_view text, std::string_view subtype, const Policy& policy = smtp);
  /// What a page shows (a picture with its cid): this becomes multipart/related.
  void add_related(std::string_view bytes, const Attachment& what);
  /// Bytes next to the text: this becomes multipart/mixed.
  void add_attachment(std::string_view bytes, const Attachment& what = {});
  /// A whole message next to the text, as message/rfc822.
  void add_attachment(const EmailMessage& message);

  /// The whole message with the policy's line ends: headers encoded and folded, 8-bit bodies encoded where
  /// the policy forbids them. A parsed message that nobody changed comes out as it was, but for its line
  /// ends.
  std::string as_bytes(const Policy& policy = smtp) const;

 private:
  friend class MessageParser;
  friend class Generator;

  void make_multipart(std::string_view subtype);
  EmailMessage& add_part(std::string_view subtype);
  bool touched() const;
  void clear_content();

  Headers headers_;
  std::vector<EmailMessage> parts_;
  std::string body_;  ///< of a built message
  std::string preamble_;
  std::string epilogue_;
  std::vector<std::string> defects_;
  std::string default_type_ = "text/plain";
  // A parsed message and all its parts share the bytes they came from.
  std::shared_ptr<const std::string> source_;
  std::size_t begin_ = 0;
  std::size_t body_begin_ = 0;
  std::size_t end_ = 0;
  bool changed_ = false;
};

}  // namespace porthole::email
