import type { ByteString } from '@saker/core/byte-string.ts';
import type { ListItem } from './definitions.ts';
import { quoted } from './exceptions.ts';
import type { WrittenPlace } from './place.ts';

/** A list as conditions see it: its items are put in place of its name, as text. */
export interface ListText {
  readonly name: ByteString;
  readonly items: readonly ListItem[];
  /** The items in quotes where they have blanks, with commas between them. */
  readonly text: ByteString;
  /** No blank or punctuation in the name: it can only be a whole word of a condition. */
  readonly isWord: boolean;
  used: boolean;
}

export function listText(name: ByteString, items: readonly ListItem[]): ListText {
  let text = '';
  for (const item of items) {
    if (text !== '') text += ', ';
    text += quoted(item.text);
  }
  return { name, items, text, isWord: name !== '' && !/[ \t\n\r(),=]/.test(name), used: false };
}

/** That a stretch of a text became another: old [from, to) is new [at, at + length). */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly length: number;
  readonly list: ListText;
}

export interface Expansion {
  readonly text: ByteString;
  readonly used: readonly ListText[];
  /** Expansion was stopped: the text would be longer than {@link MAX_LENGTH}. */
  readonly tooLong: boolean;
}

/** Longest condition that is compiled. A file of a few bytes can ask for any length, by lists of lists. */
export const MAX_LENGTH = 8 * 1024 * 1024;

/**
 * Puts the items of lists in place of their names, one list after the other, so that items can be names of later lists.
 * Quotes in the condition make no difference. `edits` receives, per list that was used, what was changed.
 */
export function expandLists(condition: ByteString, lists: readonly ListText[], edits?: Edit[][]): Expansion {
  let text = condition;
  const used: ListText[] = [];
  const words = new Set<string>();
  addWords(condition, words);
  for (const list of lists) {
    if (list.isWord && !words.has(list.name)) continue;
    const changes = edits && [];
    const expanded = expandOne(text, list, changes);
    if (expanded === undefined) continue;
    text = expanded;
    used.push(list);
    if (text.length > MAX_LENGTH) return { text: condition, used, tooLong: true };
    addWords(list.text, words);
    if (edits !== undefined && changes !== undefined) edits.push(changes);
  }
  return { text, used, tooLong: false };
}

const isBlank = (c: number): boolean => c === 32 || c === 10 || c === 9 || c === 13;
/** Blanks and `(),=`. */
const isDelimiter = (c: number): boolean => isBlank(c) || c === 40 || c === 41 || c === 44 || c === 61;

const BETWEEN_WORDS = /[ \t\n\r(),=]+/;

function addWords(text: ByteString, words: Set<string>): void {
  for (const word of text.split(BETWEEN_WORDS)) words.add(word);
}

/** Returns undefined when the list is not named in the text. */
function expandOne(text: ByteString, list: ListText, edits: Edit[] | undefined): ByteString | undefined {
  const { name } = list;
  let found = text.indexOf(name);
  if (found < 0) return undefined;
  const out = new Output();
  let rest = 0;
  let changed = false;
  while (found >= 0) {
    let end = found + name.length;
    const startsWord = found > rest ? isDelimiter(text.charCodeAt(found - 1)) : !changed || out.endsWithDelimiter();
    if (!startsWord || (end < text.length && !isDelimiter(text.charCodeAt(end)))) {
      if (found + 1 > text.length) break;
      found = text.indexOf(name, found + 1);
      continue;
    }
    changed = true;
    out.push(text.slice(rest, found));
    const kept = out.length;
    out.trimBlanks();
    const trimmed = kept - out.length;
    const { length } = text;
    while (end < length && isBlank(text.charCodeAt(end))) end++;
    if (list.text === '' && !out.dropComma() && text.charCodeAt(end) === 44) end++;
    const notFirst = out.length > 0;
    if (notFirst) out.push(' ');
    edits?.push({ from: Math.max(rest, found - trimmed), to: end, at: out.length, length: list.text.length, list });
    out.push(list.text);
    out.push(' ');
    rest = end;
    // At the very start Falco skips one byte more before it looks on.
    found = text.indexOf(name, notFirst ? end : end + 1);
    if (out.length > MAX_LENGTH) break;
  }
  if (!changed) return undefined;
  out.push(text.slice(rest));
  return out.text();
}

/** Pieces of a text; its end can be taken back without copying the rest. */
class Output {
  length = 0;
  private readonly pieces: string[] = [];

  push(piece: string): void {
    if (piece === '') return;
    this.pieces.push(piece);
    this.length += piece.length;
  }

  endsWithDelimiter(): boolean {
    return this.length === 0 || isDelimiter(this.lastCode());
  }

  trimBlanks(): void {
    while (this.length > 0 && isBlank(this.lastCode())) this.cut();
  }

  dropComma(): boolean {
    if (this.length === 0 || this.lastCode() !== 44) return false;
    this.cut();
    return true;
  }

  text(): string {
    return this.pieces.join('');
  }

  private lastCode(): number {
    const piece = this.pieces[this.pieces.length - 1] as string;
    return piece.charCodeAt(piece.length - 1);
  }

  private cut(): void {
    const piece = this.pieces.pop() as string;
    if (piece.length > 1) this.pieces.push(piece.slice(0, -1));
    this.length--;
  }
}

/**
 * Follows an offset of an expanded text back: into an item of a list, or to an offset of the text before. `edits` as
 * {@link expandLists} filled it.
 */
export function followBack(
  offset: number,
  edits: readonly (readonly Edit[])[],
): { readonly offset: number; readonly item?: WrittenPlace } {
  let at = offset;
  let item: WrittenPlace | undefined;
  for (let i = edits.length - 1; i >= 0; i--) {
    let shift = 0;
    for (const edit of edits[i] as readonly Edit[]) {
      if (edit.at > at) break;
      if (at < edit.at + edit.length) {
        item = itemAt(edit.list, at - edit.at);
        at = edit.from;
        shift = 0;
        break;
      }
      shift = edit.to - (edit.at + edit.length + 1);
    }
    at += shift;
  }
  return item === undefined ? { offset: at } : { offset: at, item };
}

function itemAt(list: ListText, offset: number): WrittenPlace | undefined {
  let at = 0;
  for (const item of list.items) {
    const text = quoted(item.text);
    if (at > 0) at += 2;
    if (offset < at + text.length) {
      const inner = Math.max(0, offset - at - (text === item.text ? 0 : 1));
      return { file: item.file, node: item.node, offset: inner, via: `list '${list.name}'` };
    }
    at += text.length;
  }
  return undefined;
}
