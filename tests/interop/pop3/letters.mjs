// SPDX-License-Identifier: MIT
// The letters of the maildrop, the same that letters.cpp makes.

const count = 1000;
const bytes = (step) => Array.from({ length: 256 }, (_, value) => (value * step) % 256);
const everyByte = Buffer.concat([
  Buffer.from([...bytes(1), ...bytes(3), ...bytes(255)]),
  Buffer.from("\r\n.\r\n\n\r.."),
]);

function head(number) {
  return [
    "From: teacher@mail.test",
    "To: learner@mail.test",
    `Subject: Letter ${number}`,
    `Message-ID: <${number}@mail.test>`,
  ];
}

function plain(number) {
  const lines = Array.from(
    { length: number % 20 },
    (_, line) => `${".".repeat(line % 4)}第 ${line} 行 of letter ${number}`,
  );
  return Buffer.from([...head(number), "", ...lines, ""].join("\r\n"));
}

function last(number) {
  const before = [...head(number), "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="=-="', "", "--=-="];
  const raw = [];
  for (let value = 1; value < 256; value++) {
    if (value !== 13 && value !== 10) raw.push(value);
    if (value % 64 === 0) raw.push(13, 10);
  }
  const after = ["", "--=-=", "Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64", ""];
  const base64 = everyByte.toString("base64").match(/.{1,76}/g);
  return Buffer.concat([
    Buffer.from([...before, "Content-Transfer-Encoding: 8bit", "", ""].join("\r\n")),
    Buffer.from(raw),
    Buffer.from([...after, ...base64, "--=-=--", ""].join("\r\n")),
  ]);
}

export const letters = Array.from({ length: count }, (_, index) => (index + 1 < count ? plain : last)(index + 1));
