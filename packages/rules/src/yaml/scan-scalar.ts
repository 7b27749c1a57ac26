import { CR, END, ENDS_FLOW_PLAIN, isBlank, isBlankBreakOrEnd, isBreak, LF, SPACE, TAB } from './chars.ts';
import type { Cursor } from './cursor.ts';
import { decodeEscape } from './escape.ts';
import type { ScalarOrigin } from './scalar-origin.ts';
import { ValueBuilder } from './value-builder.ts';
import { YamlFailure } from './yaml-error.ts';

export interface ScannedScalar {
  readonly value: string;
  readonly origin: ScalarOrigin;
  /** The scalar ended because the next line is indented less: the cursor is on that line. */
  readonly dedented: boolean;
}

const TAB_AS_INDENT = 'illegal tab when looking for indentation';
const UNCLOSED = 'illegal EOF in scalar';

// What ends a run of characters without a meaning of their own. Such runs are most of a file, and searching passes them
// fastest; a pattern that matches the run itself would need a stack for long ones.
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is an escape, END may be the end
const IN_PLAIN = /[\0\x04\n\r]|:(?=[\x04\t\n\r ])|[\t ](?=#)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same
const IN_FLOW_PLAIN = /[\0\x04\n\r,?[\]{}]|:(?=[\x04\t\n\r ,\]}])|[\t ](?=#)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: END may be the end
const IN_DOUBLE_QUOTES = /["\\\n\r\x04]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: END may be the end
const IN_SINGLE_QUOTES = /['\n\r\x04]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is an escape, END may be the end
const IN_BLOCK = /[\0\x04\n\r]/g;

/** Place of the next match; there is one, as END stands behind the text. */
function find(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex - 1 : text.length - 1;
}

/** True when a plain scalar cannot go on at `p`: a colon that makes it a key, a comment, or punctuation of a flow collection. */
function endsPlain(text: string, p: number, inFlow: boolean): boolean {
  const c = text.charCodeAt(p);
  if (c === 58) {
    const next = text.charCodeAt(p + 1);
    return isBlankBreakOrEnd(next) || (inFlow && (next === 44 || next === 93 || next === 125));
  }
  if (isBlank(c) || c === LF) return text.charCodeAt(p + 1) === 35;
  if (c === CR) return text.charCodeAt(text.charCodeAt(p + 1) === LF ? p + 2 : p + 1) === 35;
  return inFlow && ENDS_FLOW_PLAIN[c] === 1;
}

/** `indent` is the least column that following lines need to belong to the scalar. */
export function scanPlain(cursor: Cursor, inFlow: boolean, indent: number): ScannedScalar {
  const { text } = cursor;
  const pattern = inFlow ? IN_FLOW_PLAIN : IN_PLAIN;
  const out = new ValueBuilder(text, cursor.pos);
  let dedented = false;
  let afterEmptyLine = false;
  let contentEnd = cursor.pos;
  for (;;) {
    let run = cursor.pos;
    let p = run;
    let atBreak = false;
    if (p !== cursor.lineStart || !cursor.isDocumentMarker(p)) {
      for (;;) {
        p = find(pattern, text, p);
        const c = text.charCodeAt(p);
        if (endsPlain(text, p, inFlow)) break;
        if (isBreak(c)) {
          atBreak = true;
          break;
        }
        if (c !== 0) {
          if (p >= cursor.length) break;
          p++;
          continue;
        }
        out.copy(run, p);
        cursor.pos = p;
        out.addEscape(decodeEscape(cursor), p);
        run = p = cursor.pos;
      }
    }
    let lastInk = p;
    while (lastInk > run && isBlank(text.charCodeAt(lastInk - 1))) lastInk--;
    cursor.pos = p;
    if (lastInk > run) contentEnd = lastInk;
    if (!atBreak) {
      out.copy(run, p);
      break;
    }
    out.copy(run, lastInk);
    cursor.eatBreak();
    while (text.charCodeAt(cursor.pos) === SPACE && cursor.column < indent && !endsPlain(text, cursor.pos, inFlow))
      cursor.pos++;
    while (isBlank(text.charCodeAt(cursor.pos))) {
      if (text.charCodeAt(cursor.pos) === TAB && cursor.column < indent)
        throw new YamlFailure(TAB_AS_INDENT, cursor.mark());
      if (endsPlain(text, cursor.pos, inFlow)) break;
      cursor.pos++;
    }
    const emptyLine = isBreak(text.charCodeAt(cursor.pos));
    if (emptyLine) out.add('\n', p);
    else if (!afterEmptyLine) out.add(' ', p);
    afterEmptyLine = emptyLine;
    if (!emptyLine && cursor.column < indent) {
      dedented = true;
      break;
    }
    if (cursor.atEnd) break;
  }
  out.trimBlanks(out.escapeEnd < 0 ? 1 : out.escapeEnd + 1);
  out.trimBreaks(0);
  return { value: out.value, origin: out.origin(contentEnd), dedented };
}

/** The cursor is on the opening quote. */
export function scanQuoted(cursor: Cursor): ScannedScalar {
  const { text } = cursor;
  const quote = text.charCodeAt(cursor.pos++);
  const escaper = quote === 34 ? 92 : quote;
  const pattern = quote === 34 ? IN_DOUBLE_QUOTES : IN_SINGLE_QUOTES;
  const out = new ValueBuilder(text, cursor.pos);
  let afterEmptyLine = false;
  let closed = false;
  // A text that ends right behind a line break closes the quotes.
  while (!closed && !cursor.atEnd) {
    let floor = out.value.length;
    let continued = false;
    for (;;) {
      const run = cursor.pos;
      if (run === cursor.lineStart && cursor.isDocumentMarker(run))
        throw new YamlFailure('illegal document indicator in scalar', cursor.mark());
      let p = find(pattern, text, run);
      // Before the end of the text END is a character like others.
      while (text.charCodeAt(p) === END && p < cursor.length) p = find(pattern, text, p + 1);
      out.copy(run, p);
      cursor.pass(p);
      if (p >= cursor.length) throw new YamlFailure(UNCLOSED, cursor.mark());
      const c = text.charCodeAt(p);
      if (isBreak(c)) break;
      if (c === quote && (c !== escaper || text.charCodeAt(p + 1) !== quote)) {
        closed = true;
        break;
      }
      if (escaper === 92 && isBreak(text.charCodeAt(p + 1))) {
        cursor.pos++;
        floor = out.escapeEnd = out.value.length;
        continued = true;
        break;
      }
      out.addEscape(decodeEscape(cursor), p);
      floor = out.value.length;
    }
    if (closed) break;
    out.trimBlanks(floor);
    const breakAt = cursor.pos;
    cursor.eatBreak();
    while (isBlank(text.charCodeAt(cursor.pos))) cursor.pos++;
    const emptyLine = isBreak(text.charCodeAt(cursor.pos));
    if (emptyLine) out.add('\n', breakAt);
    else if (!afterEmptyLine && !continued) out.add(' ', breakAt);
    afterEmptyLine = emptyLine;
  }
  const end = cursor.pos;
  if (closed) cursor.pos++;
  out.trimBreaks(1);
  return { value: out.value, origin: out.origin(end), dedented: false };
}

export type Chomp = 'strip' | 'clip' | 'keep';

export interface BlockHeader {
  readonly folded: boolean;
  readonly chomp: Chomp;
  /** Column that lines need; with `detect` it is the least one and the first line decides. */
  readonly indent: number;
  readonly detect: boolean;
}

/** The cursor is on the line break after the header. */
export function scanBlock(cursor: Cursor, header: BlockHeader): ScannedScalar {
  const { text } = cursor;
  const { folded, detect } = header;
  let { indent } = header;
  const out = new ValueBuilder(text, cursor.pos);
  let sawInk = false;
  let begun = false;
  let emptyLine = false;
  let moreIndented = false;
  let pendingBreaks = 0;
  let pendingAfterMoreIndented = false;
  let contentEnd = cursor.pos;
  let dedented = false;
  while (!cursor.atEnd) {
    const from = cursor.pos;
    let p = copyLine(cursor, out);
    if (p > from) {
      sawInk = begun = true;
      contentEnd = p;
    }
    if (!isBreak(text.charCodeAt(p))) break;
    p = cursor.pos;
    cursor.eatBreak();
    while (text.charCodeAt(cursor.pos) === SPACE && (cursor.column < indent || (detect && !sawInk))) cursor.pos++;
    if (detect && !sawInk) indent = Math.max(indent, cursor.column);
    const c = text.charCodeAt(cursor.pos);
    if (c === TAB && cursor.column < indent) throw new YamlFailure(TAB_AS_INDENT, cursor.mark());
    const nextEmpty = isBreak(c);
    const nextMore = isBlank(c);
    if (folded && pendingBreaks === 0 && nextEmpty) pendingAfterMoreIndented = moreIndented;
    if (begun && !folded) out.add('\n', p);
    else if (begun) {
      if (!emptyLine && !nextEmpty && !moreIndented && !nextMore && cursor.column >= indent) out.add(' ', p);
      else if (nextEmpty) pendingBreaks++;
      else out.add('\n', p);
      if (!nextEmpty && pendingBreaks > 0) {
        const breaks = pendingBreaks - 1 + (pendingAfterMoreIndented || nextMore || !sawInk ? 1 : 0);
        if (breaks > 0) out.add('\n'.repeat(breaks), p);
        pendingBreaks = 0;
      }
    }
    emptyLine = nextEmpty;
    moreIndented = nextMore;
    begun = true;
    if (!emptyLine && cursor.column < indent) {
      dedented = true;
      break;
    }
  }
  if (header.chomp !== 'keep') out.trimBreaks(header.chomp === 'clip' ? 1 : 0);
  return { value: out.value, origin: out.origin(Math.max(contentEnd, cursor.pos)), dedented };
}

/** Copies what is left of the line; yields the place of the break or end that stopped it, where the cursor now is. */
function copyLine(cursor: Cursor, out: ValueBuilder): number {
  const { text } = cursor;
  let run = cursor.pos;
  let p = run;
  for (;;) {
    p = find(IN_BLOCK, text, p);
    if (text.charCodeAt(p) !== 0) break;
    out.copy(run, p);
    cursor.pos = p;
    out.addEscape(decodeEscape(cursor), p);
    run = p = cursor.pos;
  }
  out.copy(run, p);
  cursor.pos = p;
  return p;
}
