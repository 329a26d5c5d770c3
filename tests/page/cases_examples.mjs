// SPDX-License-Identifier: MIT
// Choosing an example and filling in its arguments, as a person does.

import assert from "node:assert/strict";

const table = ["Sockets", "Servers", "HTTP", "NNTP", "FTP", "SMTP", "POP3", "IMAP4", "Telnet", "Gopher"];
const textOf = (element) => element.innerText;

/** What the page says of a group: whether it is unfolded, and its examples' names. */
function group(visitor, name) {
  return visitor.page.$eval(`[data-protocol="${name}"]`, (element) => ({
    open: element.querySelector(".group-head").getAttribute("aria-expanded") === "true",
    seen: element.querySelector(".group-body").checkVisibility(),
    label: [...element.querySelectorAll(".group-head > :not([aria-hidden])")].map((each) => each.textContent).join(""),
    purpose: element.querySelector(".group-purpose").innerText,
    links: [...element.querySelectorAll(".facts a")].map((link) => link.href),
    examples: [...element.querySelectorAll(".example")].map((button) => button.value),
  }));
}

const head = (name) => `[data-protocol="${name}"] .group-head`;
const focused = (visitor) => visitor.page.evaluate(() => document.activeElement.value || document.activeElement.name);
const value = (visitor, name) => visitor.page.$eval(`.pane input[name="${name}"]`, (input) => input.value);
const command = (visitor) => visitor.page.$eval(".pane .command code", textOf);
const labels = (visitor) =>
  visitor.page.$$eval(".pane .fields .field", (fields) =>
    fields.map((field) => [field.querySelector("label").innerText, field.querySelector("input").name]),
  );

/** Folds every group but the one of the example that comes next, as on a first visit. */
const forgetGroups = (visitor) => visitor.page.evaluate(() => localStorage.removeItem("porthole.groups"));

/** Where the page is, as its address says. */
const place = (visitor) =>
  visitor.page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1)).entries()));

export const exampleCases = {
  async "shows the examples by protocol, with what there is to know of each"(visitor) {
    await visitor.open();
    await forgetGroups(visitor);
    await visitor.open();
    const names = await visitor.page.$$eval(".group", (groups) => groups.map((each) => each.dataset.protocol));
    assert.deepEqual(
      names,
      table.filter((name) => names.includes(name)),
    );
    const sockets = await group(visitor, "Sockets");
    assert.ok(sockets.open && sockets.seen);
    assert.equal(sockets.examples[0], "tcp_client");
    const http = await group(visitor, "HTTP");
    assert.equal(http.open || http.seen, false);
    assert.match(http.label, /^HTTP, Port 80, \d+ examples?$/);
    assert.equal(http.purpose, "Web pages, and everything else that has a URL.");
    assert.deepEqual(http.links, ["https://www.rfc-editor.org/rfc/rfc9110", "https://www.rfc-editor.org/rfc/rfc9112"]);
    await visitor.click('.switch button[lang="zh-Hans"]');
    assert.match((await group(visitor, "HTTP")).purpose, /^网页访问/);
    await visitor.click('.switch button[lang="en"]');
  },

  async "remembers which groups are unfolded, and unfolds the one that a link leads to"(visitor) {
    await visitor.open();
    await forgetGroups(visitor);
    await visitor.open();
    await visitor.click(head("HTTP"));
    await visitor.click(head("Sockets"));
    assert.ok((await group(visitor, "HTTP")).seen);
    assert.equal((await group(visitor, "Sockets")).seen, false);
    await visitor.open("#example=download");
    assert.ok((await group(visitor, "HTTP")).seen);
    assert.equal((await group(visitor, "Sockets")).open, false);
    await visitor.click(head("HTTP"));
    await visitor.page.evaluate(() => {
      location.hash = "#example=look_up";
    });
    await visitor.until("the other group", () => document.querySelector(".example[aria-current]")?.value === "look_up");
    assert.ok((await group(visitor, "Sockets")).seen);
    assert.equal((await group(visitor, "HTTP")).seen, false);
  },

  async "walks through the groups with the keyboard alone"(visitor) {
    await visitor.open();
    await visitor.page.focus("input[name=filter]");
    await visitor.press("ArrowDown");
    assert.ok(await visitor.page.$eval(head("Sockets"), (button) => button === document.activeElement));
    await visitor.press("ArrowRight");
    assert.ok((await group(visitor, "Sockets")).open);
    await visitor.press("ArrowDown");
    assert.equal(await focused(visitor), "tcp_client");
    await visitor.press("ArrowLeft");
    assert.ok(await visitor.page.$eval(head("Sockets"), (button) => button === document.activeElement));
    assert.equal((await group(visitor, "Sockets")).open, false);
    await visitor.press("Enter");
    assert.ok((await group(visitor, "Sockets")).open);
    await visitor.press("End");
    await visitor.press("Home");
    await visitor.press("ArrowUp");
    assert.equal(await focused(visitor), "filter");
  },

  async "finds an example by any word of it"(visitor) {
    await visitor.open();
    const found = () => visitor.page.$$eval(".example", (all) => all.filter((each) => each.checkVisibility()).length);
    const before = await found();
    await visitor.page.type("input[name=filter]", "select progress");
    assert.deepEqual((await group(visitor, "HTTP")).examples, ["download"]);
    assert.equal(await found(), 1);
    assert.equal(await visitor.page.$eval(".found", textOf), "1 example found");
    await visitor.press("ArrowDown");
    await visitor.press("ArrowDown");
    await visitor.press("Enter");
    assert.equal(await value(visitor, "path"), "/big?n=5000000");
    await visitor.page.$eval("input[name=filter]", (input) => input.select());
    await visitor.page.type("input[name=filter]", "getnameinfo");
    await visitor.press("Enter");
    assert.equal(await value(visitor, "name"), "www.test echo.test no-such-host.test");
    await visitor.page.focus("input[name=filter]");
    await visitor.press("Escape");
    await visitor.until("the whole list", () => document.querySelectorAll(".example").length > 1);
    assert.equal(await visitor.page.$eval(".found", textOf), "");
    assert.ok((await found()) > before, "the chosen example's group stays unfolded");
    await visitor.page.type("input[name=filter]", "nothing-says-this");
    assert.match(await visitor.page.$eval(".found", textOf), /nothing-says-this/);
  },

  async "has a labelled field for each argument, in both languages"(visitor) {
    await visitor.open("#example=by_line");
    assert.deepEqual(await labels(visitor), [
      ["Host", "host"],
      ["Port", "port"],
      ["Path", "path"],
    ]);
    assert.deepEqual(
      [await value(visitor, "host"), await value(visitor, "port"), await value(visitor, "path")],
      ["www.test", "80", "/zh"],
    );
    await visitor.click('.switch button[lang="zh-Hans"]');
    assert.deepEqual(
      (await labels(visitor)).map(([label]) => label),
      ["主机", "端口", "路径"],
    );
    await visitor.click('.switch button[lang="en"]');
    await visitor.click(".run");
    await visitor.mood("good");
  },

  async "goes back to the defaults, and to any choice offered"(visitor) {
    await visitor.open("#example=by_line");
    const reset = () => visitor.page.$eval(".run-notes button:nth-of-type(2)", (button) => button.checkVisibility());
    assert.equal(await reset(), false);
    await visitor.fill("path", "/a b");
    assert.equal(await command(visitor), "porthole run by_line www.test 80 '/a b'");
    assert.deepEqual(await place(visitor), { example: "by_line", args: "www.test 80 '/a b'" });
    assert.equal(await reset(), true);
    await visitor.click(".run-notes button:nth-of-type(2)");
    assert.equal(await value(visitor, "path"), "/zh");
    assert.deepEqual(await place(visitor), { example: "by_line" });
    assert.equal(await focused(visitor), "www.test", "the focus is in the first field, not lost");
    await visitor.click(".chip:not([aria-pressed=true])");
    assert.equal(await value(visitor, "host"), "www.sina.com.cn");
    assert.equal(await visitor.page.$eval(".chip[aria-pressed=true]", textOf), "www.sina.com.cn:80 /");
  },

  async "keeps the fields and the argument line in step"(visitor) {
    await visitor.open("#example=port_check");
    assert.deepEqual(await labels(visitor), [
      ["Host", "host"],
      ["Port (several)", "port"],
    ]);
    const line = ".pane input[name=arguments]";
    assert.equal(await visitor.page.$eval(line, (input) => input.checkVisibility()), false);
    await visitor.click(".run-notes button[aria-expanded]");
    assert.equal(await value(visitor, "arguments"), "www.test 80 81 7");
    await visitor.fill("port", "80 'a b' 9");
    assert.equal(await value(visitor, "arguments"), "www.test 80 'a b' 9");
    await visitor.fill("arguments", `"www.test" '81' 8\\ 2`);
    assert.equal(await value(visitor, "host"), "www.test");
    assert.equal(await value(visitor, "port"), "81 '8 2'");
    assert.equal(await value(visitor, "arguments"), `"www.test" '81' 8\\ 2`, "what is being typed stays as it is");
    await visitor.fill("arguments", "www.test 80 81");
    await visitor.click(".run");
    await visitor.mood("good");
    await visitor.sees("81");
  },

  async "shows in the line what no field has room for"(visitor) {
    await visitor.open(`#example=tcp_client&args=${encodeURIComponent("www.test 80 'and more' ''")}`);
    assert.equal(await value(visitor, "host"), "www.test");
    assert.equal(await value(visitor, "arguments"), "www.test 80 'and more' ''");
    assert.ok(await visitor.page.$eval(".pane input[name=arguments]", (input) => input.checkVisibility()));
    await visitor.fill("port", "81");
    assert.equal(await command(visitor), "porthole run tcp_client www.test 81 'and more' ''");
  },

  async "chooses from the unfolded list on a telephone"(visitor) {
    await visitor.page.setViewport({ width: 360, height: 740 });
    await visitor.open();
    await forgetGroups(visitor);
    await visitor.open("#example=download");
    assert.equal(await visitor.page.evaluate(() => scrollY), 0, "the page begins at its top");
    assert.equal(await visitor.page.$eval(".groups", (list) => list.checkVisibility()), false);
    await visitor.click(".unfold");
    assert.ok((await group(visitor, "HTTP")).seen);
    await visitor.click(head("Sockets"));
    await visitor.click(".example[value=look_up]");
    assert.equal(await visitor.page.$eval(".groups", (list) => list.checkVisibility()), false);
    assert.match(await visitor.page.$eval(".unfold", textOf), /Sockets · Names and addresses/);
    // The driver itself scrolled, to the example that it chose.
    const place = await visitor.page.evaluate(() => scrollY);
    await visitor.click(".unfold");
    const inView = await visitor.page.$eval(
      ".example[aria-current]",
      (button, before) => {
        const [inner, outer] = [button, document.querySelector("#examples")].map((each) =>
          each.getBoundingClientRect(),
        );
        return inner.top >= outer.top && inner.bottom <= outer.bottom && scrollY === before;
      },
      place,
    );
    assert.ok(inView, "the list shows the chosen example, and the page stays where it is");
    await visitor.click(".unfold");
    await visitor.click(".run");
    await visitor.mood("good");
    const end = await visitor.page.$eval(".pane .terminal", (terminal) => terminal.getBoundingClientRect().bottom);
    assert.ok(end <= 741, `the terminal ends at ${end} on a screen of 740`);
    const [wide, seen] = await visitor.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= seen, `the page is ${wide} px wide on a screen of ${seen} px`);
  },
};
