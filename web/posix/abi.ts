// SPDX-License-Identifier: MIT
// Numbers of musl's headers, checked against the sysroot by src/posix/abi.c.

export const AF = { UNSPEC: 0, UNIX: 1, INET: 2, INET6: 10 } as const;
export const SOCK = { STREAM: 1, DGRAM: 2, RAW: 3, NONBLOCK: 0o4000, CLOEXEC: 0o2000000 } as const;
export const IPPROTO = { IP: 0, TCP: 6, UDP: 17, IPV6: 41 } as const;
export const SOL_SOCKET = 1;
export const SO = {
  REUSEADDR: 2,
  TYPE: 3,
  ERROR: 4,
  DONTROUTE: 5,
  BROADCAST: 6,
  SNDBUF: 7,
  RCVBUF: 8,
  KEEPALIVE: 9,
  OOBINLINE: 10,
  PRIORITY: 12,
  LINGER: 13,
  REUSEPORT: 15,
  RCVLOWAT: 18,
  SNDLOWAT: 19,
  RCVTIMEO_OLD: 20,
  SNDTIMEO_OLD: 21,
  ACCEPTCONN: 30,
  PROTOCOL: 38,
  DOMAIN: 39,
  TIMESTAMP: 63,
  RCVTIMEO: 66,
  SNDTIMEO: 67,
} as const;
export const TCP_NODELAY = 1;
export const IP_TOS = 1;
export const IPV6_V6ONLY = 26;
export const IP_MULTICAST = { IF: 32, TTL: 33, LOOP: 34, ADD: 35, DROP: 36, ALL: 49 } as const;
export const IPV6_MULTICAST = { IF: 17, HOPS: 18, LOOP: 19, ADD: 20, DROP: 21 } as const;
export const MSG = { OOB: 1, PEEK: 2, TRUNC: 0x20, DONTWAIT: 0x40, WAITALL: 0x100, NOSIGNAL: 0x4000 } as const;
export const POLL = {
  IN: 1,
  PRI: 2,
  OUT: 4,
  ERR: 8,
  HUP: 16,
  NVAL: 32,
  RDNORM: 0x40,
  WRNORM: 0x100,
  RDHUP: 0x2000,
} as const;
export const O = {
  ACCMODE: 3,
  RDONLY: 0,
  WRONLY: 1,
  RDWR: 2,
  CREAT: 0o100,
  EXCL: 0o200,
  TRUNC: 0o1000,
  APPEND: 0o2000,
  NONBLOCK: 0o4000,
  LARGEFILE: 0o100000,
  DIRECTORY: 0o200000,
  CLOEXEC: 0o2000000,
} as const;
export const AT = { FDCWD: -100, REMOVEDIR: 0x200, EMPTY_PATH: 0x1000 } as const;
export const F = {
  DUPFD: 0,
  GETFD: 1,
  SETFD: 2,
  GETFL: 3,
  SETFL: 4,
  GETLK: 5,
  SETLK: 6,
  SETLKW: 7,
  DUPFD_CLOEXEC: 1030,
};
export const FIONREAD = 0x541b;
export const FIONBIO = 0x5421;
export const TERMINAL = {
  TCGETS: 0x5401,
  TCSETS: 0x5402,
  TCSETSW: 0x5403,
  TCSETSF: 0x5404,
  TCFLSH: 0x540b,
  TIOCGWINSZ: 0x5413,
  TIOCSWINSZ: 0x5414,
} as const;
export const SIG = { INT: 2, QUIT: 3, ABRT: 6, PIPE: 13, ALRM: 14, TERM: 15, WINCH: 28 } as const;
export const AI = {
  PASSIVE: 1,
  CANONNAME: 2,
  NUMERICHOST: 4,
  V4MAPPED: 8,
  ALL: 16,
  ADDRCONFIG: 32,
  NUMERICSERV: 0x400,
} as const;
export const NI = { NUMERICHOST: 1, NUMERICSERV: 2, NOFQDN: 4, NAMEREQD: 8, DGRAM: 16 } as const;
export const EAI = {
  BADFLAGS: -1,
  NONAME: -2,
  AGAIN: -3,
  FAIL: -4,
  NODATA: -5,
  FAMILY: -6,
  SOCKTYPE: -7,
  SERVICE: -8,
  MEMORY: -10,
  SYSTEM: -11,
  OVERFLOW: -12,
  ADDRFAMILY: -9,
} as const;
