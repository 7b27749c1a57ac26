import { utf8ToBytes } from '@saker/core/byte-string.ts';
import { isHexDigit } from './chars.ts';
import type { Cursor } from './cursor.ts';
import { YamlFailure } from './yaml-error.ts';

/** Escapes of one character, with what they stand for as bytes. `\N` and `\_` yield one byte, as in the reference parser. */
const SIMPLE = new Map<number, string>(
  (
    [
      ['0', '\0'],
      ['a', '\x07'],
      ['b', '\b'],
      ['t', '\t'],
      ['\t', '\t'],
      ['n', '\n'],
      ['v', '\v'],
      ['f', '\f'],
      ['r', '\r'],
      ['e', '\x1b'],
      [' ', ' '],
      ['"', '"'],
      ["'", "'"],
      ['\\', '\\'],
      ['/', '/'],
      ['N', '\x85'],
      ['_', '\xa0'],
      ['L', '\xe2\x80\xa8'],
      ['P', '\xe2\x80\xa9'],
    ] as const
  ).map(([letter, bytes]) => [letter.charCodeAt(0), bytes]),
);
const HEX_DIGITS = new Map<number, number>([
  [120, 2],
  [117, 4],
  [85, 8],
]);

/** Reads an escape, the cursor being on its first byte (a backslash, or the first of two single quotes). */
export function decodeEscape(cursor: Cursor): string {
  cursor.next();
  const letter = cursor.next();
  const simple = SIMPLE.get(letter);
  if (simple !== undefined) return simple;
  const digits = HEX_DIGITS.get(letter);
  if (digits === undefined)
    throw new YamlFailure(`unknown escape character: ${String.fromCharCode(letter)}`, cursor.mark());
  let value = 0;
  let valid = true;
  for (let i = 0; i < digits; i++) {
    const c = cursor.next();
    if (isHexDigit(c)) value = value * 16 + Number.parseInt(String.fromCharCode(c), 16);
    else valid = false;
  }
  if (!valid) throw new YamlFailure('bad character found while scanning hex number', cursor.mark());
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff)
    throw new YamlFailure(`invalid unicode: ${value}`, cursor.mark());
  return utf8ToBytes(String.fromCodePoint(value));
}
