import type { ByteString } from '@saker/core/byte-string.ts';

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
    const escape = quoted.charAt(i);
    const simple = SIMPLE[escape];
    if (simple !== undefined) {
      text += simple;
    } else if (escape === '"' || escape === "'") {
      if (quoted.charAt(0) !== escape) {
        return { ok: false, message: `invalid \\${escape} escape in ${escape === '"' ? "'" : '"'}-quoted string` };
      }
      text += escape;
    } else if (escape === 'x') {
      if (i + 2 >= end) return { ok: false, message: 'truncated hex char escape sequence' };
      const digits = quoted.slice(i + 1, i + 3);
      if (!HEX_PAIR.test(digits)) return { ok: false, message: `invalid hex char escape sequence: ${digits}` };
      text += String.fromCharCode(Number.parseInt(digits, 16));
      i += 2;
    } else {
      return { ok: false, message: `unsupported string escape sequence: \\${escape}` };
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

/** A quoted string that lexes back to `text`, whatever bytes it has. */
export function quoteText(text: ByteString): string {
  let out = '"';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    const code = text.charCodeAt(i);
    // The lexer looks only one character back for a backslash: `\\` must not stand before a quote, so it is spelled as
    // a byte. Bytes beyond ASCII are spelled as bytes too, since alone they may not be UTF-8.
    if (char === '\\' || code >= 0x7f || (code < 0x20 && ESCAPED[char] === undefined)) {
      out += `\\x${code.toString(16).padStart(2, '0')}`;
    } else {
      out += ESCAPED[char] ?? char;
    }
  }
  return `${out}"`;
}
