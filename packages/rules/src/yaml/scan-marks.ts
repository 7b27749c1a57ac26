import {
  AFTER_ANCHOR,
  FLOW_PUNCTUATION,
  isBlank,
  isBlankOrBreak,
  isBreak,
  isHexDigit,
  TAG_CHARS,
  URI_CHARS,
  WORD_CHARS,
} from './chars.ts';
import type { Cursor } from './cursor.ts';
import type { BlockHeader, Chomp } from './scan-scalar.ts';
import type { Token } from './token.ts';
import { YamlFailure } from './yaml-error.ts';

/*
 * Directives, anchors, tags and headers of block scalars: the cursor is on their first character, and behind them after.
 */

function fail(message: string, cursor: Cursor): never {
  throw new YamlFailure(message, cursor.mark());
}

export function scanDirective(cursor: Cursor): Token {
  const mark = cursor.mark();
  cursor.pos++;
  const value = takeWord(cursor);
  const params: string[] = [];
  for (;;) {
    while (isBlank(cursor.text.charCodeAt(cursor.pos))) cursor.pos++;
    const c = cursor.text.charCodeAt(cursor.pos);
    if (cursor.atEnd || isBreak(c) || c === 35) break;
    params.push(takeWord(cursor));
  }
  return { kind: 'directive', mark, value, status: 'valid', params };
}

function takeWord(cursor: Cursor): string {
  const from = cursor.pos;
  while (!cursor.atEnd && !isBlankOrBreak(cursor.text.charCodeAt(cursor.pos))) cursor.pos++;
  return cursor.text.slice(from, cursor.pos);
}

export function scanAnchor(cursor: Cursor, kind: 'anchor' | 'alias'): Token {
  const { text } = cursor;
  const mark = cursor.mark();
  const from = ++cursor.pos;
  for (;;) {
    const c = text.charCodeAt(cursor.pos);
    if (cursor.atEnd || FLOW_PUNCTUATION[c] === 1 || isBlankOrBreak(c)) break;
    cursor.pos++;
  }
  if (cursor.pos === from) fail(kind === 'alias' ? 'alias not found after *' : 'anchor not found after &', cursor);
  const end = text.charCodeAt(cursor.pos);
  if (!cursor.atEnd && AFTER_ANCHOR[end] !== 1 && !isBlankOrBreak(end))
    fail(`illegal character found while scanning ${kind}`, cursor);
  return { kind, mark, value: text.slice(from, cursor.pos), status: 'valid' };
}

export function scanTag(cursor: Cursor): Token {
  const { text } = cursor;
  const mark = cursor.mark();
  cursor.pos++;
  if (text.charCodeAt(cursor.pos) === 60) {
    cursor.pos++;
    const value = takeTagText(cursor, URI_CHARS);
    if (text.charCodeAt(cursor.pos) !== 62) fail('end of verbatim tag not found', cursor);
    cursor.pos++;
    return { kind: 'tag', mark, value, status: 'valid', tagForm: 'verbatim' };
  }
  const from = cursor.pos;
  while (WORD_CHARS[text.charCodeAt(cursor.pos)] === 1) cursor.pos++;
  if (text.charCodeAt(cursor.pos) === 33) {
    const value = text.slice(from, cursor.pos);
    cursor.pos++;
    const suffix = takeTagText(cursor, TAG_CHARS);
    if (suffix === '') fail('tag handle with no suffix', cursor);
    return { kind: 'tag', mark, value, status: 'valid', tagForm: 'named', params: [suffix] };
  }
  const odd = cursor.mark();
  const value = text.slice(from, cursor.pos) + takeTagText(cursor, TAG_CHARS);
  if (text.charCodeAt(cursor.pos) === 33)
    throw new YamlFailure('illegal character found while scanning tag handle', odd);
  const tagForm = value !== '' ? 'primary' : cursor.atEnd ? 'secondary' : 'non-specific';
  return { kind: 'tag', mark, value, status: 'valid', tagForm };
}

function takeTagText(cursor: Cursor, chars: Uint8Array): string {
  const { text } = cursor;
  const from = cursor.pos;
  for (;;) {
    const c = text.charCodeAt(cursor.pos);
    if (chars[c] === 1) cursor.pos++;
    else if (c === 37 && isHexDigit(text.charCodeAt(cursor.pos + 1)) && isHexDigit(text.charCodeAt(cursor.pos + 2)))
      cursor.pos += 3;
    else return text.slice(from, cursor.pos);
  }
}

/** `|` or `>` with at most one digit and one sign, in either order; its indent is relative to the node around it. */
export function scanBlockHeader(cursor: Cursor, folded: boolean): BlockHeader {
  const { text } = cursor;
  cursor.pos++;
  let chomp: Chomp = 'clip';
  let indent = 1;
  let detect = true;
  for (let i = 0; i < 2; i++) {
    const c = text.charCodeAt(cursor.pos);
    if (detect && c >= 48 && c <= 57) {
      cursor.pos++;
      if (c === 48) fail('cannot set zero indentation for a block scalar', cursor);
      indent = c - 48;
      detect = false;
    } else if (chomp === 'clip' && (c === 43 || c === 45)) {
      cursor.pos++;
      chomp = c === 43 ? 'keep' : 'strip';
    } else break;
  }
  while (isBlank(text.charCodeAt(cursor.pos))) cursor.pos++;
  if (text.charCodeAt(cursor.pos) === 35) cursor.skipLine();
  if (!cursor.atEnd && !isBreak(text.charCodeAt(cursor.pos))) fail('unexpected character in block scalar', cursor);
  return { folded, chomp, indent, detect };
}
