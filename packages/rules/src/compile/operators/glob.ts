import type { ByteString } from '@saker/core/byte-string.ts';
import { asciiLower } from './text.ts';

/**
 * fnmatch(3) without flags (`*` and `?` match `/` and a leading dot too), in linear memory and O(pattern x text) time.
 * Returns a matcher: the pattern is analysed once.
 */
export function compileGlob(pattern: ByteString, caseless: boolean): (text: ByteString) => boolean {
  const tokens = tokenize(caseless ? asciiLower(pattern) : pattern, caseless);
  if (tokens === undefined) return () => false;
  const match = (text: ByteString): boolean => run(tokens, caseless ? asciiLower(text) : text);
  return match;
}

/** A literal byte, any byte, any run of bytes, or a set of bytes. */
type Token = number | typeof ANY | typeof STAR | Uint8Array;
const ANY = -1;
const STAR = -2;

/** undefined: the pattern can match nothing (it ends in a lone backslash). */
function tokenize(pattern: ByteString, caseless: boolean): readonly Token[] | undefined {
  const out: Token[] = [];
  for (let i = 0; i < pattern.length; ) {
    const c = pattern.charCodeAt(i);
    if (c === 0x2a) {
      if (out[out.length - 1] !== STAR) out.push(STAR);
      i++;
    } else if (c === 0x3f) {
      out.push(ANY);
      i++;
    } else if (c === 0x5c) {
      if (i + 1 >= pattern.length) return undefined;
      out.push(pattern.charCodeAt(i + 1));
      i += 2;
    } else if (c === 0x5b) {
      const set = bracket(pattern, i, caseless);
      if (set === undefined) {
        // An unclosed bracket is an ordinary character.
        out.push(c);
        i++;
      } else {
        out.push(set.members);
        i = set.end;
      }
    } else {
      out.push(c);
      i++;
    }
  }
  return out;
}

const CLASSES: Readonly<Record<string, (c: number) => boolean>> = {
  alpha: (c) => (c >= 65 && c <= 90) || (c >= 97 && c <= 122),
  digit: (c) => c >= 48 && c <= 57,
  alnum: (c) => (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || (c >= 48 && c <= 57),
  upper: (c) => c >= 65 && c <= 90,
  lower: (c) => c >= 97 && c <= 122,
  space: (c) => c === 32 || (c >= 9 && c <= 13),
  blank: (c) => c === 32 || c === 9,
  punct: (c) => (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126),
  print: (c) => c >= 32 && c <= 126,
  graph: (c) => c >= 33 && c <= 126,
  cntrl: (c) => c < 32 || c === 127,
  xdigit: (c) => (c >= 48 && c <= 57) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102),
};

/** Reads `[...]` at `start`; undefined where it is not closed. */
function bracket(pattern: string, start: number, caseless: boolean): { members: Uint8Array; end: number } | undefined {
  let i = start + 1;
  const negate = pattern[i] === '!' || pattern[i] === '^';
  if (negate) i++;
  const members = new Uint8Array(256);
  const first = i;
  for (;;) {
    if (i >= pattern.length) return undefined;
    let c = pattern.charCodeAt(i);
    if (c === 0x5d && i > first) break;
    if (c === 0x5b && pattern[i + 1] === ':') {
      const close = pattern.indexOf(':]', i + 2);
      const test = close < 0 ? undefined : CLASSES[pattern.slice(i + 2, close)];
      if (test !== undefined) {
        for (let b = 0; b < 256; b++) if (test(b)) members[b] = 1;
        i = close + 2;
        continue;
      }
    }
    if (c === 0x5c) {
      i++;
      if (i >= pattern.length) return undefined;
      c = pattern.charCodeAt(i);
    }
    i++;
    let to = c;
    if (pattern[i] === '-' && i + 1 < pattern.length && pattern[i + 1] !== ']') {
      i++;
      if (pattern[i] === '\\') {
        i++;
        if (i >= pattern.length) return undefined;
      }
      to = pattern.charCodeAt(i);
      i++;
    }
    for (let b = c; b <= to && b < 256; b++) members[b] = 1;
  }
  if (caseless) for (let b = 65; b <= 90; b++) if (members[b]) members[b + 32] = 1;
  if (negate) for (let b = 0; b < 256; b++) members[b] = members[b] ? 0 : 1;
  return { members, end: i + 1 };
}

/** Greedy matching with one point to come back to: the last star. */
function run(tokens: readonly Token[], text: string): boolean {
  let t = 0;
  let i = 0;
  let star = -1;
  let mark = 0;
  while (i < text.length) {
    const token = tokens[t];
    const c = text.charCodeAt(i);
    if (token === STAR) {
      star = t++;
      mark = i;
    } else if (
      token !== undefined &&
      (token === ANY || token === c || (typeof token === 'object' && token[c & 0xff] === 1))
    ) {
      t++;
      i++;
    } else if (star >= 0) {
      t = star + 1;
      i = ++mark;
    } else {
      return false;
    }
  }
  while (tokens[t] === STAR) t++;
  return t === tokens.length;
}
