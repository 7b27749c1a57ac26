import { CR, isBlankBreakOrEnd, LF } from './chars.ts';
import type { Mark } from './node.ts';

const BREAK = /[\n\r]/g;

/**
 * A place in YAML text that knows its line. Lines end at the kind of line end that comes first in the file; the other kind
 * still breaks lines for the grammar but is not counted, so that positions agree with Falco's.
 */
export class Cursor {
  /** The text with END behind it. */
  readonly text: string;
  readonly length: number;
  pos: number;
  line: number;
  /** Offset of column 0 of this line. */
  lineStart: number;
  private readonly lineEnd: number;
  /** Up to here a zero byte counts as a line end: the reference parser does not know yet what a line end is. */
  private readonly zeroUntil: number;

  constructor(text: string, pos = 0, line = 0) {
    this.text = `${text}\u0004`;
    this.length = text.length;
    this.pos = pos;
    this.line = line;
    this.lineStart = pos;
    const first = text.search(/[\n\r]/);
    const head = first < 0 ? text.length : first;
    this.zeroUntil = text.lastIndexOf('\0', head) < 0 ? -1 : head;
    this.lineEnd = text.charCodeAt(first) === CR && text.charCodeAt(first + 1) !== LF ? CR : LF;
  }

  get column(): number {
    return this.pos - this.lineStart;
  }

  get atEnd(): boolean {
    return this.pos >= this.length;
  }

  mark(): Mark {
    return { pos: this.pos, line: this.line, column: this.pos - this.lineStart };
  }

  /** Takes one byte; past the end it yields END and goes on. */
  next(): number {
    const c = this.pos < this.length ? this.text.charCodeAt(this.pos) : 4;
    this.pos++;
    if (c === this.lineEnd || (c === 0 && this.pos <= this.zeroUntil)) {
      this.line++;
      this.lineStart = this.pos;
    }
    return c;
  }

  /** Goes forward to `pos`, over text without line breaks. */
  pass(pos: number): void {
    if (this.pos > this.zeroUntil) this.pos = pos;
    else while (this.pos < pos) this.next();
  }

  /** Takes the line break that the cursor is on. */
  eatBreak(): void {
    if (this.next() === CR && this.text.charCodeAt(this.pos) === LF) this.next();
  }

  /** Goes to the end of the line. */
  skipLine(): void {
    BREAK.lastIndex = this.pos;
    this.pass(BREAK.test(this.text) ? BREAK.lastIndex - 1 : this.length);
  }

  /** True when `---` or `...` as a word of its own begins at `p`. */
  isDocumentMarker(p: number): boolean {
    const c = this.text.charCodeAt(p);
    return (c === 45 || c === 46) && this.isTriple(p, c);
  }

  isTriple(p: number, c: number): boolean {
    const { text } = this;
    return (
      text.charCodeAt(p) === c &&
      text.charCodeAt(p + 1) === c &&
      text.charCodeAt(p + 2) === c &&
      isBlankBreakOrEnd(text.charCodeAt(p + 3))
    );
  }
}
