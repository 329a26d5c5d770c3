// SPDX-License-Identifier: MIT

import { AF, IPPROTO, MSG, O, SOCK } from "../abi.ts";
import type { Answer, Reply } from "../errno.ts";
import type { Process } from "../process.ts";
import { decodeEndpoint, storeEndpoint } from "../sockets/sockaddr.ts";
import { TcpSocket } from "../sockets/tcp_socket.ts";
import { getOption, setOption } from "./socket_options.ts";
import { type Calls, prompt, waits } from "./table.ts";
import { badVectors, gather, writeAll } from "./transfer.ts";

function openSocket(process: Process, family: number, typeAndFlags: number, protocol: number): Answer {
  const type = typeAndFlags & 0xf;
  if (typeAndFlags & ~(0xf | SOCK.NONBLOCK | SOCK.CLOEXEC) || type > 10) return "EINVAL";
  if (family !== AF.INET && family !== AF.INET6) return "EAFNOSUPPORT";
  if (type === SOCK.STREAM) {
    if (protocol !== 0 && protocol !== IPPROTO.TCP) return "EPROTONOSUPPORT";
  } else {
    return type === SOCK.RAW ? "EPERM" : "ESOCKTNOSUPPORT";
  }
  const socket = new TcpSocket(family, process.network, process.newInode(), (closing) => process.linger(closing));
  if (typeAndFlags & SOCK.NONBLOCK) socket.flags |= O.NONBLOCK;
  return process.descriptors.add(socket, (typeAndFlags & SOCK.CLOEXEC) !== 0);
}

function connect(process: Process, socket: TcpSocket, address: number, length: number): Reply {
  if (length >= 2 && process.memory.view.getUint16(address, true) === AF.UNSPEC) return socket.disconnect();
  const endpoint = decodeEndpoint(process.memory, address, length, socket.family);
  if (typeof endpoint === "string") return endpoint;
  const started = socket.connect(endpoint);
  if (started === "EISCONN" || started === "ENETUNREACH") return started;
  const late = () => (started === 0 ? "EINPROGRESS" : "EALREADY");
  const limit = socket.flags & O.NONBLOCK ? 0 : socket.writeLimit;
  if (started === 0 && limit === 0 && socket.connecting) return "EINPROGRESS";
  return process.waiting.until({ on: [socket.changed], limit, late }, () => socket.connectResult());
}

function accept(process: Process, socket: TcpSocket, address: number, length: number, flags: number): Reply {
  if (flags & ~(SOCK.NONBLOCK | SOCK.CLOEXEC) || !socket.isListening) return "EINVAL";
  const attempt = (): Answer => {
    const accepted = socket.accept(process.newInode());
    if (typeof accepted === "string") return accepted;
    if (flags & SOCK.NONBLOCK) accepted.flags |= O.NONBLOCK;
    const fd = process.descriptors.add(accepted, (flags & SOCK.CLOEXEC) !== 0);
    if (typeof fd === "string") accepted.release();
    else storeEndpoint(process.memory, accepted.peer() ?? accepted.local(), address, length);
    return fd;
  };
  const limit = socket.flags & O.NONBLOCK ? 0 : socket.readLimit;
  return process.waiting.until({ on: [socket.changed], limit, late: () => "EAGAIN" }, attempt);
}

/** What recv, recvfrom and recvmsg share. */
function receive(process: Process, socket: TcpSocket, vectors: () => Uint8Array[], flags: number): Reply {
  let done = 0;
  const attempt = (): Answer => {
    const rest: Uint8Array[] = [];
    let skip = done;
    for (const vector of vectors()) {
      rest.push(vector.subarray(skip));
      skip = Math.max(0, skip - vector.length);
    }
    const wanted = rest.reduce((sum, vector) => sum + vector.length, 0);
    const whole = (flags & MSG.WAITALL) !== 0;
    if (whole && flags & MSG.PEEK && socket.available < wanted && !socket.complete) return "EAGAIN";
    // An error that comes after the first bytes belongs to the next call.
    if (done > 0 && socket.available === 0 && socket.complete) return done;
    const answer = gather(rest, (to) => socket.receive(to, flags));
    if (typeof answer === "string") return answer;
    done += answer;
    if (!whole || answer >= wanted || flags & MSG.PEEK || socket.complete) return done;
    // What one copy could not take may be there already: nothing would announce it again.
    return socket.available > 0 ? attempt() : "EAGAIN";
  };
  const limit = flags & MSG.DONTWAIT || socket.flags & O.NONBLOCK ? 0 : socket.readLimit;
  const reply = process.waiting.until({ on: [socket.changed], limit, late: () => done || "EAGAIN" }, attempt);
  if (typeof reply !== "object") return reply;
  return reply.then((answer) => (answer === "EINTR" && done > 0 ? done : answer));
}

/** The socket calls. */
export function socketCalls(process: Process): Calls {
  const { memory } = process;
  const on = (fd: number, use: (socket: TcpSocket) => Reply): Reply => {
    const file = process.descriptors.file(fd);
    if (!file) return "EBADF";
    return file instanceof TcpSocket ? use(file) : "ENOTSOCK";
  };
  return {
    socket: prompt((family: number, type: number, protocol: number) => openSocket(process, family, type, protocol)),
    socketpair: prompt((family: number) => (family === AF.UNIX ? "EAFNOSUPPORT" : "EOPNOTSUPP")),
    bind: waits((fd: number, address: number, length: number) =>
      on(fd, (socket) => {
        const endpoint = decodeEndpoint(memory, address, length, socket.family);
        return typeof endpoint === "string" ? endpoint : socket.bind(endpoint);
      }),
    ),
    listen: waits((fd: number, backlog: number) => on(fd, (socket) => socket.listen(backlog))),
    accept4: waits((fd: number, address: number, length: number, flags: number) =>
      on(fd, (socket) => accept(process, socket, address, length, flags)),
    ),
    connect: waits((fd: number, address: number, length: number) =>
      on(fd, (socket) => connect(process, socket, address, length)),
    ),
    sendto: waits((fd: number, data: number, size: number, flags: number) =>
      on(fd, (socket) => {
        if (flags & MSG.OOB) return "EOPNOTSUPP";
        return writeAll(process, socket, () => [memory.bytes(data, size)], (flags & MSG.DONTWAIT) !== 0);
      }),
    ),
    recvfrom: waits((fd: number, data: number, size: number, flags: number, _address: number, length: number) =>
      on(fd, (socket) => {
        if (length !== 0) memory.setU32(length, 0); // TCP on Linux names no sender
        return receive(process, socket, () => [memory.bytes(data, size)], flags);
      }),
    ),
    sendmsg: waits((fd: number, message: number, flags: number) =>
      on(fd, (socket) => {
        const bad = badVectors(memory, memory.u32(message + 8), memory.u32(message + 12), "EMSGSIZE");
        if (bad) return bad;
        const vectors = () => memory.vectors(memory.u32(message + 8), memory.u32(message + 12));
        return writeAll(process, socket, vectors, (flags & MSG.DONTWAIT) !== 0);
      }),
    ),
    recvmsg: waits((fd: number, message: number, flags: number) =>
      on(fd, (socket) => {
        const bad = badVectors(memory, memory.u32(message + 8), memory.u32(message + 12), "EMSGSIZE");
        if (bad) return bad;
        const vectors = () => memory.vectors(memory.u32(message + 8), memory.u32(message + 12));
        const reply = receive(process, socket, vectors, flags);
        const store = (answer: Answer): Answer => {
          if (typeof answer === "string") return answer;
          memory.setU32(message + 4, 0); // no sender's name
          memory.setU32(message + 20, 0); // no control data
          memory.setU32(message + 24, 0); // no flags
          return answer;
        };
        return typeof reply === "object" ? reply.then(store) : store(reply);
      }),
    ),
    shutdown: prompt((fd: number, how: number) => on(fd, (socket) => socket.shutdown(how))),
    getsockopt: waits((fd: number, level: number, name: number, value: number, length: number) =>
      on(fd, (socket) => getOption(process, socket, level, name, value, length)),
    ),
    setsockopt: prompt((fd: number, level: number, name: number, value: number, length: number) =>
      on(fd, (socket) => setOption(memory, socket, level, name, value, length)),
    ),
    getsockname: prompt((fd: number, address: number, length: number) =>
      on(fd, (socket) => {
        storeEndpoint(memory, socket.local(), address, length);
        return 0;
      }),
    ),
    getpeername: waits((fd: number, address: number, length: number) =>
      on(fd, (socket) => {
        const attempt = (): Answer => {
          const peer = socket.peer();
          if (!peer) return "EAGAIN";
          storeEndpoint(memory, peer, address, length);
          return 0;
        };
        const first = attempt();
        if (first !== "EAGAIN" || !socket.connecting) return first === "EAGAIN" ? "ENOTCONN" : first;
        return process.waiting.breathe(attempt, () => "ENOTCONN");
      }),
    ),
  };
}
