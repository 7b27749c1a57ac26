/*
 * Text of others on a terminal: nothing in it may move the cursor, change colours or reorder what is read.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const UNSAFE = /[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const ONE_UNSAFE = new RegExp(UNSAFE.source);

/** Control characters and invisible characters as `\x1b`, `\u{202e}`; line breaks and tabs as blanks. */
export function escapeForTerminal(text: string): string {
  return text.replace(UNSAFE, (c) => (c === '\n' || c === '\t' ? ' ' : escapeOf(c)));
}

function escapeOf(c: string): string {
  const code = c.charCodeAt(0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}

const TAB_WIDTH = 4;
// East Asian wide and full-width characters, and emoji.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const COMBINING = /\p{Mn}/u;

/** One character as it is shown. */
export interface Cell {
  readonly text: string;
  readonly width: number;
}

/** A line as it is shown: tabs expanded from column `from`, unsafe characters escaped. */
export function cellsOf(line: string, from = 0): Cell[] {
  const cells: Cell[] = [];
  let column = from;
  for (const c of line) {
    const cell = cellOf(c, column);
    cells.push(cell);
    column += cell.width;
  }
  return cells;
}

function cellOf(c: string, column: number): Cell {
  if (c === '\t') {
    const width = TAB_WIDTH - (column % TAB_WIDTH);
    return { text: ' '.repeat(width), width };
  }
  if (ONE_UNSAFE.test(c)) {
    const text = escapeOf(c);
    return { text, width: text.length };
  }
  return { text: c, width: WIDE.test(c) ? 2 : COMBINING.test(c) ? 0 : 1 };
}

export function widthOf(cells: readonly Cell[]): number {
  let width = 0;
  for (const cell of cells) width += cell.width;
  return width;
}
