// SPDX-License-Identifier: MIT
// The few globals of the web that web/posix may use; anything else of the DOM does not build here.

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes?: Uint8Array): string;
}
