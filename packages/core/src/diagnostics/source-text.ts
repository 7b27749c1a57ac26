import type { ByteString } from '../byte-string.ts';

/** Where lines of a file begin; made once per file, when the first place in it is shown. */
export class SourceText {
  readonly text: ByteString;
  private readonly starts: readonly number[];

  constructor(text: ByteString) {
    this.text = text;
    this.starts = lineStarts(text);
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** Zero-based number of the line that holds the byte at `offset`; offsets past the end belong to the last line. */
  lineAt(offset: number): number {
    const { starts } = this;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Offset of the first byte of a line. */
  startOf(line: number): number {
    return this.starts[line] ?? this.text.length;
  }

  /** Offset behind the last byte of a line, its line break not counted. */
  endOf(line: number): number {
    let end = this.starts[line + 1] ?? this.text.length;
    if (line + 1 < this.starts.length) {
      end--;
      if (this.text.charCodeAt(end) === 10 && this.text.charCodeAt(end - 1) === 13) end--;
    }
    return Math.max(end, this.startOf(line));
  }
}

/** Lines end with `\n`, `\r\n` or `\r`. */
function lineStarts(text: ByteString): number[] {
  const starts = [0];
  for (const { index, 0: found } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + found.length);
  return starts;
}
