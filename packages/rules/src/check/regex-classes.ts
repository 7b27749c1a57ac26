/** A range of code points, both ends included. */
export type CodeRange = readonly [low: number, high: number];

/** What `[:name:]` stands for. */
// biome-ignore format: one class a line
export const NAMED_CLASSES: Readonly<Record<string, readonly CodeRange[]>> = {
  alnum: [[0x30, 0x39], [0x41, 0x5a], [0x61, 0x7a]],
  alpha: [[0x41, 0x5a], [0x61, 0x7a]],
  ascii: [[0x00, 0x7f]],
  blank: [[0x09, 0x09], [0x20, 0x20]],
  cntrl: [[0x00, 0x1f], [0x7f, 0x7f]],
  digit: [[0x30, 0x39]],
  graph: [[0x21, 0x7e]],
  lower: [[0x61, 0x7a]],
  print: [[0x20, 0x7e]],
  punct: [[0x21, 0x2f], [0x3a, 0x40], [0x5b, 0x60], [0x7b, 0x7e]],
  space: [[0x09, 0x0d], [0x20, 0x20]],
  upper: [[0x41, 0x5a]],
  word: [[0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]],
  xdigit: [[0x30, 0x39], [0x41, 0x46], [0x61, 0x66]],
};

/** Everything that is not in `ranges`, which ascend. */
export function complement(ranges: readonly CodeRange[]): CodeRange[] {
  const out: CodeRange[] = [];
  let next = 0;
  for (const [low, high] of ranges) {
    if (low > next) out.push([next, low - 1]);
    next = high + 1;
  }
  out.push([next, 0x10ffff]);
  return out;
}

/** A range as it is written in a class. */
export function classRange(low: number, high: number): string {
  return low === high ? classChar(low) : `${classChar(low)}-${classChar(high)}`;
}

function classChar(code: number): string {
  const char = String.fromCodePoint(code);
  if (char === '\n') return '\\n';
  return /^[\\\]^[-]$/.test(char) ? `\\${char}` : char;
}
