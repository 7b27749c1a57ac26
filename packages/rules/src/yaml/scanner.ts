import { isBlank, isBlankBreakOrEnd, isBlankOrBreak, isBreak, NOT_PLAIN_START, TAB } from './chars.ts';
import { Cursor } from './cursor.ts';
import type { Mark } from './node.ts';
import { scanAnchor, scanBlockHeader, scanDirective, scanTag } from './scan-marks.ts';
import { type ScannedScalar, scanBlock, scanPlain, scanQuoted } from './scan-scalar.ts';
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
  private inFlow = false;

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
    if (cursor.atEnd) {
      this.endStream();
      return;
    }
    const c = cursor.text.charCodeAt(cursor.pos);
    const next = cursor.text.charCodeAt(cursor.pos + 1);
    if (cursor.pos === cursor.lineStart && this.scanLineStart(c)) return;
    if (this.scanIndicator(c, next)) return;
    if (!this.scalarAllowed) this.fail('unexpected scalar');
    if (c === 39 || c === 34) this.scanQuotedScalar();
    else if (this.beginsPlain(c, next)) this.scanPlainScalar();
    else this.fail('unknown token');
  }

  /** Directives and document markers; true when there was one. */
  private scanLineStart(c: number): boolean {
    const { cursor } = this;
    if (c === 37) this.scanDirective();
    else if (c === 45 && cursor.isTriple(cursor.pos, c)) this.scanDocumentMarker('doc-start');
    else if (c === 46 && cursor.isTriple(cursor.pos, c)) this.scanDocumentMarker('doc-end');
    else return false;
    return true;
  }

  /** Everything that is known by its first character and is no quoted or plain scalar; true when there was one. */
  private scanIndicator(c: number, next: number): boolean {
    if (c === 91) this.scanFlowStart('sequence');
    else if (c === 123) this.scanFlowStart('map');
    else if (c === 93) this.scanFlowEnd('sequence');
    else if (c === 125) this.scanFlowEnd('map');
    else if (c === 44) this.scanFlowEntry();
    else if (c === 45 && isBlankBreakOrEnd(next)) this.scanBlockEntry();
    else if (c === 63 && isBlankOrBreak(next)) this.scanKey();
    else if (c === 58 && this.isValueIndicator(next)) this.scanValue();
    else if (c === 42) this.scanAnchor('alias');
    else if (c === 38) this.scanAnchor('anchor');
    else if (c === 33) this.scanTag();
    else if ((c === 124 || c === 62) && !this.inFlow) this.scanBlockScalar(c === 62);
    else return false;
    return true;
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
      if (c === 35) cursor.skipLine();
      if (!isBreak(text.charCodeAt(cursor.pos))) return;
      cursor.eatBreak();
      this.voidCandidate();
      this.scalarAllowed = true;
      if (!this.inFlow) this.keyAllowed = true;
    }
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
    this.queue.push(scanDirective(this.cursor));
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
    this.inFlow = true;
    this.cursor.pos++;
  }

  private scanFlowEnd(type: 'sequence' | 'map'): void {
    if (!this.inFlow) this.fail('illegal flow end');
    this.endFlowItem();
    this.keyAllowed = false;
    this.afterJson = true;
    if (this.flows[this.flows.length - 1] !== type) this.fail('illegal flow end');
    this.flows.pop();
    this.inFlow = this.flows.length > 0;
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
    const { cursor } = this;
    if (cursor.pos === cursor.lineStart) this.fail('plain value cannot start with flow indicator character');
    if (!this.scalarAllowed) this.fail('unexpected scalar');
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
    this.queue.push(scanAnchor(this.cursor, kind));
  }

  private scanTag(): void {
    this.offerKey();
    this.keyAllowed = false;
    this.afterJson = false;
    this.queue.push(scanTag(this.cursor));
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
    const mark = this.cursor.mark();
    const header = scanBlockHeader(this.cursor, folded);
    const indent = header.indent + Math.max(0, this.topIndent);
    const scalar = scanBlock(this.cursor, { ...header, indent });
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
