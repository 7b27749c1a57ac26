import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';

/** JSON string of text whose invalid UTF-8 becomes U+FFFD, one for each maximal invalid part. */
export function jsonText(bytes: ByteString): string {
  return JSON.stringify(bytesToUtf8(bytes));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the class is "everything that is not ASCII"
const NON_ASCII = /[^\x00-\x7f]/;

/**
 * JSON string of a field's text. Falco's fields pass another encoder first, which reads UTF-8 carelessly: a lead byte
 * takes as many bytes with it as it announces, whatever they are.
 */
export function jsonFieldText(bytes: ByteString): string {
  return JSON.stringify(NON_ASCII.test(bytes) ? decodeCarelessly(bytes) : bytes);
}

const REPLACEMENT = 0xfffd;

function decodeCarelessly(bytes: ByteString): string {
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes.charCodeAt(i);
    const size = sequenceLength(lead);
    if (size === 0 || i + size > bytes.length) {
      out += String.fromCharCode(REPLACEMENT);
      i++;
      continue;
    }
    out += unit(codePoint(bytes, i, lead, size));
    i += size;
  }
  return out;
}

/** Bytes that a lead byte announces, itself included; 0 for those that announce nothing sensible. */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf8 ? 4 : 0;
}

/** Smallest code points that need sequences of 1, 2, 3 and 4 bytes. */
const SMALLEST: readonly number[] = [0, 0, 0x80, 0x800, 0x10000];
const LEAD_BITS: readonly number[] = [0, 0x7f, 0x1f, 0x0f, 0x07];

function codePoint(bytes: ByteString, at: number, lead: number, size: number): number {
  let code = lead & (LEAD_BITS[size] as number);
  for (let i = 1; i < size; i++) code = (code << 6) | (bytes.charCodeAt(at + i) & 0x3f);
  const surrogate = size === 3 && code >= 0xd800 && code <= 0xdfff;
  return code < (SMALLEST[size] as number) || surrogate ? REPLACEMENT : code;
}

/** Code points above Unicode's end wrap around, as two surrogates have only 20 bits. */
function unit(code: number): string {
  if (code < 0x10000) return String.fromCharCode(code);
  const rest = code - 0x10000;
  return String.fromCharCode(0xd800 + ((rest >> 10) & 0x3ff), 0xdc00 + (rest & 0x3ff));
}

/** Shortest JSON number of a double; whole ones keep a fraction (`1.0`), very large and small ones get an exponent. */
export function jsonDouble(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-4) {
    const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
  }
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}
