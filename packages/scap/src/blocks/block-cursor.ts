import type { ByteString } from '@saker/core/byte-string.ts';
import type { Bytes } from '@saker/core/bytes.ts';

/**
 * Reads values one after the other from a stretch of bytes and never beyond its end: a value that does not fit makes
 * the cursor {@link failed}, after which everything reads as 0 or ''. So a decoder reads a whole entry and asks once.
 */
export class BlockCursor {
  readonly bytes: Bytes;
  readonly data: DataView;
  at: number;
  readonly end: number;
  failed: boolean;

  constructor(bytes: Bytes, data: DataView, at: number, end: number) {
    this.bytes = bytes;
    this.data = data;
    this.at = at;
    this.end = end;
    this.failed = false;
  }

  get left(): number {
    return this.end - this.at;
  }

  /** Moves to `at`; fails where that lies behind the end or before the present place. */
  moveTo(at: number): void {
    if (at < this.at || at > this.end) this.failed = true;
    else this.at = at;
  }

  u8(): number {
    const at = this.take(1);
    return at < 0 ? 0 : (this.bytes[at] as number);
  }

  u16(): number {
    const at = this.take(2);
    return at < 0 ? 0 : this.data.getUint16(at, true);
  }

  u32(): number {
    const at = this.take(4);
    return at < 0 ? 0 : this.data.getUint32(at, true);
  }

  u64(): bigint {
    const at = this.take(8);
    return at < 0 ? 0n : this.data.getBigUint64(at, true);
  }

  /** i64 as a number: exact up to 2^53. */
  i64(): number {
    const at = this.take(8);
    return at < 0 ? 0 : this.data.getInt32(at + 4, true) * 4294967296 + this.data.getUint32(at, true);
  }

  raw(length: number): ByteString {
    const at = this.take(length);
    return at < 0 ? '' : this.bytes.latin1Slice(at, at + length);
  }

  /** Bytes with a u16 length in front; longer than `max` fails. */
  counted(max: number): ByteString {
    const length = this.u16();
    if (length > max) {
      this.failed = true;
      return '';
    }
    return this.raw(length);
  }

  /** Like {@link counted}, up to the first NUL. */
  text(max: number): ByteString {
    return untilNul(this.counted(max));
  }

  /** Like {@link counted}; closed with a NUL where it is not empty and lacks one. */
  list(max: number): ByteString {
    const list = this.counted(max);
    return list.length === 0 || list.charCodeAt(list.length - 1) === 0 ? list : `${list}\0`;
  }

  private take(length: number): number {
    const at = this.at;
    if (this.failed || length > this.end - at) {
      this.failed = true;
      return -1;
    }
    this.at = at + length;
    return at;
  }
}

/** The bytes before the first NUL. */
export function untilNul(bytes: ByteString): ByteString {
  const nul = bytes.indexOf('\0');
  return nul < 0 ? bytes : bytes.slice(0, nul);
}

/** Longest strings that upstream accepts (`scap_limits.h`, `scap.h`). */
export const MAX_PATH = 1024;
export const MAX_LIST = 4096;
export const MAX_FD_NAME = 1023;
export const MAX_CREDENTIAL = 255;
