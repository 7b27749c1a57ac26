import type { ByteString } from '@saker/core/byte-string.ts';
import { utf8ToBytes } from '@saker/core/byte-string.ts';

/** A file's text as UTF-8 bytes, without its byte order mark. */
export interface YamlInput {
  readonly text: ByteString;
  /** Offset in the file of the first byte of `text`; undefined when the text was transcoded and offsets do not carry over. */
  readonly shift: number | undefined;
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/** Finds out a file's encoding from its first bytes as YAML 1.2 does: a byte order mark, or where the zero bytes are. */
export function decodeInput(content: ByteString): YamlInput {
  const [encoding, skip] = detect(content);
  if (encoding === 'utf-8') return { text: skip === 0 ? content : content.slice(skip), shift: skip };
  return { text: transcode(content, encoding, skip), shift: undefined };
}

function detect(s: ByteString): readonly [Encoding, number] {
  const a = s.charCodeAt(0);
  const b = s.charCodeAt(1);
  const c = s.charCodeAt(2);
  const d = s.charCodeAt(3);
  if (a === 0xef && b === 0xbb && c === 0xbf) return ['utf-8', 3];
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return ['utf-32be', 4];
  if (a === 0 && b === 0 && c === 0) return ['utf-32be', 0];
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? ['utf-32le', 4] : ['utf-16le', 2];
  if (a === 0xfe && b === 0xff) return ['utf-16be', 2];
  if (a === 0 && isPlainByte(b)) return ['utf-16be', 0];
  if (isPlainByte(a) && b === 0) return c === 0 && d === 0 ? ['utf-32le', 0] : ['utf-16le', 0];
  return ['utf-8', 0];
}

function isPlainByte(c: number): boolean {
  return c > 0 && c < 0xff && c !== 0xbb && c !== 0xbf && c !== 0xef && c !== 0xfe;
}

function transcode(s: ByteString, encoding: Encoding, skip: number): ByteString {
  const width = encoding.startsWith('utf-16') ? 2 : 4;
  const little = encoding.endsWith('le');
  const parts: string[] = [];
  for (let i = skip; i + width <= s.length; i += width) {
    let unit = 0;
    for (let j = 0; j < width; j++) unit = unit * 256 + s.charCodeAt(little ? i + width - 1 - j : i + j);
    parts.push(width === 2 ? String.fromCharCode(unit) : unit <= 0x10ffff ? String.fromCodePoint(unit) : '\ufffd');
  }
  // This one stands for the end of the text in the reference parser, which does not let it in by transcoding.
  return utf8ToBytes(parts.join('').replaceAll('\u0004', '\ufffd'));
}
