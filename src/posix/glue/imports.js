// SPDX-License-Identifier: MIT
// For emcc's --js-library: names the imports that porthole's instantiateWasm provides, so that emcc takes them for known.
// These functions run only where that hook is missing.

const portholeCalls = [
  ...["socket", "socketpair", "bind", "listen", "accept4", "connect", "sendto", "recvfrom", "sendmsg", "recvmsg"],
  ...["shutdown", "getsockopt", "setsockopt", "getsockname", "getpeername", "readv", "writev", "close", "fdstat"],
  ...["fstat", "dup", "dup3", "pipe2", "fcntl", "ioctl", "poll", "sleep", "yield", "pause", "setitimer"],
  ...["getaddrinfo", "getnameinfo", "signal", "finished"],
];

addToLibrary(
  Object.fromEntries(
    portholeCalls.map((name) => [
      `porthole_${name}`,
      () => abort("this program's sockets need the hook of the package porthole-posix: Module.instantiateWasm"),
    ]),
  ),
);
