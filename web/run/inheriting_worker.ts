// SPDX-License-Identifier: MIT

const starters = new Map<string, string>();

/**
 * A worker under the page's own content security policy. One that is loaded over HTTP is under the policy that its own
 * response brings, and a static host sends none; one that begins as a blob inherits the page's, from a meta element too.
 */
export function inheritingWorker(script: string, name: string): Worker {
  const url = new URL(script, document.baseURI).href;
  let starter = starters.get(url);
  if (!starter) {
    const blob = new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" });
    starter = URL.createObjectURL(blob);
    starters.set(url, starter);
  }
  return new Worker(starter, { type: "module", name });
}
