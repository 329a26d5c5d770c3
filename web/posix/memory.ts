// SPDX-License-Identifier: MIT

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The program's linear memory. Every access makes a fresh view, because memory that grows during a wait leaves older
 * ones detached. An address outside is a RangeError, which the calls report as EFAULT.
 */
export class Memory {
  constructor(private readonly buffer: () => ArrayBuffer) {}

  bytes(address: number, size: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.buffer(), address >>> 0, size >>> 0);
  }

  get view(): DataView<ArrayBuffer> {
    return new DataView(this.buffer());
  }

  u32(address: number): number {
    return this.view.getUint32(address >>> 0, true);
  }

  setU32(address: number, value: number): void {
    this.view.setUint32(address >>> 0, value, true);
  }

  /** The bytes of a C string, as text; a null address gives null. */
  text(address: number): string | null {
    if (address === 0) return null;
    const all = new Uint8Array(this.buffer());
    const end = all.indexOf(0, address >>> 0);
    if (end < 0) throw new RangeError("a string without an end");
    return decoder.decode(all.subarray(address >>> 0, end));
  }

  /** Writes a C string of at most `size` bytes with its end; false if it does not fit. */
  setText(address: number, size: number, text: string): boolean {
    const bytes = encoder.encode(text);
    if (bytes.length >= size) return false;
    const to = this.bytes(address, bytes.length + 1);
    to.set(bytes);
    to[bytes.length] = 0;
    return true;
  }

  /** The buffers that an array of struct iovec names. */
  vectors(address: number, count: number): Uint8Array<ArrayBuffer>[] {
    const view = this.view;
    const list = [];
    for (let i = 0; i < count; i++) {
      const at = (address >>> 0) + 8 * i;
      list.push(this.bytes(view.getUint32(at, true), view.getUint32(at + 4, true)));
    }
    return list;
  }
}
