/** Character classes of YAML text that is held as a byte string with {@link END} after its last byte. */
export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
/**
 * Stands after the last byte. The reference parser uses the same byte to mark the end and does not tell it from a byte of
 * the file when it looks ahead, so neither do we.
 */
export const END = 4;

export const isBlank = (c: number): boolean => c === SPACE || c === TAB;
export const isBreak = (c: number): boolean => c === LF || c === CR;
export const isBlankOrBreak = (c: number): boolean => c === SPACE || c === LF || c === TAB || c === CR;
export const isBlankBreakOrEnd = (c: number): boolean => isBlankOrBreak(c) || c === END;

const tableOf = (chars: string): Uint8Array => {
  const table = new Uint8Array(256);
  for (let i = 0; i < chars.length; i++) table[chars.charCodeAt(i)] = 1;
  return table;
};
const WORD = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-';

/** Characters of which tag handles are made. */
export const WORD_CHARS = tableOf(WORD);
export const TAG_CHARS = tableOf(`${WORD}#;/?:@&=+$_.~*'()`);
export const URI_CHARS = tableOf(`${WORD}#;/?:@&=+$,_.!~*'()[]`);
/** Characters that end an anchor's name. */
export const FLOW_PUNCTUATION = tableOf('[]{},');
/** Besides blanks and breaks, what may follow an anchor's name directly. */
export const AFTER_ANCHOR = tableOf('?:,]}%@`');
/** Characters that cannot begin a plain scalar. */
export const NOT_PLAIN_START = tableOf(',[]{}#&*!|>\'"%@`');
/** Characters that end a plain scalar inside brackets or braces. */
export const ENDS_FLOW_PLAIN = tableOf(',?[]{}');

export const isHexDigit = (c: number): boolean => (c >= 48 && c <= 57) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102);
