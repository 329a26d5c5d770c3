// SPDX-License-Identifier: MIT
// Compiles sources in the harness page, with the page's own web/compile, and runs what comes out.

/** Opens the compiler of a page; it stays in `window.compiler` until the page is closed. */
export async function openCompiler(page) {
  await page.evaluate(async () => {
    const compiler = new window.Compiler();
    window.compiler = compiler;
    window.progress = [];
    compiler.onProgress = (progress) => window.progress.push(progress);
    await compiler.preload();
  });
}

/** Compiles; the module stays in the page as `window.compiled`, what is said about the sources comes back. */
export function compile(page, request) {
  return page.evaluate(async (asked) => {
    const start = performance.now();
    const { wasm, diagnostics, text } = await window.compiler.compile(asked);
    window.compiled = wasm;
    return { size: wasm?.byteLength ?? 0, diagnostics, text, milliseconds: performance.now() - start };
  }, request);
}

/** Runs the module that was compiled last; see RunRequest and RunResult in tests/browser/harness/harness.ts. */
export function runCompiled(page, request) {
  return page.evaluate(
    (asked) => window.runProgram({ name: "test", args: [], ...asked, wasm: window.compiled.slice(0) }),
    request,
  );
}

/** Compiles one source and runs it; fails with the compiler's own text. */
export async function compileAndRun(page, files, request, flags = []) {
  const sources = typeof files === "string" ? [{ name: "main.cpp", text: files }] : files;
  const compiled = await compile(page, { files: sources, flags });
  if (!compiled.size) throw new Error(compiled.text);
  return { ...(await runCompiled(page, request)), compiled };
}
