// SPDX-License-Identifier: MIT
// Every English text of the page. {name} is filled in; numbers are written in the reader's manner.

export const en = {
  "page.tagline": "Real sockets in C++, in your browser",
  "page.skip": "Skip to the program",
  "page.language": "Language",
  "page.theme": "Colours",
  "page.theme.system": "Colours: as the system has them",
  "page.theme.light": "Colours: light",
  "page.theme.dark": "Colours: dark",
  "page.settings": "Settings",

  "examples.title": "Examples",
  "examples.choose": "Choose an example",
  "examples.loading": "Loading the examples…",
  "examples.missing":
    "The compiled examples are not beside this page. Run npm start in Porthole’s folder: it builds them and serves them here.",
  "examples.retry": "Try again",

  "source.title": "Source",
  "source.loading": "Loading the source…",
  "source.failed":
    "The source could not be loaded ({reason}). Reload the page, or check that the server is still there.",
  "source.copy": "Copy source",
  "source.save": "Save source",
  "source.label": "Source of {name}, read-only",

  "run.host": "Host",
  "run.port": "Port",
  "run.arguments": "Arguments",
  "run.usage": "Usage: {usage}",
  "run.run": "Run",
  "run.run.title": "Run (Ctrl+Enter)",
  "run.stop": "Stop",
  "run.stop.title": "Stop the program at once",
  "run.targets": "Try it with",
  "run.command": "On your own command line",
  "run.copy": "Copy command",
  "run.copied": "Copied",

  "pane.label": "Program {number}: {name}",
  "pane.beside": "Open beside",
  "pane.beside.title": "Open another program beside this one; both can run at once",
  "pane.close": "Close this program",
  "pane.settings": "What to run",

  "terminal.label": "Terminal of {name}",
  "terminal.empty": "Press Run. Output appears here, and what you type goes to the program.",
  "terminal.empty.key": "Ctrl+Enter runs it from anywhere · Shift+Tab leaves the terminal",
  "terminal.skipped": "[{bytes} bytes not shown: the program writes faster than a terminal can draw]",
  "terminal.clear": "Clear terminal",

  "status.ready": "Ready",
  "status.loading": "Loading the program…",
  "status.running": "Running",
  "status.exited": "Exit code {code}",
  "status.finished": "Finished, exit code 0",
  "status.stopped": "Stopped",
  "status.signal": "Ended by {signal}",
  "status.crashed": "Crashed",
  "status.seconds": "{seconds} s",

  "files.title": "Files",
  "files.count": "Files ({count})",
  "files.empty": "The program’s own files appear here. Drop files anywhere on this program to give it some.",
  "files.add": "Add files…",
  "files.save": "Save {path}",
  "files.drop": "Drop to add to the program’s files",
  "files.bytes": "{size} bytes",
  "files.failed": "{path} could not be read: {reason}",
  "files.tooBig": "{path} is larger than {limit} MB and was not added.",

  "gateway.none": "No gateway",
  "gateway.checking": "Gateway {host}: asking…",
  "gateway.ready": "Gateway {host}: ready",
  "gateway.gone": "Gateway {host}: no answer",
  "gateway.unchecked": "websockify {host}",
  "gateway.title": "The gateway carries the programs’ connections to real hosts. Press to change or check it.",

  "settings.title": "Settings",
  "settings.gateway": "Gateway",
  "settings.gateway.explain":
    "A browser opens no TCP connections by itself: a gateway does it for the programs on this page. Only you can change it, and only here; a link never does.",
  "settings.site": "This site’s own",
  "settings.site.none": "this site names none",
  "settings.porthole": "Another Porthole gateway",
  "settings.websockify": "A stock websockify",
  "settings.websockify.explain":
    "Works with some losses: a refused connection gives no reason, and names are resolved at the proxy.",
  "settings.none": "None",
  "settings.none.explain": "Programs start, but real hosts are unreachable.",
  "settings.url": "Address (ws:// or wss://)",
  "settings.fixed": "It leads to one fixed target only (host:port, optional)",
  "settings.fixed.bad": "Write the fixed target as host:port, for example www.example.org:80.",
  "settings.url.bad": "Write the address as ws://host:port/path or wss://host/path.",
  "settings.url.mixed": "This page came over https, so the browser allows only wss:// addresses.",
  "settings.check": "Check it",
  "settings.check.asking": "Asking the gateway…",
  "settings.check.ready": "It answers.",
  "settings.check.gone": "No answer there. Is it running, and does it allow this page’s address?",
  "settings.check.unchecked": "A websockify can only be tried by running a program.",
  "settings.check.none": "Nothing to check.",
  "settings.save": "Save",
  "settings.cancel": "Cancel",

  "advice.jspi":
    "This browser cannot pause a WebAssembly program while it waits for the network (it has no JSPI), so programs cannot run here. Open this page in Chrome or Edge 137, Firefox 153 or Safari 27, or anything newer.",
  "advice.features":
    "This browser lacks {features}, so programs cannot run here. Open this page in Chrome or Edge 137, Firefox 153 or Safari 27, or anything newer.",
  "advice.refused":
    "The host is there, but nothing listens on that port. Check the port; if the server is your own, start it first.",
  "advice.refusedPractice":
    "No practice server listens there. www.test answers on port 80; npm start starts it together with the gateway.",
  "advice.noName": "No such host. Check the spelling of its name.",
  "advice.noNameNow":
    "The gateway could not look the name up just now: is its machine on the internet? www.test works without.",
  "advice.unreachable": "The gateway has no way to that host. Is its machine on the internet? www.test works without.",
  "advice.timeout": "The host did not answer in time. It may be down, or a firewall may swallow what is sent to it.",
  "advice.denied":
    "The gateway’s policy does not allow that host or port. Its operator can allow it in the gateway’s policy file.",
  "advice.said": "The gateway says: {notice}",
  "advice.limit": "The gateway is at its limit of connections. Close some programs, or try again in a moment.",
  "advice.reset": "The other side cut the connection. Running it again may help.",
  "advice.gatewayGone":
    "The gateway {host} does not answer. Start it again with npm start, or choose another one in the settings.",
  "advice.noGateway":
    "There is no gateway here, so real hosts cannot be reached. Open Porthole with npm start, or name a gateway in the settings.",
  "advice.crashed": "The program crashed: {error}",
  "advice.loader":
    "The program could not be started: {error}. Reload the page; if that does not help, run npm start again.",
  "advice.settings": "Open settings",
} as const;

export type TextKey = keyof typeof en;
