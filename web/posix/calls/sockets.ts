// SPDX-License-Identifier: MIT

import { AF, IPPROTO, MSG, O, SOCK } from "../abi.ts";
import type { Answer, Errno, Reply } from "../errno.ts";
import type { SocketAddress } from "../networks/network.ts";
import type { Process } from "../process.ts";
import { DatagramSocket } from "../sockets/datagram_socket.ts";
import { datagramPair, NAMELESS, streamPair } from "../sockets/pair.ts";
import { decodeAddress, storeAddress, storeSender } from "../sockets/sockaddr.ts";
import { Socket } from "../sockets/socket.ts";
import { StreamSocket } from "../sockets/stream_socket.ts";
import { receiveDatagram, sendDatagram } from "./datagrams.ts";
import { getOption, setOption } from "./socket_options.ts";
import { type Calls, prompt, waits } from "./table.ts";
import { badVectors, gather, writeAll } from "./transfer.ts";
import { bindUnix, unixPath } from "./unix_paths.ts";

/** Protocols that a type may be asked for with; 0 is the usual one. */
const PROTOCOLS = new Map<number, number>([
  [SOCK.STREAM, IPPROTO.TCP],
  [SOCK.DGRAM, IPPROTO.UDP],
]);

/** A new socket without a descriptor, or what is wrong with what was asked for. */
function makeSocket(process: Process, family: number, typeAndFlags: number, protocol: number): Socket | Errno {
  const type = typeAndFlags & 0xf;
  if (typeAndFlags & ~(0xf | SOCK.NONBLOCK | SOCK.CLOEXEC) || type > 10) return "EINVAL";
  if (family !== AF.INET && family !== AF.INET6 && family !== AF.UNIX) return "EAFNOSUPPORT";
  const usual = PROTOCOLS.get(type);
  if (usual === undefined) return type === SOCK.RAW && family !== AF.UNIX ? "EPERM" : "ESOCKTNOSUPPORT";
  if (protocol !== 0 && protocol !== (family === AF.UNIX ? AF.UNIX : usual)) return "EPROTONOSUPPORT";
  const inode = process.newInode();
  const lingering = (closing: Promise<void>) => process.linger(closing);
  const kind = type === SOCK.STREAM ? StreamSocket : DatagramSocket;
  const socket = new kind(family, process.network, inode, lingering);
  if (typeAndFlags & SOCK.NONBLOCK) socket.flags |= O.NONBLOCK;
  return socket;
}

function openSocket(process: Process, family: number, typeAndFlags: number, protocol: number): Answer {
  const socket = makeSocket(process, family, typeAndFlags, protocol);
  return typeof socket === "string" ? socket : process.descriptors.add(socket, (typeAndFlags & SOCK.CLOEXEC) !== 0);
}

function openPair(process: Process, family: number, typeAndFlags: number, protocol: number, fds: number): Answer {
  const both = [0, 1].map(() => makeSocket(process, family, typeAndFlags, protocol));
  const wrong = both.find((each) => typeof each === "string");
  if (typeof wrong === "string") return wrong;
  if (family !== AF.UNIX) return "EOPNOTSUPP";
  const [streams, datagrams] = [streamPair(process.platform), datagramPair()];
  for (const at of [0, 1] as const) {
    const socket = both[at];
    if (socket instanceof StreamSocket) socket.adopt(streams[at]);
    if (socket instanceof DatagramSocket) socket.adopt(datagrams[at], NAMELESS);
  }
  const closeOnExec = (typeAndFlags & SOCK.CLOEXEC) !== 0;
  const numbers = (both as Socket[]).map((socket) => process.descriptors.add(socket, closeOnExec));
  if (numbers.includes("EMFILE")) {
    for (const [at, fd] of numbers.entries()) {
      if (typeof fd === "number") process.descriptors.close(fd);
      else (both[at] as Socket).release();
    }
    return "EMFILE";
  }
  process.memory.setU32(fds, numbers[0] as number);
  process.memory.setU32(fds + 4, numbers[1] as number);
  return 0;
}

function connect(process: Process, socket: Socket, address: number, length: number): Reply {
  if (length >= 2 && process.memory.view.getUint16(address, true) === AF.UNSPEC) return socket.disconnect();
  const given = addressOf(process, socket, address, length);
  if (typeof given === "string") return given;
  const to = given.family === "unix" ? unixPath(process, given) : given;
  if (typeof to === "string") return to;
  return socket instanceof StreamSocket ? connectStream(process, socket, to) : (socket as DatagramSocket).connect(to);
}

function connectStream(process: Process, socket: StreamSocket, to: SocketAddress): Reply {
  const unix = socket.family === AF.UNIX;
  const limit = socket.flags & O.NONBLOCK ? 0 : socket.writeLimit;
  const started = socket.connect(to, limit !== 0);
  if (typeof started === "string" && started !== "EALREADY") return started;
  // Over AF_UNIX there is nothing to wait for but room.
  if (unix && limit === 0) return connectAtOnce(process, socket);
  const late = () => (unix ? "EAGAIN" : started === 0 ? "EINPROGRESS" : "EALREADY");
  if (started === 0 && limit === 0 && socket.connecting) return "EINPROGRESS";
  return process.waiting.until({ on: [socket.changed], limit, late }, () => socket.connectResult());
}

/** A connect that fails, with EAGAIN, rather than wait for room in a Unix listener's queue. */
async function connectAtOnce(process: Process, socket: StreamSocket): Promise<Answer> {
  await process.waiting.until({ on: [socket.changed] }, () => (socket.connecting ? "EAGAIN" : 0));
  return socket.connectResult();
}

function addressOf(process: Process, socket: Socket, address: number, length: number): SocketAddress | Errno {
  return decodeAddress(process.memory, address, length, socket.family);
}

function bind(process: Process, socket: Socket, address: number, length: number): Reply {
  const local = addressOf(process, socket, address, length);
  if (typeof local === "string") return local;
  return local.family === "unix" ? bindUnix(process, socket, local) : socket.bind(local);
}

function accept(process: Process, socket: StreamSocket, address: number, length: number, flags: number): Reply {
  if (flags & ~(SOCK.NONBLOCK | SOCK.CLOEXEC) || !socket.isListening) return "EINVAL";
  const attempt = (): Answer => {
    const accepted = socket.accept(process.newInode());
    if (typeof accepted === "string") return accepted;
    if (flags & SOCK.NONBLOCK) accepted.flags |= O.NONBLOCK;
    const fd = process.descriptors.add(accepted, (flags & SOCK.CLOEXEC) !== 0);
    if (typeof fd === "string") accepted.release();
    else storeAddress(process.memory, accepted.origin, address, length);
    return fd;
  };
  const limit = socket.flags & O.NONBLOCK ? 0 : socket.readLimit;
  return process.waiting.until({ on: [socket.changed], limit, late: () => "EAGAIN" }, attempt);
}

/** What recv, recvfrom and recvmsg share. */
function receive(process: Process, socket: StreamSocket, vectors: () => Uint8Array[], flags: number): Reply {
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
    const left = flags & MSG.PEEK ? undefined : () => socket.available;
    const answer = gather(rest, (to) => socket.receive(to, flags), left);
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
  const on = (fd: number, use: (socket: Socket) => Reply): Reply => {
    const file = process.descriptors.file(fd);
    if (!file) return "EBADF";
    return file instanceof Socket ? use(file) : "ENOTSOCK";
  };
  const onStream = (fd: number, use: (socket: StreamSocket) => Reply): Reply =>
    on(fd, (socket) => (socket instanceof StreamSocket ? use(socket) : "EOPNOTSUPP"));
  /** The buffers of a struct msghdr. */
  const inMessage = (message: number, use: (vectors: () => Uint8Array[]) => Reply): Reply => {
    const bad = badVectors(memory, memory.u32(message + 8), memory.u32(message + 12), "EMSGSIZE");
    return bad ?? use(() => memory.vectors(memory.u32(message + 8), memory.u32(message + 12)));
  };
  const send = (socket: Socket, vectors: () => Uint8Array[], flags: number, address: number, length: number): Reply => {
    if (flags & MSG.OOB) return "EOPNOTSUPP";
    const dontWait = (flags & MSG.DONTWAIT) !== 0;
    if (socket instanceof StreamSocket) {
      if (address !== 0 && socket.family === AF.UNIX) return socket.peer() ? "EISCONN" : "EOPNOTSUPP";
      return writeAll(process, socket, vectors, dontWait);
    }
    const given = address === 0 ? null : addressOf(process, socket, address, length);
    if (typeof given === "string") return given;
    const to = given?.family === "unix" ? unixPath(process, given) : given;
    if (typeof to === "string") return to;
    return sendDatagram(process, socket as DatagramSocket, vectors(), to, dontWait);
  };
  return {
    socket: prompt((family: number, type: number, protocol: number) => openSocket(process, family, type, protocol)),
    socketpair: prompt((family: number, type: number, protocol: number, fds: number) =>
      openPair(process, family, type, protocol, fds),
    ),
    bind: waits((fd: number, address: number, length: number) =>
      on(fd, (socket) => bind(process, socket, address, length)),
    ),
    listen: waits((fd: number, backlog: number) => onStream(fd, (socket) => socket.listen(backlog))),
    accept4: waits((fd: number, address: number, length: number, flags: number) =>
      onStream(fd, (socket) => accept(process, socket, address, length, flags)),
    ),
    connect: waits((fd: number, address: number, length: number) =>
      on(fd, (socket) => connect(process, socket, address, length)),
    ),
    sendto: waits((fd: number, data: number, size: number, flags: number, address: number, length: number) =>
      on(fd, (socket) => send(socket, () => [memory.bytes(data, size)], flags, address, length)),
    ),
    recvfrom: waits((fd: number, data: number, size: number, flags: number, address: number, length: number) =>
      on(fd, (socket) => {
        const vectors = () => [memory.bytes(data, size)];
        if (socket instanceof DatagramSocket) {
          return receiveDatagram(process, socket, vectors, flags, (from) => storeSender(memory, from, address, length));
        }
        if (length !== 0) memory.setU32(length, 0); // a stream on Linux names no sender
        return receive(process, socket as StreamSocket, vectors, flags);
      }),
    ),
    sendmsg: waits((fd: number, message: number, flags: number) =>
      on(fd, (socket) =>
        inMessage(message, (vectors) => send(socket, vectors, flags, memory.u32(message), memory.u32(message + 4))),
      ),
    ),
    recvmsg: waits((fd: number, message: number, flags: number) =>
      on(fd, (socket) =>
        inMessage(message, (vectors) => {
          const told = (name: number, bits: number) => {
            memory.setU32(message + 4, name);
            memory.setU32(message + 20, 0); // no control data
            memory.setU32(message + 24, bits);
          };
          if (socket instanceof DatagramSocket) {
            return receiveDatagram(process, socket, vectors, flags, (from, cut) => {
              storeSender(memory, from, memory.u32(message), message + 4);
              told(memory.u32(message) === 0 ? 0 : memory.u32(message + 4), cut ? MSG.TRUNC : 0);
            });
          }
          const reply = receive(process, socket as StreamSocket, vectors, flags);
          const store = (answer: Answer): Answer => {
            if (typeof answer === "number") told(0, 0);
            return answer;
          };
          return typeof reply === "object" ? reply.then(store) : store(reply);
        }),
      ),
    ),
    shutdown: prompt((fd: number, how: number) => on(fd, (socket) => socket.shutdown(how))),
    getsockopt: waits((fd: number, level: number, name: number, value: number, length: number) =>
      on(fd, (socket) => getOption(process, socket, level, name, value, length)),
    ),
    setsockopt: waits((fd: number, level: number, name: number, value: number, length: number) =>
      on(fd, (socket) => setOption(memory, socket, level, name, value, length)),
    ),
    getsockname: prompt((fd: number, address: number, length: number) =>
      on(fd, (socket) => {
        storeAddress(memory, socket.local(), address, length);
        return 0;
      }),
    ),
    getpeername: waits((fd: number, address: number, length: number) =>
      on(fd, (socket) => {
        const attempt = (): Answer => {
          const peer = socket.peer();
          if (!peer) return "EAGAIN";
          storeAddress(memory, peer, address, length);
          return 0;
        };
        const first = attempt();
        if (first !== "EAGAIN" || !socket.connecting) return first === "EAGAIN" ? "ENOTCONN" : first;
        return process.waiting.breathe(attempt, () => "ENOTCONN");
      }),
    ),
  };
}
