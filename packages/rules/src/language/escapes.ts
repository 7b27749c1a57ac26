import { type ByteString, bytesToUtf8, utf8ToBytes } from '@saker/core/byte-string.ts';

export type UnescapeResult =
  | { readonly ok: true; readonly text: ByteString }
  | { readonly ok: false; readonly message: string };

const SIMPLE: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  '/': '/',
  // Rules in the field escape a blank where they mean a backslash; Falco keeps reading them that way.
  ' ': '\\',
};

const HEX_PAIR = /^[0-9a-fA-F]{2}$/;

/**
 * Text of a quoted string. `quoted` includes both quotes. A quote may only be escaped in a string that it delimits;
 * `\xHH` is one byte. Messages are Falco's.
 */
export function unescapeQuoted(quoted: ByteString): UnescapeResult {
  const end = quoted.length - 1;
  let text = '';
  for (let i = 1; i < end; i++) {
    const char = quoted.charAt(i);
    if (char !== '\\') {
      text += char;
      continue;
    }
    // A backslash right before the closing quote escapes nothing and vanishes.
    if (++i >= end) break;
    const escaped = quoted.charAt(i);
    const simple = SIMPLE[escaped];
    if (simple !== undefined) {
      text += simple;
    } else if (escaped === '"' || escaped === "'") {
      if (quoted.charAt(0) !== escaped) {
        return { ok: false, message: `invalid \\${escaped} escape in ${escaped === '"' ? "'" : '"'}-quoted string` };
      }
      text += escaped;
    } else if (escaped === 'x') {
      if (i + 2 >= end) return { ok: false, message: 'truncated hex char escape sequence' };
      const digits = quoted.slice(i + 1, i + 3);
      if (!HEX_PAIR.test(digits)) return { ok: false, message: `invalid hex char escape sequence: ${digits}` };
      text += String.fromCharCode(Number.parseInt(digits, 16));
      i += 2;
    } else {
      return { ok: false, message: `unsupported string escape sequence: \\${escaped}` };
    }
  }
  return { ok: true, text };
}

const ESCAPED: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
  '"': '\\"',
};

/**
 * Falco's way to print a value: in double quotes when it has a blank, `=`, a quote, a backslash or a control character
 * that it knows; bare otherwise, also when that does not parse back (empty, parentheses, commas).
 */
export function escapeLikeFalco(text: ByteString): string {
  let out = '';
  let quote = false;
  for (const char of text) {
    const escaped = ESCAPED[char];
    out += escaped ?? char;
    if (escaped !== undefined || char === ' ' || char === '=' || char === "'" || char === '\0') quote = true;
  }
  return quote ? `"${out}"` : out;
}

/** A quoted string that lexes back to `text`, whatever bytes it has. A byte string too. */
export function quoteText(text: ByteString): string {
  const isUtf8 = utf8ToBytes(bytesToUtf8(text)) === text;
  let out = '"';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    const code = text.charCodeAt(i);
    const isControl = code === 0x7f || (code < 0x20 && ESCAPED[char] === undefined);
    // The lexer looks only one character back for a backslash, so `\\\\` must not stand before a quote: it is spelled as a
    // byte, like bytes that are not text.
    if (char === '\\' || isControl || (code > 0x7f && !isUtf8)) {
      out += `\\x${code.toString(16).padStart(2, '0')}`;
    } else {
      out += ESCAPED[char] ?? char;
    }
  }
  return `${out}"`;
}
