// SPDX-License-Identifier: MIT
// The scripted peers as the suite finds them: PORTHOLE_PEER_<BEHAVIOUR>=HOST:PORT.

/** The environment of a run; `host` names the machine of a behaviour. */
export function peerEnvironment(ports, host = () => "127.0.0.1") {
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [`PORTHOLE_PEER_${name.toUpperCase()}`, `${host(name)}:${port}`]),
  );
}
