import type { ByteString } from '@saker/core/byte-string.ts';
import { allocBytes, type Bytes } from '@saker/core/bytes.ts';

/** Little-endian values one after the other in memory that grows. Numbers are cut to their width. */
export class ByteWriter {
  bytes: Bytes;
  data: DataView;
  at: number;

  constructor(capacity = 4096) {
    this.bytes = allocBytes(capacity);
    this.data = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    this.at = 0;
  }

  /** What was written; valid until the next write. */
  written(): Bytes {
    return this.bytes.subarray(0, this.at) as Bytes;
  }

  u8(value: number): void {
    const at = this.take(1);
    this.data.setUint8(at, value);
  }

  u16(value: number): void {
    const at = this.take(2);
    this.data.setUint16(at, value, true);
  }

  u32(value: number): void {
    const at = this.take(4);
    this.data.setUint32(at, value, true);
  }

  /** Two's complement for negative values. */
  u64(value: number | bigint): void {
    const at = this.take(8);
    this.data.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), true);
  }

  f64(value: number): void {
    const at = this.take(8);
    this.data.setFloat64(at, value, true);
  }

  raw(bytes: ByteString): void {
    const at = this.take(bytes.length);
    for (let i = 0; i < bytes.length; i++) this.bytes[at + i] = bytes.charCodeAt(i);
  }

  /** Bytes with a u16 length in front; cut to `max`. */
  counted(bytes: ByteString, max: number): void {
    const kept = bytes.length > max ? bytes.slice(0, max) : bytes;
    this.u16(kept.length);
    this.raw(kept);
  }

  copy(bytes: Uint8Array): void {
    const at = this.take(bytes.length);
    this.bytes.set(bytes, at);
  }

  zeros(count: number): void {
    const at = this.take(count);
    this.bytes.fill(0, at, at + count);
  }

  /** Reserves `length` bytes and returns where they begin. May replace {@link bytes} and {@link data}. */
  take(length: number): number {
    const at = this.at;
    if (at + length > this.bytes.length) this.grow(at + length);
    this.at = at + length;
    return at;
  }

  private grow(need: number): void {
    const bigger = allocBytes(Math.max(need, 2 * this.bytes.length));
    bigger.set(this.bytes.subarray(0, this.at));
    this.bytes = bigger;
    this.data = new DataView(bigger.buffer, bigger.byteOffset, bigger.byteLength);
  }
}
