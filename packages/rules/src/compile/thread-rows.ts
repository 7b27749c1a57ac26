// HOT: allocation-free per event; bench: bench/replay
import type { FieldScalar } from './field-source.ts';
import type { Formula, ValueMemo } from './value-memo.ts';

/** Threads remembered per event type, a power of two. Colliding threads only evaluate again. */
const THREAD_ROWS = 1024;

/** Conditions of one operand, as the thread stage evaluates them. */
export interface ThreadOperand {
  readonly mask: Int32Array;
  /** The value, or the key that settles it. */
  readonly value: (ctx: unknown) => FieldScalar | undefined;
  readonly memo: ValueMemo;
}

/** A direct-mapped table of rule bits by thread; a thread whose version changed starts over. */
export class ThreadRows {
  readonly known: Int32Array;
  readonly pass: Int32Array;
  private readonly words: number;
  private readonly operands: readonly ThreadOperand[];
  private readonly direct: readonly Formula[];
  private readonly threads: unknown[];
  private readonly versions: Float64Array;
  private readonly part: Int32Array;

  constructor(words: number, operands: readonly ThreadOperand[], direct: readonly Formula[]) {
    this.words = words;
    this.operands = operands;
    this.direct = direct;
    this.known = new Int32Array(THREAD_ROWS * words);
    this.pass = new Int32Array(THREAD_ROWS * words);
    this.threads = new Array<unknown>(THREAD_ROWS).fill(undefined);
    this.versions = new Float64Array(THREAD_ROWS);
    this.part = new Int32Array(words);
  }

  row(id: number, thread: unknown, version: number): number {
    const slot = id & (THREAD_ROWS - 1);
    const row = slot * this.words;
    if (this.threads[slot] !== thread || this.versions[slot] !== version || thread === undefined) {
      this.threads[slot] = thread;
      this.versions[slot] = version;
      for (let w = 0; w < this.words; w++) this.known[row + w] = 0;
    }
    return row;
  }

  fill(row: number, ctx: unknown, need: Int32Array): void {
    const words = this.words;
    const part = this.part;
    for (let w = 0; w < words; w++) this.pass[row + w] = -1;
    for (let w = 0; w < words; w++) part[w] = (need[w] as number) | (this.known[row + w] as number);
    for (let o = 0; o < this.operands.length; o++) {
      const operand = this.operands[o] as ThreadOperand;
      let wanted = 0;
      for (let w = 0; w < words; w++) wanted |= (part[w] as number) & (operand.mask[w] as number);
      if (wanted === 0) continue;
      const memo = operand.memo;
      const at = memo.row(operand.value(ctx), 0);
      let missing = 0;
      for (let w = 0; w < words; w++) {
        missing |= (part[w] as number) & (operand.mask[w] as number) & ~(memo.known[at + w] as number);
      }
      if (missing !== 0) memo.fill(at, ctx, part);
      for (let w = 0; w < words; w++) {
        const struck = (operand.mask[w] as number) & ~(memo.pass[at + w] as number);
        this.pass[row + w] = (this.pass[row + w] as number) & ~struck;
        // A rule that one value rules out needs no other.
        part[w] = (part[w] as number) & ~struck;
      }
    }
    for (let f = 0; f < this.direct.length; f++) {
      const formula = this.direct[f] as Formula;
      let wanted = 0;
      for (let w = formula.from; w < formula.to; w++) wanted |= (part[w] as number) & (formula.mask[w] as number);
      if (wanted === 0 || formula.test(ctx)) continue;
      for (let w = 0; w < words; w++) {
        this.pass[row + w] = (this.pass[row + w] as number) & ~(formula.mask[w] as number);
        part[w] = (part[w] as number) & ~(formula.mask[w] as number);
      }
    }
    for (let w = 0; w < words; w++) {
      this.known[row + w] = (this.known[row + w] as number) | (need[w] as number);
    }
  }
}
