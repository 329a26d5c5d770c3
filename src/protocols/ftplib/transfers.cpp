// SPDX-License-Identifier: MIT
#include <exception>
#include <istream>

#include "protocols/ftplib/ftp.hpp"
#include "socket/error.hpp"

namespace porthole::ftplib {
namespace {

/// The host does not know, or does not take, the extended command: 500, 501, 502, 504 or 522.
bool unknown(const error_perm& refusal) {
  const std::string_view reply = refusal.what();
  return reply.starts_with("50") || reply.starts_with("522");
}

bool is_ipv4(const std::string& host) {
  return host.find(':') == std::string::npos;
}

/// Keeps a list within FTP::max_listing.
class Room {
 public:
  void take(std::size_t bytes) {
    used_ += bytes;
    if (used_ > FTP::max_listing)
      throw LimitError("the host's list is longer than " + std::to_string(FTP::max_listing) + " bytes");
  }

 private:
  std::size_t used_ = 0;
};

}  // namespace

int FTP::passive_port() {
  if (extended_) {
    try {
      return parse229(voidcmd("EPSV"));
    } catch (const error_perm& refusal) {
      if (!unknown(refusal) || !is_ipv4(control().stream().getpeername().host())) throw;
      extended_ = false;
    }
  }
  return parse227(voidcmd("PASV"));
}

std::unique_ptr<Stream> FTP::connect_passive() {
  const int port = passive_port();
  return network_.connect({control().stream().getpeername().host(), port}, timeout_);
}

std::unique_ptr<Listener> FTP::listen_active() {
  const std::string host = control().stream().getsockname().host();
  auto listener = network_.listen({host, 0});
  const int port = listener->getsockname().port();
  if (extended_) {
    try {
      voidcmd("EPRT " + eprt_argument(host, port));
      return listener;
    } catch (const error_perm& refusal) {
      if (!unknown(refusal) || !is_ipv4(host)) throw;
      extended_ = false;
    }
  }
  voidcmd("PORT " + port_argument(host, port));
  return listener;
}

/// The host's connection; anybody else's is dropped. One from this machine's own address is taken too: so a
/// practice host's appears, or that of any host behind a mapping.
std::unique_ptr<Stream> FTP::accept_active(Listener& listener) {
  constexpr int strangers = 10;
  const std::string host = control().stream().getpeername().host();
  for (int tries = 0; tries < strangers; ++tries) {
    auto stream = listener.accept(timeout_);
    const std::string peer = stream->getpeername().host();
    if (peer == host || peer == stream->getsockname().host()) return stream;
  }
  throw error_proto("others than the host keep connecting to the data port");
}

/// Sends the command, with REST before it where it is asked for: the preliminary reply.
std::string FTP::begin_transfer(const std::string& command, std::optional<std::uint64_t> rest) {
  if (rest) {
    const std::string reply = sendcmd("REST " + std::to_string(*rest));
    if (reply[0] != '3') throw error_reply(reply);
  }
  std::string reply = sendcmd(command);
  // Some hosts answer 2xx at once and again at the end.
  if (reply[0] == '2') reply = getresp();
  if (reply[0] != '1') throw error_reply(reply);
  pending_ = true;
  return reply;
}

std::pair<std::unique_ptr<Stream>, std::optional<std::uint64_t>> FTP::ntransfercmd(
    const std::string& command, std::optional<std::uint64_t> rest) {
  try {
    if (passive_) {
      auto stream = connect_passive();
      const std::string reply = begin_transfer(command, rest);
      return {std::move(stream), parse150(reply)};
    }
    const auto listener = listen_active();
    const std::string reply = begin_transfer(command, rest);
    return {accept_active(*listener), parse150(reply)};
  } catch (const error_proto&) {
    close();
    throw;
  }
}

std::unique_ptr<Stream> FTP::transfercmd(const std::string& command, std::optional<std::uint64_t> rest) {
  return ntransfercmd(command, rest).first;
}

std::string FTP::retrbinary(const std::string& command, const Sink& callback,
                            std::optional<std::uint64_t> rest) {
  type('I');
  const auto stream = transfercmd(command, rest);
  const auto buffer = std::make_unique<std::byte[]>(block_size);
  while (const std::size_t count = stream->recv_into({buffer.get(), block_size}))
    callback({reinterpret_cast<const char*>(buffer.get()), count});
  stream->close();
  return voidresp();
}

std::string FTP::retrlines(const std::string& command, const LineSink& callback) {
  type('A');
  Channel data(transfercmd(command));
  while (const auto line = data.readline_or_end(max_line)) callback(*line);
  data.close();
  return voidresp();
}

std::string FTP::storbinary(const std::string& command, const Source& source, const Sink& callback,
                            std::optional<std::uint64_t> rest) {
  type('I');
  const auto stream = transfercmd(command, rest);
  std::exception_ptr broken;
  for (std::string block = source(block_size); !block.empty(); block = source(block_size)) {
    try {
      stream->sendall(block);
    } catch (const ConnectionError&) {
      broken = std::current_exception();
      break;
    }
    if (callback) callback(block);
  }
  stream->close();
  // A host that ended the connection says why; where it says that all is well, it does not know better.
  std::string reply = voidresp();
  if (broken) std::rethrow_exception(broken);
  return reply;
}

std::string FTP::storbinary(const std::string& command, std::istream& source, const Sink& callback,
                            std::optional<std::uint64_t> rest) {
  const auto read = [&source](std::size_t most) {
    std::string block(most, '\0');
    source.read(block.data(), static_cast<std::streamsize>(most));
    block.resize(static_cast<std::size_t>(source.gcount()));
    return block;
  };
  return storbinary(command, read, callback, rest);
}

std::string FTP::storlines(const std::string& command, std::istream& source) {
  type('A');
  const auto stream = transfercmd(command);
  std::string block;
  for (std::string line; std::getline(source, line);) {
    if (line.ends_with('\r')) line.pop_back();
    block += line + "\r\n";
    if (block.size() < block_size) continue;
    stream->sendall(block);
    block.clear();
  }
  if (!block.empty()) stream->sendall(block);
  stream->close();
  return voidresp();
}

std::vector<std::string> FTP::nlst(const std::string& path) {
  std::vector<std::string> names;
  Room room;
  const auto add = [&](const std::string& name) {
    room.take(name.size() + sizeof(std::string));
    names.push_back(name);
  };
  retrlines(path.empty() ? "NLST" : "NLST " + path, add);
  return names;
}

std::vector<std::string> FTP::dir(const std::string& path) {
  std::vector<std::string> lines;
  Room room;
  const auto add = [&](const std::string& line) {
    room.take(line.size() + sizeof(std::string));
    lines.push_back(line);
  };
  retrlines(path.empty() ? "LIST" : "LIST " + path, add);
  return lines;
}

std::vector<Entry> FTP::mlsd(const std::string& path, const std::vector<std::string>& facts) {
  if (!facts.empty()) {
    std::string wanted;
    for (const std::string& fact : facts) wanted += fact + ';';
    opts("MLST " + wanted);
  }
  constexpr std::size_t a_fact = 128;  // of a map's bookkeeping
  std::vector<Entry> entries;
  Room room;
  const auto add = [&](const std::string& line) {
    entries.push_back(parse_mlsx(line));
    room.take(line.size() + sizeof(Entry) + entries.back().facts.size() * a_fact);
  };
  retrlines(path.empty() ? "MLSD" : "MLSD " + path, add);
  return entries;
}

}  // namespace porthole::ftplib
