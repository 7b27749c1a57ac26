import {
  AFTER_ANCHOR,
  FLOW_PUNCTUATION,
  isBlank,
  isBlankBreakOrEnd,
  isBlankOrBreak,
  isBreak,
  isHexDigit,
  NOT_PLAIN_START,
  TAB,
  TAG_CHARS,
  URI_CHARS,
  WORD_CHARS,
} from './chars.ts';
import { Cursor } from './cursor.ts';
import type { Mark } from './node.ts';
import { type Chomp, scanBlock, scanPlain, scanQuoted, type ScannedScalar } from './scan-scalar.ts';
import type { Token, TokenKind } from './token.ts';
import { YamlFailure } from './yaml-error.ts';

/** An open block collection; `none` is the ground below all of them. A pending one waits for its first key's colon. */
interface Indent {
  readonly column: number;
  readonly type: 'none' | 'sequence' | 'map';
  status: 'valid' | 'pending' | 'void';
}

/** A place where a key may have begun, and what becomes valid if so. */
interface KeyCandidate {
  readonly mark: Mark;
  readonly flowLevel: number;
  readonly indent: Indent | undefined;
  readonly mapStart: Token | undefined;
  readonly key: Token;
}

/** Longest text that can be a key without a question mark. */
const MAX_SIMPLE_KEY = 1024;

/**
 * Splits YAML text into tokens, lazily: `peek` reads as far as it must to know what the next token is. Accepts and refuses
 * what Falco's YAML library (yaml-cpp at the version Falco pins) does, at the same places.
 */
export class Scanner {
  readonly cursor: Cursor;
  private queue: Token[] = [];
  private head = 0;
  private started = false;
  private ended = false;
  private keyAllowed = false;
  private scalarAllowed = true;
  /** After a quoted scalar or a closed collection a colon needs no blank behind it. */
  private afterJson = false;
  private readonly candidates: KeyCandidate[] = [];
  private readonly indents: Indent[] = [];
  private readonly flows: ('sequence' | 'map')[] = [];

  constructor(text: string, pos = 0, line = 0) {
    this.cursor = new Cursor(text, pos, line);
  }

  /** The next token, undefined at the end. */
  peek(): Token | undefined {
    for (;;) {
      if (this.head < this.queue.length) {
        const token = this.queue[this.head] as Token;
        if (token.status === 'valid') return token;
        if (token.status === 'void') {
          this.drop();
          continue;
        }
        if (this.ended) return token;
      } else if (this.ended) return undefined;
      this.scanNext();
    }
  }

  /** Takes the token that `peek` showed. */
  pop(): void {
    if (this.peek() !== undefined) this.drop();
  }

  mark(): Mark {
    return this.cursor.mark();
  }

  private drop(): void {
    this.head++;
    if (this.head === this.queue.length) {
      this.queue = [];
      this.head = 0;
    }
  }

  private get inFlow(): boolean {
    return this.flows.length > 0;
  }

  private push(kind: TokenKind, mark: Mark = this.cursor.mark(), value = ''): Token {
    const token: Token = { kind, mark, value, status: 'valid' };
    this.queue.push(token);
    return token;
  }

  private fail(message: string, mark: Mark = this.cursor.mark()): never {
    throw new YamlFailure(message, mark);
  }

  private scanNext(): void {
    if (!this.started) {
      this.started = true;
      this.keyAllowed = true;
      this.indents.push({ column: -1, type: 'none', status: 'valid' });
      return;
    }
    this.skipToToken();
    this.closeIndents();
    const { cursor } = this;
    const { text, pos } = cursor;
    if (cursor.atEnd) return this.endStream();
    const c = text.charCodeAt(pos);
    const next = text.charCodeAt(pos + 1);
    if (pos === cursor.lineStart) {
      if (c === 37) return this.scanDirective();
      if (c === 45 && cursor.isTriple(pos, c)) return this.scanDocumentMarker('doc-start');
      if (c === 46 && cursor.isTriple(pos, c)) return this.scanDocumentMarker('doc-end');
    }
    switch (c) {
      case 91: // [
        return this.scanFlowStart('sequence');
      case 123: // {
        return this.scanFlowStart('map');
      case 93: // ]
        return this.scanFlowEnd('sequence');
      case 125: // }
        return this.scanFlowEnd('map');
      case 44: // ,
        if (pos === cursor.lineStart) this.fail('plain value cannot start with flow indicator character');
        if (!this.scalarAllowed) this.fail('unexpected scalar');
        return this.scanFlowEntry();
      case 45: // -
        if (isBlankBreakOrEnd(next)) return this.scanBlockEntry();
        break;
      case 63: // ?
        if (isBlankOrBreak(next)) return this.scanKey();
        break;
      case 58: // :
        if (this.isValueIndicator(next)) return this.scanValue();
        break;
      case 42: // *
        return this.scanAnchor('alias');
      case 38: // &
        return this.scanAnchor('anchor');
      case 33: // !
        return this.scanTag();
      case 124: // |
      case 62: // >
        if (!this.inFlow) return this.scanBlockScalar(c === 62);
        break;
      default:
    }
    if (!this.scalarAllowed) this.fail('unexpected scalar');
    if (c === 39 || c === 34) return this.scanQuotedScalar();
    if (this.beginsPlain(c, next)) return this.scanPlainScalar();
    this.fail('unknown token');
  }

  private isValueIndicator(next: number): boolean {
    if (!this.inFlow) return isBlankBreakOrEnd(next);
    return this.afterJson || isBlankOrBreak(next) || next === 44 || next === 93 || next === 125;
  }

  private beginsPlain(c: number, next: number): boolean {
    if (isBlankOrBreak(c) || NOT_PLAIN_START[c] === 1) return false;
    if (!this.inFlow) return !((c === 45 || c === 63 || c === 58) && isBlankBreakOrEnd(next));
    return c !== 63 && !((c === 45 || c === 58) && (isBlank(next) || next === 4));
  }

  private skipToToken(): void {
    const { cursor } = this;
    const { text } = cursor;
    for (;;) {
      let c = text.charCodeAt(cursor.pos);
      while (isBlank(c)) {
        if (c === TAB && !this.inFlow) this.keyAllowed = false;
        c = text.charCodeAt(++cursor.pos);
      }
      if (c === 35) this.skipComment();
      if (!isBreak(text.charCodeAt(cursor.pos))) return;
      cursor.eatBreak();
      this.voidCandidate();
      this.scalarAllowed = true;
      if (!this.inFlow) this.keyAllowed = true;
    }
  }

  private skipComment(): void {
    const { cursor } = this;
    while (!cursor.atEnd && !isBreak(cursor.text.charCodeAt(cursor.pos))) cursor.pos++;
  }

  private endStream(): void {
    const { cursor } = this;
    cursor.lineStart = cursor.pos;
    this.popAllIndents();
    this.candidates.length = 0;
    this.ended = true;
  }

  // ---- block structure

  private pushIndent(type: 'sequence' | 'map'): { readonly indent: Indent; readonly token: Token } | undefined {
    if (this.inFlow) return undefined;
    const top = this.indents[this.indents.length - 1] as Indent;
    const { column } = this.cursor;
    if (column < top.column) return undefined;
    if (column === top.column && !(type === 'sequence' && top.type === 'map')) return undefined;
    const token = this.push(type === 'sequence' ? 'block-seq-start' : 'block-map-start');
    const indent: Indent = { column, type, status: 'valid' };
    this.indents.push(indent);
    return { indent, token };
  }

  /** Ends the block collections that the line the cursor is on does not belong to. */
  private closeIndents(): void {
    if (this.inFlow) return;
    const { cursor, indents } = this;
    const { column, text, pos } = cursor;
    for (;;) {
      const top = indents[indents.length - 1];
      if (top === undefined || top.column < column) break;
      if (top.column === column) {
        const isEntry = text.charCodeAt(pos) === 45 && isBlankBreakOrEnd(text.charCodeAt(pos + 1));
        if (top.type !== 'sequence' || isEntry) break;
      }
      this.popIndent();
    }
    while (indents[indents.length - 1]?.status === 'void') this.popIndent();
  }

  private popAllIndents(): void {
    if (this.inFlow) return;
    while (this.indents.length > 0 && this.indents[this.indents.length - 1]?.type !== 'none') this.popIndent();
  }

  private popIndent(): void {
    const indent = this.indents.pop() as Indent;
    if (indent.status !== 'valid') this.voidCandidate();
    else if (indent.type === 'sequence') this.push('block-seq-end');
    else if (indent.type === 'map') this.push('block-map-end');
  }

  private get topIndent(): number {
    return this.indents[this.indents.length - 1]?.column ?? 0;
  }

  // ---- keys that are known as such only by the colon behind them

  private offerKey(): void {
    if (!this.keyAllowed) return;
    const { candidates } = this;
    const flowLevel = this.flows.length;
    if (candidates.length > 0 && (candidates[candidates.length - 1] as KeyCandidate).flowLevel === flowLevel) return;
    const mark = this.cursor.mark();
    const opened = this.inFlow ? undefined : this.pushIndent('map');
    if (opened !== undefined) {
      opened.indent.status = 'pending';
      opened.token.status = 'pending';
    }
    const key = this.push('key', mark);
    key.status = 'pending';
    candidates.push({ mark, flowLevel, indent: opened?.indent, mapStart: opened?.token, key });
  }

  private voidCandidate(): void {
    const candidate = this.candidates[this.candidates.length - 1];
    if (candidate === undefined || candidate.flowLevel !== this.flows.length) return;
    settle(candidate, 'void');
    this.candidates.pop();
  }

  /** A colon, or the end of an entry in braces, has come: was there a key? */
  private confirmKey(): boolean {
    const candidate = this.candidates[this.candidates.length - 1];
    if (candidate === undefined || candidate.flowLevel !== this.flows.length) return false;
    this.candidates.pop();
    const { mark } = candidate;
    const valid = this.cursor.line === mark.line && this.cursor.pos - mark.pos <= MAX_SIMPLE_KEY;
    settle(candidate, valid ? 'valid' : 'void');
    return valid;
  }

  // ---- tokens

  private scanDirective(): void {
    this.popAllIndents();
    this.candidates.length = 0;
    this.keyAllowed = false;
    this.afterJson = false;
    const mark = this.cursor.mark();
    this.cursor.pos++;
    const value = this.takeWord();
    const params: string[] = [];
    for (;;) {
      while (isBlank(this.cursor.text.charCodeAt(this.cursor.pos))) this.cursor.pos++;
      const c = this.cursor.text.charCodeAt(this.cursor.pos);
      if (this.cursor.atEnd || isBreak(c) || c === 35) break;
      params.push(this.takeWord());
    }
    this.queue.push({ kind: 'directive', mark, value, status: 'valid', params });
  }

  private takeWord(): string {
    const { cursor } = this;
    const from = cursor.pos;
    while (!cursor.atEnd && !isBlankOrBreak(cursor.text.charCodeAt(cursor.pos))) cursor.pos++;
    return cursor.text.slice(from, cursor.pos);
  }

  private scanDocumentMarker(kind: 'doc-start' | 'doc-end'): void {
    this.popAllIndents();
    this.candidates.length = 0;
    this.keyAllowed = false;
    this.afterJson = false;
    this.push(kind);
    this.cursor.pos += 3;
  }

  private scanFlowStart(type: 'sequence' | 'map'): void {
    this.offerKey();
    this.keyAllowed = true;
    this.afterJson = false;
    this.push(type === 'sequence' ? 'flow-seq-start' : 'flow-map-start');
    this.flows.push(type);
    this.cursor.pos++;
  }

  private scanFlowEnd(type: 'sequence' | 'map'): void {
    if (!this.inFlow) this.fail('illegal flow end');
    this.endFlowItem();
    this.keyAllowed = false;
    this.afterJson = true;
    if (this.flows[this.flows.length - 1] !== type) this.fail('illegal flow end');
    this.flows.pop();
    this.push(type === 'sequence' ? 'flow-seq-end' : 'flow-map-end');
    this.cursor.pos++;
  }

  /** In braces an entry can be a lone key. */
  private endFlowItem(): void {
    const top = this.flows[this.flows.length - 1];
    if (top === 'map' && this.confirmKey()) this.push('value');
    else if (top === 'sequence') this.voidCandidate();
  }

  private scanFlowEntry(): void {
    this.endFlowItem();
    this.keyAllowed = true;
    this.afterJson = false;
    this.push('flow-entry');
    this.cursor.pos++;
  }

  private scanBlockEntry(): void {
    if (this.inFlow || !this.keyAllowed) this.fail('illegal block entry');
    this.pushIndent('sequence');
    this.keyAllowed = true;
    this.afterJson = false;
    this.push('block-entry');
    this.cursor.pos++;
  }

  private scanKey(): void {
    if (!this.inFlow) {
      if (!this.keyAllowed) this.fail('illegal map key');
      this.pushIndent('map');
    }
    this.keyAllowed = !this.inFlow;
    this.push('key');
    this.cursor.pos++;
  }

  private scanValue(): void {
    const isSimple = this.confirmKey();
    this.afterJson = false;
    if (isSimple) this.keyAllowed = false;
    else {
      if (!this.inFlow) {
        if (!this.keyAllowed) this.fail('illegal map value');
        this.pushIndent('map');
      }
      this.keyAllowed = !this.inFlow;
    }
    this.scalarAllowed = true;
    this.push('value');
    this.cursor.pos++;
  }

  private scanAnchor(kind: 'anchor' | 'alias'): void {
    this.offerKey();
    this.keyAllowed = false;
    this.afterJson = false;
    const { cursor } = this;
    const { text } = cursor;
    const mark = cursor.mark();
    const from = ++cursor.pos;
    for (;;) {
      const c = text.charCodeAt(cursor.pos);
      if (cursor.atEnd || FLOW_PUNCTUATION[c] === 1 || isBlankOrBreak(c)) break;
      cursor.pos++;
    }
    if (cursor.pos === from) this.fail(kind === 'alias' ? 'alias not found after *' : 'anchor not found after &');
    const end = text.charCodeAt(cursor.pos);
    if (!cursor.atEnd && AFTER_ANCHOR[end] !== 1 && !isBlankOrBreak(end))
      this.fail(`illegal character found while scanning ${kind}`);
    this.push(kind, mark, text.slice(from, cursor.pos));
  }

  private scanTag(): void {
    this.offerKey();
    this.keyAllowed = false;
    this.afterJson = false;
    const { cursor } = this;
    const { text } = cursor;
    const mark = cursor.mark();
    cursor.pos++;
    if (text.charCodeAt(cursor.pos) === 60) {
      cursor.pos++;
      const value = this.takeTagText(URI_CHARS);
      if (text.charCodeAt(cursor.pos) !== 62) this.fail('end of verbatim tag not found');
      cursor.pos++;
      this.queue.push({ kind: 'tag', mark, value, status: 'valid', tagForm: 'verbatim' });
      return;
    }
    const from = cursor.pos;
    while (WORD_CHARS[text.charCodeAt(cursor.pos)] === 1) cursor.pos++;
    if (text.charCodeAt(cursor.pos) === 33) {
      const value = text.slice(from, cursor.pos);
      cursor.pos++;
      const suffix = this.takeTagText(TAG_CHARS);
      if (suffix === '') this.fail('tag handle with no suffix');
      this.queue.push({ kind: 'tag', mark, value, status: 'valid', tagForm: 'named', params: [suffix] });
      return;
    }
    const odd = cursor.mark();
    const value = text.slice(from, cursor.pos) + this.takeTagText(TAG_CHARS);
    if (text.charCodeAt(cursor.pos) === 33) this.fail('illegal character found while scanning tag handle', odd);
    const tagForm = value !== '' ? 'primary' : cursor.atEnd ? 'secondary' : 'non-specific';
    this.queue.push({ kind: 'tag', mark, value, status: 'valid', tagForm });
  }

  private takeTagText(chars: Uint8Array): string {
    const { cursor } = this;
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

  private pushScalar(kind: 'plain' | 'non-plain', mark: Mark, scalar: ScannedScalar): void {
    this.queue.push({ kind, mark, value: scalar.value, status: 'valid', origin: scalar.origin });
  }

  private scanPlainScalar(): void {
    // Before the key is offered: a pending map of its own does not count.
    const indent = this.inFlow ? 0 : this.topIndent + 1;
    this.offerKey();
    const mark = this.cursor.mark();
    const scalar = scanPlain(this.cursor, this.inFlow, indent);
    this.keyAllowed = scalar.dedented;
    this.afterJson = false;
    this.pushScalar('plain', mark, scalar);
  }

  private scanQuotedScalar(): void {
    this.offerKey();
    const mark = this.cursor.mark();
    const scalar = scanQuoted(this.cursor);
    this.keyAllowed = false;
    this.scalarAllowed = this.inFlow;
    this.afterJson = true;
    this.pushScalar('non-plain', mark, scalar);
  }

  private scanBlockScalar(folded: boolean): void {
    const { cursor } = this;
    const { text } = cursor;
    const mark = cursor.mark();
    cursor.pos++;
    let chomp: Chomp = 'clip';
    let indent = 1;
    let detect = true;
    // At most one digit and one sign, in either order.
    for (let i = 0; i < 2; i++) {
      const c = text.charCodeAt(cursor.pos);
      if (detect && c >= 48 && c <= 57) {
        cursor.pos++;
        if (c === 48) this.fail('cannot set zero indentation for a block scalar');
        indent = c - 48;
        detect = false;
      } else if (chomp === 'clip' && (c === 43 || c === 45)) {
        cursor.pos++;
        chomp = c === 43 ? 'keep' : 'strip';
      } else break;
    }
    while (isBlank(text.charCodeAt(cursor.pos))) cursor.pos++;
    if (text.charCodeAt(cursor.pos) === 35) this.skipComment();
    if (!cursor.atEnd && !isBreak(text.charCodeAt(cursor.pos))) this.fail('unexpected character in block scalar');
    if (this.topIndent >= 0) indent += this.topIndent;
    const scalar = scanBlock(cursor, { folded, chomp, indent, detect });
    this.keyAllowed = true;
    this.afterJson = false;
    this.pushScalar('non-plain', mark, scalar);
  }
}

function settle(candidate: KeyCandidate, status: 'valid' | 'void'): void {
  if (candidate.indent !== undefined) candidate.indent.status = status;
  if (candidate.mapStart !== undefined) candidate.mapStart.status = status;
  candidate.key.status = status;
}
