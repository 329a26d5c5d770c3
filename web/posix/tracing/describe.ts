// SPDX-License-Identifier: MIT

import { AF, F, SO, SOL_SOCKET } from "../abi.ts";
import type { Description, Ends } from "../call_record.ts";
import type { Answer } from "../errno.ts";
import { isUnix } from "../networks/address.ts";
import type { SocketAddress } from "../networks/network.ts";
import type { Process } from "../process.ts";
import { decodeAddress } from "../sockets/sockaddr.ts";
import { Socket } from "../sockets/socket.ts";
import { Budget } from "./budget.ts";
import * as names from "./constants.ts";
import { describePoll, describeSelect } from "./sets.ts";

type Numbers = readonly number[];

/** Puts a call's raw arguments into words. What its pointers mean is read before and after it, while they are good. */
export class Describer {
  readonly #budget = new Budget();

  constructor(private readonly process: Process) {}

  /** What to call when the answer is there; null for a call that has nothing to do with a socket. */
  begin(name: string, raw: readonly (number | bigint)[]): Description {
    const args = raw.map(Number);
    const fd = args[0] as number;
    switch (name) {
      case "socket":
        return this.#plain(name, [names.familyName(fd), names.typeName(args[1] as number), args[2] as number]);
      case "getaddrinfo":
        return this.#lookup(args);
      case "poll":
        return describePoll(this.process, args);
      case "select":
        return describeSelect(this.process, args);
    }
    if (!(this.process.descriptors.file(fd) instanceof Socket)) return null;
    return this.#onSocket(name, fd, args);
  }

  #onSocket(name: string, fd: number, args: Numbers): Description {
    const [, second = 0, third = 0, flags = 0, address = 0, length = 0] = args;
    switch (name) {
      case "bind":
      case "connect":
        return this.#placing(name, [fd, this.#address(second, third)]);
      case "sendto": {
        const to = address === 0 ? [] : [this.#address(address, length)];
        const call = address === 0 ? "send" : "sendto";
        const vectors = () => [this.process.memory.bytes(second, third)];
        const transfer = this.#transfer(call, [fd, third, names.messageFlags(flags), ...to], fd, true, vectors);
        return transfer && (address === 0 ? transfer : (answer) => ({ ...transfer(answer), ...this.#ends(fd) }));
      }
      case "recvfrom": {
        const call = address === 0 ? "recv" : "recvfrom";
        const vectors = () => [this.process.memory.bytes(second, third)];
        const transfer = this.#transfer(call, [fd, third, names.messageFlags(flags)], fd, false, vectors);
        if (!transfer || address === 0) return transfer;
        return (answer) => ({ ...transfer(answer), ...this.#sender(fd, answer, address, length) });
      }
      case "sendmsg":
      case "recvmsg": {
        const { memory } = this.process;
        const vectors = () => memory.vectors(memory.u32(second + 8), memory.u32(second + 12));
        const told = [fd, sizeOf(vectors()), names.messageFlags(third)];
        return this.#transfer(name, told, fd, name === "sendmsg", vectors);
      }
      case "readv":
      case "writev": {
        const vectors = () => this.process.memory.vectors(second, third);
        const call = third === 1 ? name.slice(0, -1) : name;
        return this.#transfer(call, [fd, sizeOf(vectors())], fd, name === "writev", vectors);
      }
      case "shutdown":
        return this.#plain(name, [fd, names.shutdownName(second)]);
      case "listen":
        return this.#placing(name, [fd, second]);
      case "close":
        this.#budget.forget(fd);
        return this.#plain(name, [fd]);
      case "dup3":
        return this.#plain("dup", [fd]);
      case "fcntl":
        return this.#plain(name, [fd, names.fcntlName(second), second === F.SETFL ? names.fileFlags(third) : third]);
      case "setsockopt":
        return this.#plain(name, [fd, ...names.optionNames(second, third), this.#option(second, third, flags)]);
      case "getsockopt":
        return this.#placed(
          fd,
          this.#giving(name, [fd, ...names.optionNames(second, third)], () => this.#option(second, third, flags)),
        );
      case "getsockname":
      case "getpeername":
        return this.#giving(name, [fd], () => this.#address(second, this.process.memory.u32(third)));
      case "accept4":
        return (answer) => ({
          name: "accept4",
          args: [fd, names.typeName(flags)],
          ...(typeof answer === "number" ? this.#ends(answer) : {}),
        });
      default:
        return null;
    }
  }

  #plain(name: string, args: (number | string)[]): Description {
    return () => ({ name, args });
  }

  /** A call after which a socket may have addresses that it had not before. */
  #placing(name: string, args: (number | string)[]): Description {
    return this.#placed(args[0] as number, this.#plain(name, args));
  }

  #placed(fd: number, description: Description): Description {
    return description && ((answer) => ({ ...description(answer), ...(answer === 0 ? this.#ends(fd) : {}) }));
  }

  #ends(fd: number): { ends?: Ends } {
    const socket = this.process.descriptors.file(fd);
    if (!(socket instanceof Socket)) return {};
    const peer = socket.peer();
    return { ends: { local: addressText(socket.local()), peer: peer && addressText(peer) } };
  }

  /** Who sent a datagram. */
  #sender(fd: number, answer: Answer, address: number, length: number): { ends?: Ends } {
    const socket = this.process.descriptors.file(fd);
    if (typeof answer !== "number" || !(socket instanceof Socket)) return {};
    const peer = this.#address(address, this.process.memory.u32(length));
    return { ends: { local: addressText(socket.local()), peer } };
  }

  #giving(name: string, args: (number | string)[], give: () => number | string): Description {
    return (answer) => (answer === 0 ? { name, args, gave: String(give()) } : { name, args });
  }

  #transfer(name: string, args: (number | string)[], fd: number, out: boolean, of: () => Uint8Array[]): Description {
    return (answer) =>
      typeof answer === "number" && answer > 0
        ? { name, args, bytes: this.#budget.head(fd, out, of(), answer) }
        : { name, args };
  }

  #lookup(args: Numbers): Description {
    const { memory } = this.process;
    const [host = 0, service = 0, hints = 0, records = 0] = args;
    const quoted = (at: number) => memory.text(at) ?? "NULL";
    const field = (index: number) => (hints === 0 ? 0 : memory.view.getInt32(hints + 4 * index, true));
    const told = [quoted(host), quoted(service), names.familyName(field(1)), names.typeName(field(2))];
    return (answer) => {
      if (typeof answer === "string") return { name: "getaddrinfo", args: told };
      if (answer < 0) return { name: "getaddrinfo", args: told, result: names.lookupError(answer) };
      const list = Array.from({ length: answer }, (_, i) => {
        const at = records + 256 + 48 * i;
        return this.#address(at + 20, memory.u32(at + 16));
      });
      return { name: "getaddrinfo", args: told, result: 0, gave: `[${[...new Set(list)].join(", ")}]` };
    };
  }

  #address(address: number, length: number): string {
    if (address === 0 || length < 2) return "NULL";
    const family = this.process.memory.view.getUint16(address, true);
    if (family === AF.UNSPEC) return "AF_UNSPEC";
    const told = decodeAddress(this.process.memory, address, length, family);
    if (typeof told === "string") return "?";
    return addressText(told);
  }

  #option(level: number, name: number, address: number): number | string {
    const { view } = this.process.memory;
    if (address === 0) return "NULL";
    if (level === SOL_SOCKET && name === SO.LINGER) {
      return `${view.getInt32(address, true) ? "on" : "off"}, ${view.getInt32(address + 4, true)}`;
    }
    if (level === SOL_SOCKET && TIMEOUTS.has(name)) {
      const seconds = Number(view.getBigInt64(address, true)) + view.getInt32(address + 8, true) / 1e6;
      return seconds.toFixed(6);
    }
    return view.getInt32(address, true);
  }
}

function addressText(address: SocketAddress): string {
  if (isUnix(address)) return address.path.startsWith("\0") ? `@${address.path.slice(1)}` : address.path || "(unnamed)";
  return address.family === "inet" ? `${address.address}:${address.port}` : `[${address.address}]:${address.port}`;
}

const TIMEOUTS: ReadonlySet<number> = new Set([SO.RCVTIMEO, SO.SNDTIMEO, SO.RCVTIMEO_OLD, SO.SNDTIMEO_OLD]);

const sizeOf = (vectors: readonly Uint8Array[]): number => vectors.reduce((sum, each) => sum + each.length, 0);
