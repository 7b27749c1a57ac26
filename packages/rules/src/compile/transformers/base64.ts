import type { ByteString } from '@saker/core/byte-string.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const DIGITS = new Int8Array(256).fill(-1);
for (let i = 0; i < ALPHABET.length; i++) DIGITS[ALPHABET.charCodeAt(i)] = i;

/** Decodes base64 with or without padding; undefined where the text is not base64. */
export function decodeBase64(text: ByteString): ByteString | undefined {
  let n = text.length;
  if (n > 0 && text[n - 1] === '=') n--;
  if (n > 0 && n === text.length - 1 && text[n - 1] === '=') n--;
  // Padding alone is no base64, nothing at all is.
  if (n % 4 === 1 || (n === 0 && text !== '')) return undefined;
  let out = '';
  let bits = 0;
  let held = 0;
  for (let i = 0; i < n; i++) {
    const digit = DIGITS[text.charCodeAt(i)] as number;
    if (digit < 0) return undefined;
    held = ((held << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += String.fromCharCode((held >> bits) & 0xff);
    }
  }
  // The bits left over have to be zero: anything else was cut off.
  return (held & ((1 << bits) - 1)) === 0 ? out : undefined;
}
