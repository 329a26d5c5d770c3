// SPDX-License-Identifier: MIT

import type { Errno } from "../../../errno.ts";
import type { Endpoint } from "../../network.ts";
import type { Port } from "../messages.ts";
import { type Clock, Links, type Loss } from "./links.ts";
import { decode, encodeDatagram, encodeSegment, FLAG, type Segment, type UdpDatagram } from "./packet.ts";
import { Plug } from "./plug.ts";
import { TcpEnd } from "./tcp_end.ts";
import { type Hop, path, type Route } from "./topology.ts";
import { CLEAR, type Weather } from "./weather.ts";

/** A packet, as the wire view draws it. */
export interface PacketRecord {
  id: number;
  /** Milliseconds since 1970. */
  time: number;
  /** When it arrives: twice if it was doubled, never if it was lost. */
  arrivals: number[];
  lost: Loss | null;
  route: Route;
  path: Hop[];
  /** The numbers of the programs, where there are any at its ends. */
  programs: [number | null, number | null];
  /** The whole packet: its IP header, its TCP or UDP header, its data. */
  bytes: Uint8Array;
}

/** Who listens at an address. */
export interface Accepting {
  readonly program: number;
  /** No more connections may wait. */
  readonly full: boolean;
  /** A connection stands. */
  arrived(port: Port, local: Endpoint, peer: Endpoint): void;
}

/** Who asks for a connection. */
export interface Asking {
  readonly program: number;
  connected(port: Port, local: Endpoint, peer: Endpoint): void;
  failed(error: Errno): void;
}

export interface World {
  clock: Clock;
  /** Two ends of a channel: one for the program, one for the plug. */
  channel(): [Port, Port];
  accepting(to: Endpoint): Accepting | null;
  nameOf(address: string): string;
  tell(record: PacketRecord): void;
}

interface Connection {
  tcp: TcpEnd;
  plug: Plug;
  program: number;
}

const text = ({ address, port }: Endpoint): string => `${address} ${port}`;
const keyOf = (local: Endpoint, peer: Endpoint): string => `${text(local)} ${text(peer)}`;

/** The tab's network as packets: what programs send goes into them, over the lines, and out of them again. */
export class Internet {
  readonly links: Links;
  private current: Weather | null = null;
  private readonly connections = new Map<string, Connection>();
  private lastPacket = 0;

  constructor(private readonly world: World) {
    this.links = new Links(world.clock);
  }

  /** The weather; null for none, when nothing is to go by packets that does not so already. */
  get weather(): Weather | null {
    return this.current;
  }

  set weather(weather: Weather | null) {
    this.current = weather;
    this.links.weather = weather ?? CLEAR;
  }

  /** Connects; what comes back ends the attempt. */
  connect(local: Endpoint, peer: Endpoint, asking: Asking): () => void {
    const plug = new Plug();
    let stands = false;
    const connection = this.make(local, peer, plug, asking.program, {
      established: () => {
        stands = true;
        const [ours, theirs] = this.world.channel();
        plug.join(ours);
        asking.connected(theirs, local, peer);
      },
      failed: (error) => {
        if (!stands) asking.failed(error);
      },
    });
    return () => {
      if (!stands) connection.tcp.close();
    };
  }

  /** Sends one datagram; `arrive` is called with what comes out of each packet that arrives. */
  datagram(datagram: UdpDatagram, program: number, to: number | null, arrive: (data: Uint8Array) => void): void {
    this.transmit(
      encodeDatagram(datagram, this.lastPacket + 1),
      datagram.from,
      datagram.to,
      [program, to],
      true,
      (bytes) => {
        const found = decode(bytes);
        if (found?.protocol === "udp") arrive(found.data);
      },
    );
  }

  /** A program is no more. */
  leave(program: number): void {
    for (const { program: owner, plug } of [...this.connections.values()]) {
      if (owner === program) plug.gone(this.world.clock);
    }
  }

  private make(
    local: Endpoint,
    peer: Endpoint,
    plug: Plug,
    program: number,
    told: { established(): void; failed?(error: Errno): void },
    syn: Segment | null = null,
  ): Connection {
    const key = keyOf(local, peer);
    const connection = { plug, program } as Connection;
    this.connections.set(key, connection);
    connection.tcp = new TcpEnd(
      local,
      peer,
      this.world.clock,
      {
        transmit: (segment) => this.transmitSegment(segment, program),
        established: told.established,
        data: (bytes) => plug.data(bytes),
        acknowledged: (count) => plug.say({ credit: count }),
        ended: () => plug.say("end"),
        failed: (error) => {
          plug.say(error === "ETIMEDOUT" ? "timeout" : "reset");
          told.failed?.(error);
        },
        closed: () => {
          if (this.connections.get(key) === connection) this.connections.delete(key);
        },
      },
      syn,
    );
    plug.tcp = connection.tcp;
    return connection;
  }

  private transmitSegment(segment: Segment, program: number | null): void {
    const { from, to } = segment;
    const other = this.connections.get(keyOf(to, from))?.program ?? this.world.accepting(to)?.program ?? null;
    const bytes = encodeSegment(segment, this.lastPacket + 1);
    this.transmit(bytes, from, to, [program, other], segment.data.length > 0, (arrived) => {
      const found = decode(arrived);
      if (found?.protocol === "tcp") this.arrived(found);
    });
  }

  private transmit(
    bytes: Uint8Array,
    from: Endpoint,
    to: Endpoint,
    programs: [number | null, number | null],
    carriesData: boolean,
    arrive: (bytes: Uint8Array) => void,
  ): void {
    const { clock, nameOf, tell } = this.world;
    const id = ++this.lastPacket;
    const time = clock.now();
    const trip = this.links.send(`${from.address} ${to.address}`, bytes.length, carriesData, () => arrive(bytes));
    tell({ id, time, ...trip, path: path(from, to, trip.route, nameOf), programs, bytes });
  }

  private arrived(segment: Segment): void {
    const { from, to, flags } = segment;
    const connection = this.connections.get(keyOf(to, from));
    if (connection) {
      connection.tcp.arrived(segment);
      return;
    }
    if (flags & FLAG.RST) return;
    const accepting = flags & FLAG.SYN && !(flags & FLAG.ACK) ? this.world.accepting(to) : null;
    if (!accepting) {
      this.refuse(segment);
      return;
    }
    // A full queue: the SYN is passed over in silence, and comes again.
    if (!accepting.full) this.accept(segment, accepting);
  }

  private accept(syn: Segment, accepting: Accepting): void {
    const plug = new Plug();
    const { to: local, from: peer } = syn;
    const established = () => {
      const [ours, theirs] = this.world.channel();
      plug.join(ours);
      // Its program may have closed the listener in the meantime.
      if (this.world.accepting(local)) accepting.arrived(theirs, local, peer);
      else plug.tcp.abort();
    };
    this.make(local, peer, plug, accepting.program, { established }, syn);
  }

  /** Nobody is there: a reset says so (RFC 9293, 3.10.7.1). */
  private refuse({ from, to, seq, ack, flags, data }: Segment): void {
    const size = data.length + (flags & FLAG.SYN ? 1 : 0) + (flags & FLAG.FIN ? 1 : 0);
    const reset =
      flags & FLAG.ACK
        ? { seq: ack, ack: 0, flags: FLAG.RST }
        : { seq: 0, ack: seq + size, flags: FLAG.RST | FLAG.ACK };
    const program = this.world.accepting(to)?.program ?? null;
    this.transmitSegment({ from: to, to: from, ...reset, window: 0, data: new Uint8Array() }, program);
  }
}
