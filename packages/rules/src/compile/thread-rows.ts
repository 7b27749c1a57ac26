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
  /** Of the key; absent: always 0. */
  readonly variant: ((ctx: unknown) => number) | undefined;
  /** Absent where there are so few conditions that they are evaluated one by one. */
  readonly memo?: ValueMemo;
  readonly formulas: readonly Formula[];
}

/** A direct-mapped table of rule bits by thread; a thread whose version changed starts over. */
export class ThreadRows {
  readonly known: Int32Array;
  readonly pass: Int32Array;
  private readonly words: number;
  private readonly operands: readonly ThreadOperand[];
  private readonly threads: unknown[];
  private readonly versions: Float64Array;
  private readonly part: Int32Array;

  constructor(words: number, operands: readonly ThreadOperand[]) {
    this.words = words;
    this.operands = operands;
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

  /** Adds what the rules in `need` ask of the thread to the row at offset `row`. */
  fill(row: number, ctx: unknown, need: Int32Array): void {
    const words = this.words;
    const part = this.part;
    for (let w = 0; w < words; w++) part[w] = need[w] as number;
    for (let o = 0; o < this.operands.length; o++) {
      const operand = this.operands[o] as ThreadOperand;
      if (operand.memo === undefined) this.evaluate(operand.formulas, ctx);
      else this.look(operand, operand.memo, ctx);
    }
    // What is left of `part` passed; a rule that one value ruled out was not asked any further.
    for (let w = 0; w < words; w++) {
      const asked = need[w] as number;
      this.known[row + w] = (this.known[row + w] as number) | asked;
      this.pass[row + w] = ((this.pass[row + w] as number) & ~asked) | (part[w] as number);
    }
  }

  private evaluate(formulas: readonly Formula[], ctx: unknown): void {
    const part = this.part;
    for (let f = 0; f < formulas.length; f++) {
      const formula = formulas[f] as Formula;
      const { mask, to } = formula;
      let wanted = 0;
      for (let w = formula.from; w < to; w++) wanted |= (part[w] as number) & (mask[w] as number);
      if (wanted === 0 || formula.test(ctx)) continue;
      for (let w = formula.from; w < to; w++) part[w] = (part[w] as number) & ~(mask[w] as number);
    }
  }

  private look(operand: ThreadOperand, memo: ValueMemo, ctx: unknown): void {
    const words = this.words;
    const part = this.part;
    const { mask } = operand;
    let wanted = 0;
    for (let w = 0; w < words; w++) wanted |= (part[w] as number) & (mask[w] as number);
    if (wanted === 0) return;
    const at = memo.row(operand.value(ctx), operand.variant === undefined ? 0 : operand.variant(ctx));
    let missing = 0;
    for (let w = 0; w < words; w++) {
      missing |= (part[w] as number) & (mask[w] as number) & ~(memo.known[at + w] as number);
    }
    if (missing !== 0) memo.fill(at, ctx, part);
    for (let w = 0; w < words; w++)
      part[w] = (part[w] as number) & ((memo.pass[at + w] as number) | ~(mask[w] as number));
  }
}
