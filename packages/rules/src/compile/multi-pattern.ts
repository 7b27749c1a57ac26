// HOT: allocation-free per scan; bench: bench/replay
import type { ByteString } from '@saker/core/byte-string.ts';

/** Where in the text a pattern has to stand. */
export type Anchor = 'anywhere' | 'start' | 'end';

export interface Pattern {
  readonly text: ByteString;
  readonly anchor: Anchor;
}

/**
 * Finds which of many texts occur in a text, in one pass over it (Aho-Corasick). Bytes that no pattern has share one
 * column of the transition table, so that it stays small.
 */
export class MultiPattern {
  /** Byte -> column. */
  private readonly columns: Uint8Array;
  private readonly width: number;
  /** State x column -> state. */
  private readonly next: Int32Array;
  /** Per state: first entry of its list in {@link listed}; lists end with -1. */
  private readonly lists: Int32Array;
  private readonly listed: Int32Array;
  private readonly anchors: Uint8Array;
  private readonly lengths: Int32Array;
  /** Patterns that the last {@link scan} found are the first entries; a pattern may be there more than once. */
  readonly found: Int32Array;

  /** @param caseless letters of ASCII match in either case */
  constructor(patterns: readonly Pattern[], caseless: boolean) {
    this.columns = new Uint8Array(256);
    let width = 1;
    for (const { text } of patterns) {
      for (let i = 0; i < text.length; i++) {
        const byte = fold(text.charCodeAt(i), caseless);
        if (this.columns[byte] === 0) this.columns[byte] = width++;
      }
    }
    if (caseless) for (let c = 65; c <= 90; c++) this.columns[c] = this.columns[c + 32] as number;
    this.width = width;

    let nodes = 1;
    for (const { text } of patterns) nodes += text.length;
    this.next = new Int32Array(nodes * width);
    const ends: number[][] = [[]];
    patterns.forEach(({ text }, id) => {
      let state = 0;
      for (let i = 0; i < text.length; i++) {
        const at = state * width + (this.columns[text.charCodeAt(i)] as number);
        let child = this.next[at] as number;
        if (child === 0) {
          child = ends.length;
          ends.push([]);
          this.next[at] = child;
        }
        state = child;
      }
      (ends[state] as number[]).push(id);
    });
    this.link(ends);
    this.lists = new Int32Array(ends.length);
    const listed: number[] = [-1];
    ends.forEach((ids, state) => {
      if (ids.length === 0) return;
      this.lists[state] = listed.length;
      listed.push(...ids, -1);
    });
    this.listed = Int32Array.from(listed);
    this.anchors = Uint8Array.from(patterns, (p) => (p.anchor === 'anywhere' ? 0 : p.anchor === 'start' ? 1 : 2));
    this.lengths = Int32Array.from(patterns, (p) => p.text.length);
    this.found = new Int32Array(Math.max(64, 4 * patterns.length));
  }

  /** Completes the transitions, and gives each state the patterns that end in it by way of a shorter suffix. */
  private link(ends: number[][]): void {
    const { next, width } = this;
    const fail = new Int32Array(ends.length);
    const queue: number[] = [];
    for (let c = 0; c < width; c++) if (next[c] !== 0) queue.push(next[c] as number);
    for (let head = 0; head < queue.length; head++) {
      const state = queue[head] as number;
      const suffix = fail[state] as number;
      (ends[state] as number[]).push(...(ends[suffix] as number[]));
      for (let c = 0; c < width; c++) {
        const at = state * width + c;
        const child = next[at] as number;
        const other = next[suffix * width + c] as number;
        if (child === 0) {
          next[at] = other;
        } else {
          fail[child] = other;
          queue.push(child);
        }
      }
    }
  }

  /** Looks for all patterns; returns how many entries of {@link found} it wrote. Stops when that is full: -1. */
  scan(text: ByteString): number {
    const { columns, width, next, lists, listed, found } = this;
    const end = text.length;
    let count = 0;
    let state = 0;
    // The empty text stands everywhere.
    for (let at = lists[0] as number; listed[at] !== -1; at++) found[count++] = listed[at] as number;
    for (let i = 0; i < end; i++) {
      state = next[state * width + (columns[text.charCodeAt(i)] as number)] as number;
      for (let at = lists[state] as number; listed[at] !== -1; at++) {
        const id = listed[at] as number;
        const anchor = this.anchors[id] as number;
        if (anchor === 1 && i + 1 !== (this.lengths[id] as number)) continue;
        if (anchor === 2 && i + 1 !== end) continue;
        if (count === found.length) return -1;
        found[count++] = id;
      }
    }
    return count;
  }
}

function fold(byte: number, caseless: boolean): number {
  return caseless && byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
