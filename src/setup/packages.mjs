// SPDX-License-Identifier: MIT
// The packages of the system: what starting needs, and what testing needs besides.

import { existsSync } from "node:fs";
import { have, output, run } from "./run.mjs";
import { SetupError, say } from "./say.mjs";

/** Debian's package, and the program that stands for it on other systems (none: Debian only). */
const start = [
  ["build-essential", "c++"],
  ["cmake", "cmake"],
  ["ninja-build", "ninja"],
  ["ccache"],
  ["debian-archive-keyring"],
  ["clang-19"],
  ["lld-19"],
  ["llvm-19"],
  ["libcli11-dev"],
  ["nlohmann-json3-dev"],
  ["python3", "python3"],
  ["python3-websockify"],
  ["python3-numpy"],
  ["python3-jwt"],
  ["python3-prometheus-client"],
  ["python3-pythonjsonlogger"],
  ["python3-dev"],
  ["pybind11-dev"],
];

const test = [
  ["websockify", "websockify"],
  ["python3-pytest"],
  ["chromium", "chromium"],
  ["firefox-esr", "firefox"],
  ["nginx-light", "nginx"],
  ["clang-format-19", "clang-format"],
  ["clang-tidy-19", "clang-tidy"],
  ["libclang-rt-19-dev"],
  ["fonts-noto-cjk"],
  ["netbase"],
  ["curl", "curl"],
  ["pkgconf", "pkg-config"],
  ["mmdebstrap", "mmdebstrap"],
  ["uidmap", "newuidmap"],
  ["tshark", "tshark"],
  ["openssl", "openssl"],
  ["haproxy", "haproxy"],
  ["iproute2", "ip"],
  ["python3-yaml"],
];

function missingOnDebian(packages) {
  const names = packages.map(([name]) => name);
  // dpkg-query ends with 1 when one name is unknown, and still lists the others.
  const listed = output("sh", [
    "-c",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholders
    "dpkg-query -W -f '${Package} ${db:Status-Status}\\n' \"$@\" 2>/dev/null; true",
    "sh",
    ...names,
  ]);
  const installed = new Set(
    listed
      .split("\n")
      .filter((line) => line.endsWith(" installed"))
      .map((line) => line.split(" ")[0]),
  );
  return names.filter((name) => !installed.has(name));
}

/** How this user becomes root: [] for root, ["sudo", …] where it works, null where not. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  if (!have("sudo")) return null;
  if (output("sudo", ["-n", "true"]) !== null) return ["sudo", "-n"];
  return process.stdin.isTTY ? ["sudo"] : null;
}

async function installOnDebian(names) {
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...names];
  const prefix = asRoot();
  if (prefix === null) {
    throw new SetupError(
      `these packages are missing: ${names.join(" ")}\n    Install them as root and run this again:\n      sudo apt-get update && sudo ${install.join(" ")}`,
    );
  }
  say(`    installing ${names.join(" ")}`);
  const root = (args) => {
    const all = [
      ...prefix,
      "env",
      "DEBIAN_FRONTEND=noninteractive",
      "apt-get",
      "-o",
      "Acquire::Retries=5",
      "-q",
      ...args,
    ];
    return run(all[0], all.slice(1));
  };
  await root(["update"]);
  await root(install.slice(1));
}

/** Installs what is missing on Debian and Ubuntu; names it elsewhere. */
export async function packages({ forTests }) {
  const wanted = forTests ? [...start, ...test] : start;
  if (existsSync("/usr/bin/dpkg-query") && have("apt-get")) {
    const missing = missingOnDebian(wanted);
    if (missing.length > 0) await installOnDebian(missing);
    return;
  }
  const missing = wanted.filter(([, program]) => program && !have(program)).map(([, program]) => program);
  const modules = ["websockify", "jwt", ...(forTests ? ["pytest"] : [])].filter(
    (name) => output("python3", ["-c", `import ${name}`]) === null,
  );
  if (missing.length + modules.length > 0) {
    const programs = missing.length > 0 ? `\n    programs on PATH: ${missing.join(", ")}` : "";
    const python =
      modules.length > 0
        ? `\n    modules of python3: ${modules.join(", ")} (python3 -m pip install ${modules.join(" ")})`
        : "";
    throw new SetupError(`this system is not Debian or Ubuntu, so nothing was installed. Missing:${programs}${python}`);
  }
}
