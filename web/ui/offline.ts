// SPDX-License-Identifier: MIT

/** Keeps the page for visits without a server, where the browser allows it (over HTTPS, or on this machine). */
export function keepForOffline(): void {
  if (!("serviceWorker" in navigator)) return;
  // After all else: the first visit is not to wait for it.
  const register = (): void => {
    const script = new URL("offline.js", document.baseURI);
    // The list of files is a script of its own: it, too, is to be the server's.
    navigator.serviceWorker.register(script, { updateViaCache: "none" }).catch((error) => console.info(error));
  };
  if (document.readyState === "complete") setTimeout(register, 1000);
  else addEventListener("load", () => setTimeout(register, 1000), { once: true });
}
