// SPDX-License-Identifier: MIT

import { F, FIONBIO, O, SOCK } from "../abi.ts";
import type { Answer, Reply } from "../errno.ts";
import { OpenFolder } from "../files/directory.ts";
import { DiskFile } from "../files/disk_file.ts";
import { MODE, type OpenFile } from "../open_file.ts";
import { openPipe } from "../pipe.ts";
import type { Process } from "../process.ts";
import { DatagramSocket } from "../sockets/datagram_socket.ts";
import { sendDatagram } from "./datagrams.ts";
import { type Calls, prompt, waits } from "./table.ts";
import { badVectors, gather, readSome, writeAll } from "./transfer.ts";

const SETTABLE = O.APPEND | O.NONBLOCK;

function seek(process: Process, fd: number, offset: bigint, whence: number, result: number): Answer {
  const file = process.descriptors.file(fd);
  if (!file) return "EBADF";
  if (!(file instanceof DiskFile || file instanceof OpenFolder)) return "ESPIPE";
  const answer = file.seek(Number(offset), whence);
  if (typeof answer === "string") return answer;
  process.memory.view.setBigInt64(result, BigInt(answer), true);
  return 0;
}

/** WASI's fdstat: only the file type matters to libc. */
function fdstat(process: Process, fd: number, address: number): Answer {
  const file = process.descriptors.file(fd);
  if (!file) return "EBADF";
  const types = new Map<number, number>([
    [MODE.TERMINAL, 2],
    [MODE.DIRECTORY, 3],
    [MODE.FILE, 4],
    [MODE.SOCKET, 6],
  ]);
  // Of the character devices only the terminal answers to a window size.
  const mode = file.status().mode & 0o170000;
  const isNoTerminal = mode === MODE.TERMINAL && (file.status().mode & 0o777) !== 0o620;
  process.memory.bytes(address, 24).fill(0);
  process.memory.view.setUint8(address, isNoTerminal ? 0 : (types.get(mode) ?? 0));
  process.memory.view.setUint16(address + 2, file.flags & O.NONBLOCK ? 4 : 0, true);
  return 0;
}

function fcntl(process: Process, fd: number, command: number, argument: number): Answer {
  const { descriptors } = process;
  const file = descriptors.file(fd);
  if (!file) return "EBADF";
  switch (command) {
    case F.DUPFD:
    case F.DUPFD_CLOEXEC:
      if (argument < 0 || argument >= 1024) return "EINVAL";
      return descriptors.add(file, command === F.DUPFD_CLOEXEC, argument);
    case F.GETFD:
      return Number(descriptors.closeOnExec(fd));
    case F.SETFD:
      descriptors.closeOnExec(fd, (argument & 1) !== 0);
      return 0;
    case F.GETFL:
      return file.flags;
    case F.SETFL:
      file.flags = (file.flags & ~SETTABLE) | (argument & SETTABLE);
      return 0;
    case F.GETLK:
      process.memory.view.setUint16(argument, 2, true); // F_UNLCK: nobody else is there to hold a lock
      return 0;
    case F.SETLK:
    case F.SETLKW:
      return 0;
    default:
      return "EINVAL";
  }
}

function dup3(process: Process, fd: number, wanted: number, flags: number): Answer {
  const file = process.descriptors.file(fd);
  if (!file || wanted < 0 || wanted >= 1024) return "EBADF";
  if (fd === wanted) return "EINVAL";
  return process.descriptors.put(wanted, file, (flags & O.CLOEXEC) !== 0);
}

function pipe(process: Process, fds: number, flags: number): Answer {
  if (flags & ~(O.CLOEXEC | O.NONBLOCK)) return "EINVAL";
  process.memory.bytes(fds, 8); // a bad address leaves no descriptors behind
  const { reader, writer } = openPipe();
  const closeOnExec = (flags & SOCK.CLOEXEC) !== 0;
  reader.flags |= flags & O.NONBLOCK;
  writer.flags |= flags & O.NONBLOCK;
  const first = process.descriptors.add(reader, closeOnExec);
  if (typeof first === "string") return first;
  const second = process.descriptors.add(writer, closeOnExec);
  if (typeof second === "string") {
    process.descriptors.close(first);
    return second;
  }
  process.memory.setU32(fds, first);
  process.memory.setU32(fds + 4, second);
  return 0;
}

/** The calls that work on every kind of descriptor. */
export function streamCalls(process: Process): Calls {
  const { descriptors, memory } = process;
  const withFile = (fd: number, use: (file: OpenFile) => Reply): Reply => {
    const file = descriptors.file(fd);
    return file ? use(file) : "EBADF";
  };
  const positioned = (fd: number, vectors: number, count: number, offset: bigint, writing: boolean): Reply => {
    if (offset < 0n) return "EINVAL";
    return withFile(fd, (file) => {
      if (!(file instanceof DiskFile)) return "ESPIPE";
      let at = Number(offset);
      if (!writing) return gather(memory.vectors(vectors, count), (to) => file.readAt(to, at));
      for (const vector of memory.vectors(vectors, count)) {
        const answer = file.writeAt(vector, at);
        if (typeof answer === "string") return answer;
        at += answer;
      }
      return at - Number(offset);
    });
  };
  return {
    readv: waits((fd: number, vectors: number, count: number) =>
      withFile(fd, (file) =>
        (file.flags & O.ACCMODE) === O.WRONLY
          ? "EBADF"
          : (badVectors(memory, vectors, count, "EINVAL") ??
            readSome(process, file, () => memory.vectors(vectors, count))),
      ),
    ),
    writev: waits((fd: number, vectors: number, count: number) =>
      withFile(
        fd,
        (file) =>
          badVectors(memory, vectors, count, "EINVAL") ??
          (file instanceof DatagramSocket
            ? sendDatagram(process, file, memory.vectors(vectors, count), null, false)
            : writeAll(process, file, () => memory.vectors(vectors, count))),
      ),
    ),
    preadv: prompt((fd: number, vectors: number, count: number, offset: bigint) =>
      positioned(fd, vectors, count, offset, false),
    ),
    pwritev: prompt((fd: number, vectors: number, count: number, offset: bigint) =>
      positioned(fd, vectors, count, offset, true),
    ),
    lseek: prompt((fd: number, offset: bigint, whence: number, result: number) =>
      seek(process, fd, offset, whence, result),
    ),
    close: prompt((fd: number) => descriptors.close(fd)),
    fdstat: prompt((fd: number, address: number) => fdstat(process, fd, address)),
    dup: prompt((fd: number) => withFile(fd, (file) => descriptors.add(file))),
    dup3: prompt((fd: number, wanted: number, flags: number) => dup3(process, fd, wanted, flags)),
    pipe2: prompt((fds: number, flags: number) => pipe(process, fds, flags)),
    fcntl: prompt((fd: number, command: number, argument: number) => fcntl(process, fd, command, argument)),
    ioctl: waits((fd: number, request: number, argument: number) =>
      withFile(fd, (file) => ioctl(process, file, request >>> 0, argument)),
    ),
  };
}

function ioctl(process: Process, file: OpenFile, request: number, argument: number): Reply {
  if (request === FIONBIO) {
    file.flags = (file.flags & ~O.NONBLOCK) | (process.memory.u32(argument) ? O.NONBLOCK : 0);
    return 0;
  }
  if (request !== 0x541b) return file.ioctl(request, argument);
  const store = (count: Answer): Answer => {
    if (typeof count === "string") return count;
    process.memory.setU32(argument, count);
    return 0;
  };
  const ask = () => file.ioctl(request, argument);
  const first = ask();
  if (first !== 0) return store(first);
  // A program that polls FIONREAD must see data arrive.
  const reply = process.waiting.breathe(ask, () => 0);
  return typeof reply === "object" ? reply.then(store) : store(reply);
}
