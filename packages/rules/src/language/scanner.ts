import type { ByteString } from '@saker/core/byte-string.ts';
import type { Position } from './ast.ts';
import type { OperatorToken } from './operators.ts';

/** A failed parse. Thrown inside this folder only; the functions it offers return diagnostics. */
export class ParseFailure {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

// `[:space:]` has vertical tab and form feed, a blank between tokens has neither but has backspace.
const BLANK = /[ \t\b\r\n]*/y;
const NOT_AND_BLANK = /not[ \t\n\v\f\r]+/y;
const IDENTIFIER = /[a-zA-Z]+[a-zA-Z0-9_]*/y;
const FIELD_NAME = /[a-zA-Z]+[a-zA-Z0-9_]*(?:\.[a-zA-Z]+[a-zA-Z0-9_]*)+/y;
const FIELD_ARG = /[^\]["' \t\n\v\f\r]+/y;
const HEX_NUMBER = /0[xX][0-9a-fA-F]+/y;
const NUMBER = /[+-]?[0-9]+\.?[0-9]*(?:[eE][+-][0-9]+)?/y;
const BARE_STRING = /[^()"' \t\n\v\f\r=,]+/y;
const BOOLEAN_KEYWORD = /(?:and|or|not)(?![a-zA-Z0-9])/y;

const NON_ASCII = /[\x80-\xff]/;
const UTF8_PREFIX =
  /^(?:[\0-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})*/;

/** Tokens other than quoted strings end where UTF-8 does. */
function validUtf8Prefix(token: ByteString): ByteString {
  return NON_ASCII.test(token) ? (UTF8_PREFIX.exec(token)?.[0] ?? '') : token;
}

/**
 * Where lexing stands in a condition. There is no separate token stream: what a text means depends on what the grammar
 * expects at that point (`in` may be an operator, a macro or a value).
 */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
  readonly token: string;
}

/** Lexer over `text` up to `end`. Reads advance when they succeed and leave everything as it is otherwise. */
export class Scanner {
  readonly text: ByteString;
  readonly end: number;
  /** Where quoted strings end at the latest: a NUL ends them as the end of the text does. */
  private readonly quoteLimit: number;
  index: number;
  line = 1;
  column = 1;
  /** What was read last; blanks do not count. Error messages name it. */
  token = '';

  constructor(text: ByteString, start = 0, end: number = text.length) {
    this.text = end === text.length ? text : text.slice(0, end);
    this.end = end;
    const nul = this.text.indexOf('\0');
    this.quoteLimit = nul < 0 ? end : nul;
    this.index = start;
  }

  position(): Position {
    return { index: this.index, line: this.line, column: this.column };
  }

  mark(): Mark {
    return { index: this.index, line: this.line, column: this.column, token: this.token };
  }

  reset(mark: Mark): void {
    this.index = mark.index;
    this.line = mark.line;
    this.column = mark.column;
    this.token = mark.token;
  }

  /** Skips blanks; true when there were any. */
  blank(): boolean {
    BLANK.lastIndex = this.index;
    const found = BLANK.exec(this.text)?.[0] ?? '';
    this.advance(found);
    return found !== '';
  }

  literal(text: string): boolean {
    if (!this.text.startsWith(text, this.index)) return false;
    this.token = text;
    this.advance(text);
    return true;
  }

  /** The first of `names` that is followed at once by `(`; the parenthesis is read too. */
  call<Name extends string>(names: readonly Name[]): Name | undefined {
    for (const name of names) {
      if (this.literal(`${name}(`)) {
        return name;
      }
    }
    return undefined;
  }

  operator<Name extends string>(operators: readonly OperatorToken<Name>[]): Name | undefined {
    for (const op of operators) {
      const before = this.mark();
      if (!this.literal(op.text)) continue;
      if (!op.needsBlank || this.blank()) return op.text;
      this.reset(before);
    }
    return undefined;
  }

  notAndBlank(): boolean {
    return this.match(NOT_AND_BLANK);
  }

  identifier(): boolean {
    return this.match(IDENTIFIER);
  }

  fieldName(): boolean {
    return this.match(FIELD_NAME);
  }

  fieldArg(): boolean {
    return this.match(FIELD_ARG);
  }

  number(): boolean {
    return this.match(HEX_NUMBER) || this.match(NUMBER);
  }

  bareString(): boolean {
    return this.match(BARE_STRING);
  }

  /** Whether an identifier stands here, without reading it. */
  identifierFollows(): boolean {
    IDENTIFIER.lastIndex = this.index;
    return IDENTIFIER.test(this.text);
  }

  booleanKeywordFollows(): boolean {
    BOOLEAN_KEYWORD.lastIndex = this.index;
    return BOOLEAN_KEYWORD.test(this.text);
  }

  /**
   * Reads a quoted string with its quotes; the caller unescapes. A quote ends the string unless the character before it
   * is a backslash, even one that is itself escaped. When no end is found nothing is read, but `token` holds the rest of
   * the text, which messages then quote.
   */
  quoted(): ByteString | undefined {
    const quote = this.text.charAt(this.index);
    if (quote !== '"' && quote !== "'") return undefined;
    const limit = this.quoteLimit > this.index ? this.quoteLimit : this.end;
    let close = this.index;
    do {
      close = this.text.indexOf(quote, close + 1);
    } while (close >= 0 && this.text.charAt(close - 1) === '\\');
    if (close < 0 || close >= limit) {
      this.token = this.text.slice(this.index, limit);
      return undefined;
    }
    const quoted = this.text.slice(this.index, close + 1);
    this.token = quoted;
    this.advance(quoted);
    return quoted;
  }

  private match(pattern: RegExp): boolean {
    pattern.lastIndex = this.index;
    const found = pattern.exec(this.text);
    if (found === null) return false;
    const token = validUtf8Prefix(found[0]);
    if (token === '') return false;
    this.token = token;
    this.advance(token);
    return true;
  }

  private advance(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 0x0a || code === 0x0d) {
        this.line++;
        this.column = 1;
      } else {
        this.column++;
      }
    }
    this.index += text.length;
  }
}
