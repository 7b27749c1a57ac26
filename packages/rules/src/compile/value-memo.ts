// HOT: allocation-free per event once a value is known; bench: bench/replay
import type { FieldScalar } from './field-source.ts';

/** A condition on the event in `ctx` that some rules need; `mask` has the bits of those rules. */
export interface Formula {
  readonly mask: Int32Array;
  readonly test: (ctx: unknown) => boolean;
}

/** Variants of keys are below this. */
const MAX_VARIANTS = 64;
/** Rows kept before the table starts over. */
const MAX_ROWS = 8192;
/** Lookups after which the table is judged: where most values are new, remembering them costs more than it saves. */
const TRIAL = 2048;

/**
 * Remembers, for each value of one operand or key, which rules it lets pass. The same paths, names and users come again and
 * again, so one look-up answers the conditions of every rule on that operand at once; and only those conditions are
 * evaluated that a rule still in question needs.
 *
 * Values of different variants are different values. Row r has two sets of rule bits: `known` (evaluated) and `pass`. Row 0 stands for a missing value, row 1 is scratch for
 * values that are not remembered.
 */
export class ValueMemo {
  readonly words: number;
  known: Int32Array;
  pass: Int32Array;
  private readonly formulas: readonly Formula[];
  private readonly rows: (Map<FieldScalar, number> | undefined)[];
  private used: number;
  private lookups: number;
  private misses: number;
  private bypass: boolean;

  constructor(words: number, formulas: readonly Formula[]) {
    this.words = words;
    this.formulas = formulas;
    this.rows = new Array<Map<FieldScalar, number> | undefined>(MAX_VARIANTS).fill(undefined);
    this.known = new Int32Array(words * 64);
    this.pass = new Int32Array(words * 64);
    this.used = 2;
    this.lookups = 0;
    this.misses = 0;
    this.bypass = false;
  }

  /** Offset of the value's row in {@link known} and {@link pass}. */
  row(value: FieldScalar | undefined, variant: number): number {
    if (value === undefined) return 0;
    const rows = this.rows[variant];
    const row = rows === undefined ? undefined : rows.get(value);
    if (row !== undefined) {
      this.lookups++;
      return row;
    }
    return this.add(value, variant);
  }

  private add(value: FieldScalar, variant: number): number {
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
    let rows = this.rows[variant];
    if (rows === undefined) {
      rows = new Map();
      this.rows[variant] = rows;
    }
    rows.set(value, row);
    return row;
  }

  private restart(): void {
    this.rows.fill(undefined);
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

  /** Evaluates what the rules in `need` ask of the event's value, into the row at offset `row`. */
  fill(row: number, ctx: unknown, need: Int32Array): void {
    const words = this.words;
    for (let f = 0; f < this.formulas.length; f++) {
      const formula = this.formulas[f] as Formula;
      const mask = formula.mask;
      let wanted = 0;
      for (let w = 0; w < words; w++) wanted |= (mask[w] as number) & (need[w] as number);
      if (wanted === 0) continue;
      const passes = formula.test(ctx);
      for (let w = 0; w < words; w++) {
        const m = mask[w] as number;
        this.known[row + w] = (this.known[row + w] as number) | m;
        this.pass[row + w] = passes ? (this.pass[row + w] as number) | m : (this.pass[row + w] as number) & ~m;
      }
    }
  }
}
