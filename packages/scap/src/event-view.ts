// HOT: allocation-free per event; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';
import { allocBytes, type Bytes } from '@saker/core/bytes.ts';

/** Bytes of the fixed event header: u64 ts, u64 tid, u32 len, u16 type, u32 nparams (packed, little-endian). */
export const EVENT_HEADER_SIZE = 26;

/** The most parameters an event of the table has (execve: 31), with room for ones that newer writers append. */
export const MAX_PARAMS = 64;

/**
 * One reused cursor over the bytes of an event in the .scap layout.
 *
 * Ownership: the source (file reader, ring buffer, test) owns the view and the memory under it; both are valid only
 * until the source moves to the next event. Nobody may keep the view; copy what must live longer.
 * The source sets the members and has checked that header, lengths and parameters lie inside `offset`..`offset+length`.
 */
export class EventView {
  /** The memory that holds the event. */
  bytes: Bytes;
  /** The same memory, for numbers. */
  data: DataView;
  /** Offset of the event header in {@link bytes}. */
  offset: number;
  /** Time in ns since the epoch: upper and lower 32 bits as signed numbers (`>>> 0` before computing with them). */
  tsHi: number;
  tsLo: number;
  /** Thread id; -1 where the capture has 2^64-1. */
  tid: number;
  /** Index into the event table. */
  type: number;
  /** Total length of header, parameter lengths and data in bytes. */
  length: number;
  /** Number of parameters that the event carries; trailing ones of the table may be missing in old captures. */
  nparams: number;
  /** Bytes per entry of the length array: 2, or 4 for events with EF_LARGE_PAYLOAD. */
  lengthSize: number;
  /** Ordinal of the event, from 1 (`evt.num`). */
  num: number;
  /** CPU the event happened on. */
  cpu: number;
  /** Flags of the block (EVF): 0 for plain event blocks. */
  flags: number;
  /** Offsets and lengths of the parameters located so far; entries below {@link located} are valid. */
  readonly paramOffsets: Int32Array;
  readonly paramLengths: Int32Array;
  located: number;

  constructor() {
    this.bytes = allocBytes(0);
    this.data = new DataView(new ArrayBuffer(0));
    this.offset = 0;
    this.tsHi = 0;
    this.tsLo = 0;
    this.tid = 0;
    this.type = 0;
    this.length = 0;
    this.nparams = 0;
    this.lengthSize = 2;
    this.num = 0;
    this.cpu = 0;
    this.flags = 0;
    this.paramOffsets = new Int32Array(MAX_PARAMS);
    this.paramLengths = new Int32Array(MAX_PARAMS);
    this.located = 0;
  }

  /** Time in ns since the epoch. Allocates: not for the hot path. */
  ts(): bigint {
    return (BigInt(this.tsHi >>> 0) << 32n) | BigInt(this.tsLo >>> 0);
  }

  /** Length in bytes of parameter `index`; 0 where it is empty, -1 where the event does not carry it. */
  paramLength(index: number): number {
    if (index >= this.nparams) return -1;
    if (index >= this.located) this.locate(index);
    return this.paramLengths[index] as number;
  }

  /** Offset in {@link bytes} of the first byte of parameter `index`. Only valid where `paramLength(index) >= 0`. */
  paramOffset(index: number): number {
    if (index >= this.located) this.locate(index);
    return this.paramOffsets[index] as number;
  }

  private locate(index: number): void {
    let i = this.located;
    const size = this.lengthSize;
    const lengths = this.offset + EVENT_HEADER_SIZE;
    let at =
      i === 0
        ? lengths + size * this.nparams
        : (this.paramOffsets[i - 1] as number) + (this.paramLengths[i - 1] as number);
    for (; i <= index; i++) {
      const length =
        size === 2 ? this.data.getUint16(lengths + 2 * i, true) : this.data.getUint32(lengths + 4 * i, true);
      this.paramOffsets[i] = at;
      this.paramLengths[i] = length;
      at += length;
    }
    this.located = i;
  }

  /** u8 parameter, or `missing` where it is absent or shorter. */
  u8(index: number, missing: number): number {
    return this.paramLength(index) < 1 ? missing : (this.bytes[this.paramOffset(index)] as number);
  }

  u16(index: number, missing: number): number {
    return this.paramLength(index) < 2 ? missing : this.data.getUint16(this.paramOffset(index), true);
  }

  u32(index: number, missing: number): number {
    return this.paramLength(index) < 4 ? missing : this.data.getUint32(this.paramOffset(index), true);
  }

  i32(index: number, missing: number): number {
    return this.paramLength(index) < 4 ? missing : this.data.getInt32(this.paramOffset(index), true);
  }

  /** i64 parameter as a number: exact up to 2^53, which holds for every fd, pid, size and errno. */
  i64(index: number, missing: number): number {
    if (this.paramLength(index) < 8) return missing;
    const at = this.paramOffset(index);
    return int64(this.data.getInt32(at + 4, true), this.data.getInt32(at, true));
  }

  /** u64 parameter as a number: exact up to 2^53. Use {@link big} where all 64 bits matter. */
  u64(index: number, missing: number): number {
    if (this.paramLength(index) < 8) return missing;
    const at = this.paramOffset(index);
    const hi = this.data.getInt32(at + 4, true);
    const lo = this.data.getInt32(at, true);
    return hi === 0 && lo >= 0 ? lo : (hi >>> 0) * 4294967296 + (lo >>> 0);
  }

  /** u64 parameter, all bits. Allocates. */
  big(index: number): bigint | undefined {
    return this.paramLength(index) < 8 ? undefined : this.data.getBigUint64(this.paramOffset(index), true);
  }

  /** NUL-terminated string parameter without its NUL; undefined where the parameter is absent or empty (length 0). */
  str(index: number): ByteString | undefined {
    const length = this.paramLength(index);
    if (length <= 0) return undefined;
    const at = this.paramOffset(index);
    const end = this.bytes[at + length - 1] === 0 ? at + length - 1 : at + length;
    return this.bytes.latin1Slice(at, end);
  }

  /** Byte buffer parameter; undefined where absent. */
  buf(index: number): ByteString | undefined {
    const length = this.paramLength(index);
    if (length < 0) return undefined;
    const at = this.paramOffset(index);
    return this.bytes.latin1Slice(at, at + length);
  }
}

/** A signed 64-bit number from its halves, exact up to 2^53. What fits 32 bits stays a small integer for the engine. */
export function int64(hi: number, lo: number): number {
  return hi === lo >> 31 ? lo : hi * 4294967296 + (lo >>> 0);
}
