import { type ByteString, bytesToUtf8, utf8ToBytes } from '@saker/core/byte-string.ts';
import { classRange, complement, NAMED_CLASSES } from './regex-classes.ts';

export type RegexResult =
  | {
      readonly ok: true;
      /**
       * An equivalent pattern (Unicode) that means the same to re2js and to RegExp with the flags `u` and `m`, apart from
       * what `m` counts as a line end beside `\n`. The caller anchors it at both ends.
       */
      readonly source: string;
    }
  | { readonly ok: false; readonly message: string };

/** Largest count in braces; nested counts multiply. */
const MAX_REPEAT = 1000;

/** About how many instructions RE2 compiles a pattern to before it gives up, with the memory that it has by default. */
const MAX_SIZE = 174_000;

/**
 * Reads a pattern as RE2 does in its POSIX syntax, which is what the `regex` operator has: no `\d`, no `(?:`, no lazy
 * quantifiers. Messages are RE2's.
 */
export function readPosixRegex(pattern: ByteString): RegexResult {
  const text = bytesToUtf8(pattern);
  if (utf8ToBytes(text) !== pattern) return { ok: false, message: 'invalid UTF-8' };
  const reader = new PosixReader(text);
  try {
    return { ok: true, source: reader.read() };
  } catch (error) {
    if (!(error instanceof RegexFailure)) throw error;
    return { ok: false, message: error.message };
  }
}

class RegexFailure {
  readonly message: string;
  constructor(kind: string, quoted: string) {
    this.message = quoted === '' ? kind : `${kind}: ${quoted}`;
  }
}

/** What a part of the pattern comes to. */
interface Part {
  readonly source: string;
  /** Largest product of nested counts in it. */
  readonly repeats: number;
  /** Instructions, roughly. */
  readonly size: number;
}

interface Group {
  /** Alternatives before the current one. */
  readonly done: Part[];
  readonly parts: Part[];
}

class PosixReader {
  private readonly text: string;
  /** Code points: positions are counted in these. */
  private readonly chars: readonly string[];
  private at = 0;
  private readonly stack: Group[] = [newGroup()];

  constructor(text: string) {
    this.text = text;
    this.chars = Array.from(text);
  }

  read(): string {
    while (this.at < this.chars.length) this.readPiece();
    if (this.stack.length > 1) throw new RegexFailure('missing )', this.text);
    const { source, size } = finish(this.top());
    if (size > MAX_SIZE) throw new RegexFailure('pattern too large - compile failed', '');
    return source;
  }

  private top(): Group {
    return this.stack[this.stack.length - 1] as Group;
  }

  private push(source: string, size: number, repeats = 1): void {
    this.top().parts.push({ source, repeats, size });
  }

  private readPiece(): void {
    const char = this.chars[this.at] as string;
    switch (char) {
      case '(':
        this.stack.push(newGroup());
        break;
      case '|': {
        const group = this.top();
        group.done.push(concat(group.parts));
        group.parts.length = 0;
        break;
      }
      case ')': {
        if (this.stack.length === 1) throw new RegexFailure('unexpected )', this.text);
        const { source, repeats, size } = finish(this.stack.pop() as Group);
        this.push(`(?:${source})`, size + 2, repeats);
        break;
      }
      case '^':
      case '$':
        this.push(char, 1);
        break;
      case '.':
        this.push('[^\\n]', ANY_CHAR_SIZE);
        break;
      case '[':
        this.readClass();
        return;
      case '*':
      case '+':
      case '?':
        this.quantify(char, char, 1, 1);
        break;
      case '{':
        if (this.readCount()) return;
        this.push('\\{', 1);
        break;
      case '\\':
        this.pushLiteral(this.readEscape());
        return;
      default:
        this.pushLiteral(char);
    }
    this.at++;
  }

  private pushLiteral(char: string): void {
    this.push(literal(char), utf8ToBytes(char).length);
  }

  /** Quantifiers may stack; each applies to everything before it, so the unit is put into a group. */
  private quantify(quantifier: string, written: string, count: number, copies: number): void {
    const part = this.top().parts.pop();
    if (part === undefined) throw new RegexFailure('no argument for repetition operator', written);
    const { source, repeats, size } = part;
    if (count > 1 && repeats * count > MAX_REPEAT) throw new RegexFailure('invalid repetition size', written);
    this.push(`(?:${source})${quantifier}`, (size + 1) * copies, repeats * Math.max(count, 1));
  }

  /** `{n}`, `{n,}`, `{n,m}`; anything else in braces is literal text. */
  private readCount(): boolean {
    const match = /^\{(0|[1-9][0-9]*)(?:(,)(0|[1-9][0-9]*)?)?\}/.exec(this.chars.slice(this.at).join(''));
    if (match === null) return false;
    const [written, low = '', comma, high] = match;
    if (low.length > 9 || (high ?? '').length > 9) return false;
    const min = Number(low);
    const max = comma === undefined ? min : high === undefined ? undefined : Number(high);
    if (min > MAX_REPEAT || (max !== undefined && (max > MAX_REPEAT || max < min))) {
      throw new RegexFailure('invalid repetition size', written);
    }
    this.quantify(written, written, max ?? min, max ?? min + 1);
    this.at += written.length;
    return true;
  }

  /** The character that an escape at the current position stands for; moves behind it. */
  private readEscape(): string {
    const begin = this.at;
    const { chars } = this;
    const bad = () => new RegexFailure('invalid escape sequence', chars.slice(begin, this.at).join(''));
    if (begin + 1 >= chars.length) throw new RegexFailure('trailing \\', '');
    const char = chars[begin + 1] as string;
    this.at = begin + 2;
    const control = CONTROL_ESCAPES[char];
    if (control !== undefined) return control;
    if (/^[0-7]$/.test(char)) {
      // A single digit other than 0 would refer back to a group.
      if (char !== '0' && !/^[0-7]$/.test(chars[this.at] ?? '')) throw bad();
      let digits = char;
      while (digits.length < 3 && /^[0-7]$/.test(chars[this.at] ?? '')) digits += chars[this.at++];
      return String.fromCodePoint(Number.parseInt(digits, 8));
    }
    if (char === 'x') return this.readHexEscape(bad);
    if (char.charCodeAt(0) < 0x80 && !/^\w$/.test(char)) return char;
    throw bad();
  }

  /** `\xHH` or `\x{H...}`. */
  private readHexEscape(bad: () => RegexFailure): string {
    const next = (): string => {
      const char = this.chars[this.at];
      if (char === undefined) throw new RegexFailure('invalid UTF-8', '');
      this.at++;
      return char;
    };
    const isHex = (char: string) => /^[0-9a-fA-F]$/.test(char);
    if (this.at >= this.chars.length) throw bad();
    const first = next();
    if (first === '{') {
      let code = 0;
      let char = next();
      let digits = 0;
      for (; isHex(char); char = next()) {
        digits++;
        code = code * 16 + Number.parseInt(char, 16);
        if (code > 0x10ffff || this.at >= this.chars.length) throw bad();
      }
      if (char !== '}' || digits === 0) throw bad();
      return String.fromCodePoint(code);
    }
    if (this.at >= this.chars.length) throw bad();
    const second = next();
    if (!isHex(first) || !isHex(second)) throw bad();
    return String.fromCodePoint(Number.parseInt(first + second, 16));
  }

  private readClass(): void {
    const begin = this.at;
    const { chars } = this;
    this.at++;
    const negated = chars[this.at] === '^';
    if (negated) this.at++;
    let ranges = '';
    let size = 0;
    for (let first = true; first || chars[this.at] !== ']'; first = false) {
      if (this.at >= chars.length) break;
      const char = chars[this.at] as string;
      if (char === '-' && !first && chars[this.at + 1] !== ']') {
        // Nothing behind the dash: RE2 stumbles over the missing character first.
        if (this.at + 1 >= chars.length) throw new RegexFailure('invalid UTF-8', '');
        throw new RegexFailure('invalid character class range', `-${chars[this.at + 1]}`);
      }
      const named = char === '[' && chars[this.at + 1] === ':' ? this.readNamedClass() : undefined;
      const added = named ?? this.readRange(begin);
      ranges += added;
      size += added.length;
    }
    if (this.at >= chars.length) throw this.missingBracket(begin);
    this.at++;
    this.push(`[${negated ? '^' : ''}${ranges}]`, negated ? ANY_CHAR_SIZE : Math.min(size, ANY_CHAR_SIZE));
  }

  private missingBracket(begin: number): RegexFailure {
    return new RegexFailure('missing ]', this.chars.slice(begin).join(''));
  }

  /** `[:name:]`, or undefined when it is not closed: then the bracket is a character like any other. */
  private readNamedClass(): string | undefined {
    const rest = this.chars.slice(this.at).join('');
    const close = rest.indexOf(':]', 2);
    if (close < 0) return undefined;
    const written = rest.slice(0, close + 2);
    const name = rest.slice(2, close);
    const negated = name.startsWith('^');
    const ranges = NAMED_CLASSES[negated ? name.slice(1) : name];
    if (ranges === undefined) throw new RegexFailure('invalid character class range', written);
    this.at += Array.from(written).length;
    return (negated ? complement(ranges) : ranges).map(([low, high]) => classRange(low, high)).join('');
  }

  private readRange(begin: number): string {
    const from = this.at;
    const low = this.readClassChar(begin);
    const { chars } = this;
    if (this.at + 1 >= chars.length || chars[this.at] !== '-' || chars[this.at + 1] === ']')
      return classRange(low, low);
    this.at++;
    const high = this.readClassChar(begin);
    if (high < low) throw new RegexFailure('invalid character class range', chars.slice(from, this.at).join(''));
    return classRange(low, high);
  }

  private readClassChar(begin: number): number {
    const char = this.chars[this.at];
    if (char === undefined) throw this.missingBracket(begin);
    if (char === '\\') return this.readEscape().codePointAt(0) as number;
    this.at++;
    return char.codePointAt(0) as number;
  }
}

/** A class that holds most of Unicode, in UTF-8. */
const ANY_CHAR_SIZE = 11;

const CONTROL_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  f: '\f',
  v: '\v',
};

function newGroup(): Group {
  return { done: [], parts: [] };
}

function concat(parts: readonly Part[]): Part {
  let source = '';
  let repeats = 1;
  let size = 0;
  for (const part of parts) {
    source += part.source;
    repeats = Math.max(repeats, part.repeats);
    size += part.size;
  }
  return { source, repeats, size };
}

function finish(group: Group): Part {
  const alternatives = [...group.done, concat(group.parts)];
  return {
    source: alternatives.map(({ source }) => source).join('|'),
    repeats: Math.max(...alternatives.map(({ repeats }) => repeats)),
    size: alternatives.reduce((sum, { size }) => sum + size + 1, 0),
  };
}

function literal(char: string): string {
  if (char === '\n') return '\\n';
  return /^[\\^$.*+?()[\]{}|/]$/.test(char) ? `\\${char}` : char;
}
