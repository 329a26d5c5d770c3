// SPDX-License-Identifier: MIT

/** Errors are named; the numbers are those of the libc that a program was linked with. */
export type Errno =
  | "E2BIG"
  | "EACCES"
  | "EADDRINUSE"
  | "EADDRNOTAVAIL"
  | "EAFNOSUPPORT"
  | "EAGAIN"
  | "EALREADY"
  | "EBADF"
  | "EBUSY"
  | "ECONNABORTED"
  | "ECONNREFUSED"
  | "ECONNRESET"
  | "EDESTADDRREQ"
  | "EDOM"
  | "EEXIST"
  | "EFAULT"
  | "EFBIG"
  | "EHOSTUNREACH"
  | "EINPROGRESS"
  | "EINTR"
  | "EINVAL"
  | "EIO"
  | "EISCONN"
  | "EISDIR"
  | "EMFILE"
  | "EMSGSIZE"
  | "ENAMETOOLONG"
  | "ENETDOWN"
  | "ENETUNREACH"
  | "ENOBUFS"
  | "ENODEV"
  | "ENOENT"
  | "ENOMEM"
  | "ENOPROTOOPT"
  | "ENOSPC"
  | "ENOSYS"
  | "ENOTCONN"
  | "ENOTDIR"
  | "ENOTEMPTY"
  | "ENOTSOCK"
  | "ENOTTY"
  | "ENXIO"
  | "EOPNOTSUPP"
  | "EPERM"
  | "EPIPE"
  | "EPROTO"
  | "EPROTONOSUPPORT"
  | "EPROTOTYPE"
  | "ERANGE"
  | "EROFS"
  | "ESOCKTNOSUPPORT"
  | "ESPIPE"
  | "ETIMEDOUT"
  | "EXDEV";

/** What a system call answers: a count, or the name of an error. */
export type Answer = number | Errno;

/** The same where the call may have to wait. */
export type Reply = Answer | Promise<Answer>;

/** The numbers of one program's libc, by name. */
export type ErrnoNumbers = ReadonlyMap<string, number>;

/** Reads the table that src/posix/errnos.c puts into every program. */
export function readErrnos(buffer: ArrayBuffer, address: number): ErrnoNumbers {
  const numbers = new Map<string, number>();
  const view = new DataView(buffer);
  const bytes = new Uint8Array(buffer);
  const decoder = new TextDecoder();
  for (let entry = address; view.getInt32(entry, true) !== 0; entry += 8) {
    const name = view.getUint32(entry + 4, true);
    numbers.set(decoder.decode(bytes.subarray(name, bytes.indexOf(0, name))), view.getInt32(entry, true));
  }
  return numbers;
}
