// SPDX-License-Identifier: MIT
#include "protocols/http/body.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "protocols/http/errors.hpp"

namespace porthole::http {
namespace {

std::string next_line(Channel& channel, std::size_t limit, const char* what) {
  try {
    return channel.readline(limit);
  } catch (const LimitError&) {
    throw LineTooLong("the host sent " + std::string(what) + " longer than " + std::to_string(limit) +
                      " bytes");
  } catch (const EOFError&) {
    throw IncompleteRead("the host closed the connection within " + std::string(what));
  }
}

/// CR LF and nothing else: an end of LF alone would let two readers disagree about where the chunk ends.
void pass_chunk_end(Channel& channel) {
  std::string end;
  try {
    end = channel.read(2);
  } catch (const EOFError&) {
    throw IncompleteRead("the host closed the connection at a chunk's end");
  }
  if (end != "\r\n") throw BadChunk("the host sent a chunk that is not as long as its size says");
}

}  // namespace

HTTPMessage read_headers(Channel& channel) {
  HeaderParser parser;
  std::size_t count = 0;
  std::size_t size = 0;
  for (;;) {
    const std::string line = next_line(channel, max_line, "a header line");
    if (line.empty()) return parser.finish();
    size += line.size();
    if (++count > max_headers)
      throw LineTooLong("the host sent more than " + std::to_string(max_headers) + " header lines");
    if (size > max_head)
      throw LineTooLong("the host sent headers of more than " + std::to_string(max_head) + " bytes");
    parser.line(line);
  }
}

Head read_head(Channel& channel) {
  Head head;
  std::optional<std::string> line;
  try {
    line = channel.readline_or_end(max_line);
  } catch (const LimitError&) {
    throw BadStatusLine("the host's answer is no HTTP: its first line is longer than " +
                        std::to_string(max_line) + " bytes");
  } catch (const EOFError&) {
    throw IncompleteRead("the host closed the connection within the status line");
  }
  if (!line) throw RemoteDisconnected("the host closed the connection without an answer");
  head.status = parse_status_line(*line);
  head.headers = read_headers(channel);
  return head;
}

BodyReader::BodyReader(const Framing& framing)
    : kind_(framing.kind),
      left_(framing.length),
      done_(kind_ == Framing::Kind::none || (kind_ == Framing::Kind::length && left_ == 0)) {}

std::optional<std::uint64_t> BodyReader::left() const {
  if (done_) return 0;
  if (kind_ == Framing::Kind::length) return left_;
  return std::nullopt;
}

/// Passes the end of a chunk and reads the next one's size; false after the last one and its trailers.
bool BodyReader::next_chunk(Channel& channel) {
  if (in_chunks_) pass_chunk_end(channel);
  in_chunks_ = true;
  left_ = parse_chunk_size(next_line(channel, max_chunk_line, "a chunk's size"));
  if (left_ > 0) return true;
  trailers_ = read_headers(channel);
  return false;
}

std::size_t BodyReader::read_into(Channel& channel, std::span<std::byte> memory) {
  if (done_ || memory.empty()) return 0;
  if (kind_ == Framing::Kind::chunked && left_ == 0 && !next_chunk(channel)) {
    done_ = true;
    return 0;
  }
  if (kind_ != Framing::Kind::until_close && memory.size() > left_)
    memory = memory.first(static_cast<std::size_t>(left_));
  const std::size_t count = channel.read_into(memory);
  if (kind_ == Framing::Kind::until_close) {
    done_ = count == 0;
    return count;
  }
  if (count == 0)
    throw IncompleteRead("the connection ended with " + std::to_string(left_) + " bytes missing");
  left_ -= count;
  if (kind_ == Framing::Kind::length) done_ = left_ == 0;
  return count;
}

std::string chunk(Bytes data) {
  if (data.empty()) return {};
  std::array<char, 16> digits{};
  char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), data.size(), 16).ptr;
  std::string text(digits.data(), end);
  text += "\r\n";
  text += data.view();
  return text += "\r\n";
}

std::string last_chunk(const HeaderList& trailers) {
  std::string text = "0\r\n";
  for (const auto& [name, value] : trailers) text += header_line(name, value);
  return text + "\r\n";
}

std::string header_line(std::string_view name, std::string_view value) {
  if (!is_token(name)) throw std::invalid_argument("a header cannot be named \"" + shown(name) + '"');
  return std::string(name) + ": " + std::string(one_line(value, "the value of " + std::string(name))) +
         "\r\n";
}

}  // namespace porthole::http
