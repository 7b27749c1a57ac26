import type { ByteString } from '@saker/core/byte-string.ts';
import { asciiLower } from './text.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the class is "ASCII only"
const ASCII = /^[\x00-\x7f]*$/;

/**
 * `icontains`: does the text contain the constant, letters of ASCII in either case. A regular expression of literal
 * characters searches without making a lower-case copy; without the `u` flag JavaScript maps no byte above 0x7f to ASCII,
 * so it is exact for constants of ASCII. Others compare copies.
 */
export function compileCaselessSearch(constant: ByteString): (text: ByteString) => boolean {
  if (!ASCII.test(constant)) {
    const lower = asciiLower(constant);
    return (text) => asciiLower(text).includes(lower);
  }
  const pattern = new RegExp(constant.replace(/[^A-Za-z0-9]/g, hexEscape), 'i');
  return (text) => pattern.test(text);
}

function hexEscape(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
