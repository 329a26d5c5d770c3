// SPDX-License-Identifier: MIT

import { MSG, O } from "../abi.ts";
import { Once } from "../changes.ts";
import type { Answer, Reply } from "../errno.ts";
import type { SocketAddress } from "../networks/network.ts";
import type { Process } from "../process.ts";
import type { DatagramSocket } from "../sockets/datagram_socket.ts";
import { scatter, total } from "./transfer.ts";

/** Sends the buffers as one datagram. */
export function sendDatagram(
  process: Process,
  socket: DatagramSocket,
  vectors: readonly Uint8Array[],
  to: SocketAddress | null,
  dontWait: boolean,
): Reply {
  const size = total(vectors);
  const refused = socket.refusal(size, to);
  if (refused) return refused;
  // What is to be sent must be read before anything is waited for.
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const vector of vectors) {
    bytes.set(vector, at);
    at += vector.length;
  }
  const patient = !dontWait && (socket.flags & O.NONBLOCK) === 0;
  const given = new Once();
  const limit = patient ? socket.writeLimit : undefined;
  return process.waiting.kept(socket.send(bytes, to, patient, given), limit, () => given.notify());
}

/** Receives one datagram; `told` hears whom it is from, and whether some of it did not fit. */
export function receiveDatagram(
  process: Process,
  socket: DatagramSocket,
  vectors: () => Uint8Array[],
  flags: number,
  told: (from: SocketAddress, cut: boolean) => void,
): Reply {
  if (flags & MSG.OOB) return "EOPNOTSUPP";
  const attempt = (): Answer => {
    const next = socket.next();
    if (next === null) return 0;
    if (typeof next === "string") return next;
    const buffers = vectors();
    const room = total(buffers);
    scatter(next.bytes.subarray(0, room), buffers);
    told(socket.sender(next), next.bytes.length > room);
    if (!(flags & MSG.PEEK)) socket.drop();
    return flags & MSG.TRUNC ? next.bytes.length : Math.min(room, next.bytes.length);
  };
  const limit = flags & MSG.DONTWAIT || socket.flags & O.NONBLOCK ? 0 : socket.readLimit;
  return process.waiting.until({ on: [socket.changed], limit, late: () => "EAGAIN" }, attempt);
}
