import { isBlank, LF } from './chars.ts';
import type { ScalarOrigin } from './scalar-origin.ts';

/** Collects a scalar's value out of runs of the text and of characters that stand for something else, with their places. */
export class ValueBuilder {
  value = '';
  /** Length of the value when the last escape ended; -1 without one. What an escape made is not trimmed. */
  escapeEnd = -1;
  private runs: number[] | undefined;
  private readonly text: string;
  private readonly start: number;

  constructor(text: string, start: number) {
    this.text = text;
    this.start = start;
  }

  /** Adds the text from `from` to `to`. */
  copy(from: number, to: number): void {
    if (to <= from) return;
    if (this.runs !== undefined || this.value.length > 0 || from !== this.start) this.beginRun(from);
    this.value += this.text.slice(from, to);
  }

  /** Adds characters that stand at `from` in another form. */
  add(chars: string, from: number): void {
    this.beginRun(from);
    this.value += chars;
  }

  addEscape(chars: string, from: number): void {
    this.add(chars, from);
    this.escapeEnd = this.value.length;
  }

  /** Takes blanks off the end, down to `floor`. */
  trimBlanks(floor: number): void {
    let length = this.value.length;
    while (length > floor && isBlank(this.value.charCodeAt(length - 1))) length--;
    this.truncate(length);
  }

  /** Takes line breaks off the end but for `keep` of them; an empty rest stays empty. */
  trimBreaks(keep: 0 | 1): void {
    let last = this.value.length - 1;
    while (last >= 0 && this.value.charCodeAt(last) === LF) last--;
    if (last < this.escapeEnd) last = this.escapeEnd;
    this.truncate(last < 0 ? 0 : last + 1 + keep);
  }

  truncate(length: number): void {
    if (length < this.value.length) this.value = this.value.slice(0, length);
  }

  /** `end`: one past the last place of the value. */
  origin(end: number): ScalarOrigin {
    if (this.runs === undefined) return { start: this.start, end: Math.max(this.start, end) };
    return { start: this.runs[1] as number, end, runs: this.runs };
  }

  private beginRun(from: number): void {
    if (this.runs === undefined) this.runs = this.value.length > 0 ? [0, this.start] : [];
    this.runs.push(this.value.length, from);
  }
}
