import { type ByteString, bytesToUtf8 } from '../byte-string.ts';
import type { Diagnostic, Label, Severity, Span } from './diagnostic.ts';
import { type Cell, cellsOf, escapeForTerminal, widthOf } from './display-text.ts';
import { SourceText } from './source-text.ts';

export interface RenderOptions {
  /** Colours by ANSI escapes. */
  readonly colour?: boolean;
  /** Columns of a source line that are shown; longer lines are cut around the place. */
  readonly width?: number;
}

const DEFAULT_WIDTH = 100;
const BEFORE_PLACE = 0.6;
/** Bytes to either side of a place that are looked at; lines can be megabytes long. */
const REACH = 1000;

const STYLES = { error: '31;1', warning: '33;1', bold: '1', frame: '34;1', help: '32;1' } as const;

/** Prints diagnostics with the lines they are about. Remembers line tables, so use one for many. */
export class Renderer {
  private readonly contents: ReadonlyMap<string, ByteString>;
  private readonly sources = new Map<string, SourceText>();
  private readonly colour: boolean;
  private readonly width: number;

  /** `contents`: bytes of the files that spans point into. */
  constructor(contents: ReadonlyMap<string, ByteString>, options: RenderOptions = {}) {
    this.contents = contents;
    this.colour = options.colour ?? false;
    this.width = Math.max(20, options.width ?? DEFAULT_WIDTH);
  }

  /** Several lines, the last one with its line break. */
  render(diagnostic: Diagnostic): string {
    const { severity, code, message, span, labels, notes, fixes } = diagnostic;
    const head = `${this.paint(severity, `${severity}[${code}]`)}${this.paint('bold', `: ${escapeForTerminal(message)}`)}\n`;
    const places: Label[] = span === undefined ? [...labels] : [{ span, message: '' }, ...labels];
    const lines = places.map((place) => this.lineOf(place.span));
    const gutter = Math.max(1, ...lines.map((line) => String((line ?? 0) + 1).length));
    const frames = places.map((place, i) => this.frame(place, i === 0 ? severity : 'frame', gutter));
    const remarks = [
      ...notes.map((note) => this.remark('note', note)),
      ...fixes.map((fix) => this.remark('help', fix)),
    ];
    const bar = this.paint('frame', ' '.repeat(gutter + 1));
    return head + frames.join('') + remarks.map((remark) => `${bar}${remark}\n`).join('');
  }

  private remark(kind: 'note' | 'help', text: string): string {
    return `${this.paint('frame', '=')} ${this.paint(kind === 'help' ? 'help' : 'bold', kind)}: ${escapeForTerminal(text)}`;
  }

  private paint(style: keyof typeof STYLES | Severity, text: string): string {
    return this.colour ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;
  }

  private source(file: string): SourceText | undefined {
    const known = this.sources.get(file);
    if (known !== undefined) return known;
    const content = this.contents.get(file);
    if (content === undefined) return undefined;
    const source = new SourceText(content);
    this.sources.set(file, source);
    return source;
  }

  private lineOf({ file, start }: Span): number | undefined {
    return this.source(file)?.lineAt(start);
  }

  private frame({ span, message }: Label, style: keyof typeof STYLES, gutter: number): string {
    const source = this.source(span.file);
    const name = escapeForTerminal(span.file);
    const arrow = this.paint('frame', `${' '.repeat(gutter)}-->`);
    if (source === undefined) return `${arrow} ${name}\n`;
    const line = source.lineAt(span.start);
    const from = source.startOf(line);
    const end = source.endOf(line);
    const at = Math.min(span.start, end);
    const near = Math.max(from, at - REACH);
    const before = cellsOf(bytesToUtf8(source.text.slice(near, at)));
    const to = Math.min(Math.max(span.end, at), end);
    const inside = cellsOf(bytesToUtf8(source.text.slice(at, Math.min(to, at + REACH))), widthOf(before));
    const after = cellsOf(bytesToUtf8(source.text.slice(to, Math.min(end, to + REACH))));

    const window = cut(before, inside, after, this.width, near > from);
    const bar = this.paint('frame', '|');
    const number = this.paint('frame', String(line + 1).padStart(gutter));
    const empty = ' '.repeat(gutter);
    const underline = this.paint(
      style,
      '^'.repeat(Math.max(1, window.marked)) + (message && ` ${escapeForTerminal(message)}`),
    );
    return [
      `${arrow} ${name}:${line + 1}:${charactersIn(source.text, from, at) + 1}`,
      `${empty} ${bar}`,
      `${number} ${bar} ${window.text}`,
      `${empty} ${bar} ${' '.repeat(window.indent)}${underline}`,
      '',
    ].join('\n');
  }
}

/** Characters of UTF-8 in a stretch of a text. */
function charactersIn(text: ByteString, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if ((text.charCodeAt(i) & 0xc0) !== 0x80) count++;
  return count;
}

const ELLIPSIS = '...';

/** The part of a line that fits `width` columns and holds the place, with dots where it was cut. */
function cut(
  before: readonly Cell[],
  inside: readonly Cell[],
  after: readonly Cell[],
  width: number,
  cutBefore: boolean,
): { readonly text: string; readonly indent: number; readonly marked: number } {
  let head = before;
  const total = widthOf(before) + widthOf(inside) + widthOf(after);
  let prefix = '';
  if (total > width || cutBefore) {
    const room = Math.floor(width * BEFORE_PLACE);
    if (widthOf(before) > room || cutBefore) {
      head = lastCells(before, room - ELLIPSIS.length);
      prefix = ELLIPSIS;
    }
  }
  const indent = prefix.length + widthOf(head);
  const marked = firstCells(inside, width - indent);
  const tail = firstCells(after, width - indent - widthOf(marked));
  const complete = marked.length === inside.length && tail.length === after.length;
  const text = prefix + [...head, ...marked, ...tail].map((cell) => cell.text).join('') + (complete ? '' : ELLIPSIS);
  return { text, indent, marked: widthOf(marked) };
}

function firstCells(cells: readonly Cell[], width: number): readonly Cell[] {
  let used = 0;
  for (const [i, cell] of cells.entries()) {
    used += cell.width;
    if (used > width) return cells.slice(0, i);
  }
  return cells;
}

function lastCells(cells: readonly Cell[], width: number): readonly Cell[] {
  let used = 0;
  for (let i = cells.length - 1; i >= 0; i--) {
    used += (cells[i] as Cell).width;
    if (used > width) return cells.slice(i + 1);
  }
  return cells;
}
