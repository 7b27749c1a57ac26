/**
 * Byte strings: how Saker holds text that came from the kernel.
 *
 * The kernel hands out bytes, not Unicode. A byte string is a JS string in which every UTF-16 unit is one byte
 * (0..255, "latin-1"): decoding is the fastest one V8 has, it takes one byte a character in memory, comparing two of
 * them compares bytes exactly as Falco does, and invalid UTF-8 survives. Constants of rules are turned into byte
 * strings when they are compiled; only output turns byte strings into Unicode text.
 */
declare const byteStringBrand: unique symbol;

/** A string whose units are bytes. Make one with {@link utf8ToBytes} or {@link bytesOf}. */
export type ByteString = string & { readonly [byteStringBrand]?: true };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
// biome-ignore lint/suspicious/noControlCharactersInRegex: the class is "everything that is not ASCII"
const NON_ASCII = /[^\x00-\x7f]/;

/** The UTF-8 bytes of Unicode text, as a byte string. ASCII text is returned as it is. */
export function utf8ToBytes(text: string): ByteString {
  if (!NON_ASCII.test(text)) return text;
  const bytes = encoder.encode(text);
  let out = '';
  for (let i = 0; i < bytes.length; i++) out += String.fromCharCode(bytes[i] as number);
  return out;
}

/** Unicode text of a byte string; a maximal invalid UTF-8 sequence becomes U+FFFD. */
export function bytesToUtf8(bytes: ByteString): string {
  if (!NON_ASCII.test(bytes)) return bytes;
  return decoder.decode(bytesToArray(bytes));
}

/** The bytes of a byte string as an array. */
export function bytesToArray(bytes: ByteString): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) out[i] = bytes.charCodeAt(i);
  return out;
}

/** A byte string of `length` bytes of `array` from `start`. */
export function bytesOf(array: Uint8Array, start = 0, length: number = array.length - start): ByteString {
  let out = '';
  for (let i = start; i < start + length; i++) out += String.fromCharCode(array[i] as number);
  return out;
}
