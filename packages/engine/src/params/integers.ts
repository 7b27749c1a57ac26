import type { PrintFormat } from '@saker/schema/event-info.ts';

/** A number where it is a safe integer, else a bigint. */
export type Integer = number | bigint;

const TWO_32 = 4294967296;

/** The unsigned 64-bit integer of two halves. */
export function unsigned64(hi: number, lo: number): Integer {
  const high = hi >>> 0;
  if (high < 0x200000) return high * TWO_32 + (lo >>> 0);
  return (BigInt(high) << 32n) | BigInt(lo >>> 0);
}

/** The signed 64-bit integer of two halves. */
export function signed64(hi: number, lo: number): Integer {
  const high = hi | 0;
  if (high >= -0x200000 && high < 0x200000) return high * TWO_32 + (lo >>> 0);
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(lo >>> 0));
}

/** Difference of two unsigned 64-bit times, wrapping as unsigned arithmetic does. */
export function unsignedDifference(hi: number, lo: number, fromHi: number, fromLo: number): Integer {
  let low = (lo >>> 0) - (fromLo >>> 0);
  let high = (hi >>> 0) - (fromHi >>> 0);
  if (low < 0) {
    low += TWO_32;
    high -= 1;
  }
  return unsigned64(high, low);
}

/** How an integer of `bits` bits prints; decimal reads it as signed, octal and hex show its bits. */
export function signedText(value: Integer, bits: 8 | 16 | 32 | 64, format: PrintFormat): string {
  if (format === 'PF_HEX' || format === 'PF_OCT') {
    // Falco widens the smaller integers to 32 bits, with their sign, before it prints their bits.
    const pattern = BigInt.asUintN(bits === 64 ? 64 : 32, BigInt(value));
    if (format === 'PF_HEX') return pattern.toString(16).toUpperCase();
    return pattern === 0n ? '0' : `0${pattern.toString(8)}`;
  }
  const decimal = value.toString();
  return format === 'PF_10_PADDED_DEC' ? padDecimal(decimal) : decimal;
}

/** `%09d`: at least nine characters, the sign among them. */
export function padDecimal(decimal: string): string {
  return decimal.startsWith('-') ? `-${decimal.slice(1).padStart(8, '0')}` : decimal.padStart(9, '0');
}
