import type { ByteString } from '@saker/core/byte-string.ts';

/** Names of bits or values, in the order in which they are tried. */
export type NameTable = readonly (readonly [name: string, value: number])[];

/**
 * Names of the bits of `value`, joined by `|`. A bit that an earlier name took is gone (O_RDWR leaves nothing of O_RDONLY),
 * and a name that equals the whole value ends the search. Names of zero only match zero.
 */
export function flagNames(table: NameTable, value: number): ByteString {
  let rest = value;
  let out = '';
  for (const [name, bits] of table) {
    const matches = bits === 0 ? value === 0 : rest !== 0 && (rest & bits) >>> 0 === bits;
    if (!matches) continue;
    rest = (rest & ~bits) >>> 0;
    out = out === '' ? name : `${out}|${name}`;
    if (bits === value) break;
  }
  return out;
}

/** All names of an enumerated value, joined by `|` (AF_LOCAL|AF_UNIX). */
export function enumNames(table: NameTable, value: number): ByteString {
  let out = '';
  for (const [name, number] of table) if (number === value) out = out === '' ? name : `${out}|${name}`;
  return out;
}

/** Names of the bits of a file mode; the search ends at a name that equals the whole value, which is added at the end. */
export function modeNames(table: NameTable, value: number): ByteString {
  let rest = value;
  let out = '';
  for (const [name, bits] of table) {
    const last = bits === value;
    const matches = last || (bits !== 0 && rest !== 0 && (rest & bits) >>> 0 === bits);
    if (!matches) continue;
    out = out === '' ? name : `${out}|${name}`;
    if (last) break;
    rest = (rest & ~bits) >>> 0;
  }
  return out;
}
