// HOT: allocation-free per event once a value is known; bench: bench/replay
import type { FieldValue } from './field-source.ts';

/** A condition on one value that some rules need; `mask` has the bits of those rules. */
export interface Formula {
  readonly mask: Int32Array;
  readonly test: (value: FieldValue | undefined) => boolean;
}

/** Rows kept before the table starts over. */
const MAX_ROWS = 8192;
/** Lookups after which the table is judged: where most values are new, remembering them costs more than it saves. */
const TRIAL = 2048;

/**
 * Remembers, for each value of one operand, which rules it lets pass. The same paths, names and users come again and
 * again, so one look-up answers the conditions of every rule on that operand at once; and only those conditions are
 * evaluated that a rule still in question needs.
 *
 * Row r has two sets of rule bits: `known` (evaluated) and `pass`. Row 0 stands for a missing value, row 1 is scratch for
 * values that are not remembered.
 */
export class ValueMemo {
  readonly words: number;
  known: Int32Array;
  pass: Int32Array;
  private readonly formulas: readonly Formula[];
  private readonly rows: Map<FieldValue, number>;
  private used: number;
  private lookups: number;
  private misses: number;
  private bypass: boolean;

  constructor(words: number, formulas: readonly Formula[]) {
    this.words = words;
    this.formulas = formulas;
    this.rows = new Map();
    this.known = new Int32Array(words * 64);
    this.pass = new Int32Array(words * 64);
    this.used = 2;
    this.lookups = 0;
    this.misses = 0;
    this.bypass = false;
  }

  /** Offset of the value's row in {@link known} and {@link pass}. */
  row(value: FieldValue | undefined): number {
    if (value === undefined) return 0;
    const row = this.rows.get(value);
    if (row !== undefined) {
      this.lookups++;
      return row;
    }
    return this.add(value);
  }

  private add(value: FieldValue): number {
    const words = this.words;
    this.misses++;
    if (++this.lookups >= TRIAL) {
      this.bypass = this.misses > this.lookups >> 1;
      this.lookups = 0;
      this.misses = 0;
    }
    if (this.bypass) {
      this.known.fill(0, words, 2 * words);
      return words;
    }
    if (this.used >= MAX_ROWS) this.restart();
    const row = this.used++ * words;
    if (row + words > this.known.length) this.grow();
    this.rows.set(value, row);
    return row;
  }

  private restart(): void {
    this.rows.clear();
    this.known.fill(0);
    this.used = 2;
  }

  private grow(): void {
    const known = new Int32Array(this.known.length * 2);
    known.set(this.known);
    this.known = known;
    const pass = new Int32Array(this.pass.length * 2);
    pass.set(this.pass);
    this.pass = pass;
  }

  /** Evaluates what the rules in `need` ask of `value`, into the row at offset `row`. */
  fill(row: number, value: FieldValue | undefined, need: Int32Array): void {
    const words = this.words;
    for (let f = 0; f < this.formulas.length; f++) {
      const formula = this.formulas[f] as Formula;
      const mask = formula.mask;
      let wanted = 0;
      for (let w = 0; w < words; w++) wanted |= (mask[w] as number) & (need[w] as number);
      if (wanted === 0) continue;
      const passes = formula.test(value);
      for (let w = 0; w < words; w++) {
        const m = mask[w] as number;
        this.known[row + w] = (this.known[row + w] as number) | m;
        this.pass[row + w] = passes ? (this.pass[row + w] as number) | m : (this.pass[row + w] as number) & ~m;
      }
    }
  }
}
