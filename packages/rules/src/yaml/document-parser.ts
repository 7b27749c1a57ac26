import type { Mark, YamlNode } from './node.ts';
import type { Scanner } from './scanner.ts';
import type { Token, TokenKind } from './token.ts';
import { YamlFailure } from './yaml-error.ts';

/** Nesting at which Falco's YAML library gives up ("bad file"). */
const MAX_DEPTH = 500;

/** What `%TAG` lines define: handle -> prefix. */
export type TagHandles = ReadonlyMap<string, string>;

type Enclosing = 'none' | 'block-sequence' | 'block-map' | 'flow-sequence' | 'flow-map' | 'pair';

interface Properties {
  tag: string;
  anchor: string;
}

/**
 * Reads one document's tokens into nodes. Sequences and maps are filled in place, so what was read before a failure can be
 * used: see `root`.
 */
export class DocumentParser {
  /** The document's node as soon as its first token was read. */
  root: YamlNode | undefined;
  private readonly scanner: Scanner;
  private readonly handles: TagHandles;
  private readonly anchors = new Map<string, YamlNode>();
  private depth = 0;
  private enclosing: Enclosing = 'none';

  constructor(scanner: Scanner, handles: TagHandles) {
    this.scanner = scanner;
    this.handles = handles;
  }

  parse(): YamlNode {
    const { scanner } = this;
    if (scanner.peek()?.kind === 'doc-start') scanner.pop();
    const root = this.node();
    this.root = root;
    while (scanner.peek()?.kind === 'doc-end') scanner.pop();
    return root;
  }

  private fail(message: string, mark: Mark): never {
    throw new YamlFailure(message, mark);
  }

  private node(): YamlNode {
    if (++this.depth >= MAX_DEPTH) this.fail('bad file', this.scanner.mark());
    const node = this.nodeContent();
    this.depth--;
    return node;
  }

  private nodeContent(): YamlNode {
    const { scanner } = this;
    const first = scanner.peek();
    if (first === undefined) return { kind: 'null', mark: scanner.mark() };
    const { mark } = first;
    if (first.kind === 'value') return this.map(mark, '');
    if (first.kind === 'alias') {
      const target = this.anchors.get(first.value);
      if (target === undefined) this.fail(`the referenced anchor is not defined: ${first.value}`, mark);
      scanner.pop();
      return target;
    }
    const { tag, anchor } = this.properties();
    const token = scanner.peek();
    if (token === undefined) return this.named(anchor, { kind: 'null', mark });
    switch (token.kind) {
      case 'plain':
      case 'non-plain':
        return this.scalar(token, mark, tag, anchor);
      case 'flow-seq-start':
      case 'block-seq-start':
        return this.sequence(mark, anchor);
      case 'flow-map-start':
      case 'block-map-start':
        return this.map(mark, anchor);
      case 'key':
        if (this.enclosing === 'flow-sequence') return this.map(mark, anchor);
        break;
      default:
    }
    if (tag === '' || tag === '?') return this.named(anchor, { kind: 'null', mark });
    return this.named(anchor, { kind: 'scalar', mark, tag, value: '', origin: { start: mark.pos, end: mark.pos } });
  }

  private scalar(token: Token, mark: Mark, tag: string, anchor: string): YamlNode {
    const { value } = token;
    this.scanner.pop();
    const resolved = tag !== '' ? tag : token.kind === 'plain' ? '?' : '!';
    if (token.kind === 'plain' && resolved === '?' && isNullText(value))
      return this.named(anchor, { kind: 'null', mark });
    const origin = token.origin ?? { start: mark.pos, end: mark.pos };
    return this.named(anchor, { kind: 'scalar', mark, tag: resolved, value, origin });
  }

  private named<T extends YamlNode>(anchor: string, node: T): T {
    if (anchor !== '') this.anchors.set(anchor, node);
    return node;
  }

  private properties(): Properties {
    const { scanner } = this;
    const found: Properties = { tag: '', anchor: '' };
    for (;;) {
      const token = scanner.peek();
      if (token?.kind === 'tag') {
        if (found.tag !== '') this.fail('cannot assign multiple tags to the same node', token.mark);
        found.tag = this.translateTag(token);
      } else if (token?.kind === 'anchor') {
        if (found.anchor !== '') this.fail('cannot assign multiple anchors to the same node', token.mark);
        found.anchor = token.value;
      } else return found;
      scanner.pop();
    }
  }

  private translateTag(token: Token): string {
    switch (token.tagForm) {
      case 'verbatim':
        return token.value;
      case 'primary':
        return this.prefixOf('!') + token.value;
      case 'secondary':
        return this.prefixOf('!!') + token.value;
      case 'named':
        return this.prefixOf(`!${token.value}!`) + (token.params?.[0] ?? '');
      default:
        return '!';
    }
  }

  private prefixOf(handle: string): string {
    return this.handles.get(handle) ?? (handle === '!!' ? 'tag:yaml.org,2002:' : handle);
  }

  // ---- collections

  private sequence(mark: Mark, anchor: string): YamlNode {
    const items: YamlNode[] = [];
    const node = this.named(anchor, { kind: 'sequence', mark, items } as const);
    this.root ??= node;
    const outer = this.enclosing;
    if (this.scanner.peek()?.kind === 'block-seq-start') {
      this.enclosing = 'block-sequence';
      this.blockSequence(items);
    } else {
      this.enclosing = 'flow-sequence';
      this.flowSequence(items);
    }
    this.enclosing = outer;
    return node;
  }

  private blockSequence(items: YamlNode[]): void {
    const { scanner } = this;
    scanner.pop();
    for (;;) {
      const token = scanner.peek();
      if (token === undefined) this.fail('end of sequence not found', scanner.mark());
      if (token.kind !== 'block-entry' && token.kind !== 'block-seq-end')
        this.fail('end of sequence not found', token.mark);
      scanner.pop();
      if (token.kind === 'block-seq-end') return;
      const next = scanner.peek();
      if (next !== undefined && (next.kind === 'block-entry' || next.kind === 'block-seq-end'))
        items.push({ kind: 'null', mark: next.mark });
      else items.push(this.node());
    }
  }

  private flowSequence(items: YamlNode[]): void {
    const { scanner } = this;
    const unclosed = 'end of sequence flow not found';
    scanner.pop();
    for (;;) {
      const token = scanner.peek();
      if (token === undefined) this.fail(unclosed, scanner.mark());
      if (token.kind === 'flow-seq-end') {
        scanner.pop();
        return;
      }
      items.push(this.node());
      this.separator('flow-seq-end', unclosed);
    }
  }

  private separator(end: TokenKind, unclosed: string): void {
    const { scanner } = this;
    const token = scanner.peek();
    if (token === undefined) this.fail(unclosed, scanner.mark());
    if (token.kind === 'flow-entry') scanner.pop();
    else if (token.kind !== end) this.fail(unclosed, token.mark);
  }

  private map(mark: Mark, anchor: string): YamlNode {
    const entries: YamlNode[] = [];
    const node = this.named(anchor, { kind: 'map', mark, entries } as const);
    this.root ??= node;
    const outer = this.enclosing;
    const first = this.scanner.peek()?.kind;
    if (first === 'block-map-start') {
      this.enclosing = 'block-map';
      this.blockMap(entries);
    } else if (first === 'flow-map-start') {
      this.enclosing = 'flow-map';
      this.flowMap(entries);
    } else {
      this.enclosing = 'pair';
      this.pair(entries);
    }
    this.enclosing = outer;
    return node;
  }

  private blockMap(entries: YamlNode[]): void {
    const { scanner } = this;
    scanner.pop();
    for (;;) {
      const token = scanner.peek();
      if (token === undefined) this.fail('end of map not found', scanner.mark());
      if (token.kind === 'block-map-end') {
        scanner.pop();
        return;
      }
      if (token.kind !== 'key' && token.kind !== 'value') this.fail('end of map not found', token.mark);
      this.pair(entries);
    }
  }

  private flowMap(entries: YamlNode[]): void {
    const { scanner } = this;
    const unclosed = 'end of map flow not found';
    scanner.pop();
    for (;;) {
      const token = scanner.peek();
      if (token === undefined) this.fail(unclosed, scanner.mark());
      if (token.kind === 'flow-map-end') {
        scanner.pop();
        return;
      }
      this.pair(entries);
      this.separator('flow-map-end', unclosed);
    }
  }

  /** A key and its value, either of which may be missing. */
  private pair(entries: YamlNode[]): void {
    const { scanner } = this;
    const mark = scanner.peek()?.mark ?? scanner.mark();
    const key = this.optional('key', mark);
    const value = this.optional('value', mark);
    entries.push(key, value);
  }

  private optional(kind: 'key' | 'value', mark: Mark): YamlNode {
    if (this.scanner.peek()?.kind !== kind) return { kind: 'null', mark };
    this.scanner.pop();
    return this.node();
  }
}

function isNullText(text: string): boolean {
  return text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL';
}
