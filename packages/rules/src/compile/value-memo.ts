// HOT: allocation-free per event once a value is known; bench: bench/replay
import type { FieldScalar } from './field-source.ts';
import { FormulaIndex } from './formula-index.ts';
import type { Node } from './nodes.ts';

/** A condition on the event in `ctx` that some rules need. */
export class Formula {
  readonly node: Node;
  /** Set by the generated code. */
  test: (ctx: unknown) => boolean;
  /** Bits of the rules. */
  readonly mask: Int32Array;
  /** Words of the mask that are not empty lie in [from, to). */
  readonly from: number;
  readonly to: number;

  constructor(node: Node, mask: Int32Array) {
    this.node = node;
    this.test = notCompiled;
    this.mask = mask;
    this.from = mask.findIndex((word) => word !== 0);
    this.to = mask.findLastIndex((word) => word !== 0) + 1;
  }
}

function notCompiled(): boolean {
  throw new Error('a formula was evaluated before its code was there');
}

/** Variants of keys are below this. */
const MAX_VARIANTS = 64;
/** Rows kept before the table starts over. */
const MAX_ROWS = 8192;
/** Lookups after which the table is judged: where most values are new, remembering them costs more than it saves. */
const TRIAL = 2048;

/**
 * Remembers, for each value of one operand or key, which rules it lets pass. The same paths, names and users come again
 * and again, so one look-up answers the conditions of every rule on that operand at once. For a new value only those
 * conditions are evaluated that it can decide otherwise than usual ({@link FormulaIndex}); those that no index helps, only
 * if a rule still in question needs them.
 *
 * Values of different variants are different values. Row r has two sets of rule bits: `known` (evaluated) and `pass`.
 * Row 0 stands for a missing value, row 1 is scratch for values that are not remembered.
 */
export class ValueMemo {
  readonly words: number;
  known: Int32Array;
  pass: Int32Array;
  private readonly formulas: readonly Formula[];
  private readonly index: FormulaIndex | undefined;
  /** Formulas that the index does not cover: all of them without an index. */
  private readonly unindexed: readonly Formula[];
  /** Rules with a formula that the index covers, and those of them that usually pass. */
  private readonly indexedMask: Int32Array;
  private readonly usualPass: Int32Array;
  /** Scratch of {@link fill}: bits that it added. */
  private readonly fresh: Int32Array;
  private readonly rows: (Map<FieldScalar, number> | undefined)[];
  private readonly remembers: boolean;
  private used: number;
  private lookups: number;
  private misses: number;
  private bypass: boolean;

  /** @param remembers false: values hardly ever come again */
  constructor(words: number, formulas: readonly Formula[], remembers: boolean) {
    this.words = words;
    this.formulas = formulas;
    this.index = FormulaIndex.make(formulas.map((f) => f.node));
    const covered = this.index?.usual ?? [];
    this.unindexed = formulas.filter((_, i) => covered[i] === undefined);
    this.indexedMask = new Int32Array(words);
    this.usualPass = new Int32Array(words);
    this.fresh = new Int32Array(words);
    formulas.forEach((formula, i) => {
      if (covered[i] === undefined) return;
      for (let w = 0; w < words; w++) {
        const mask = formula.mask[w] as number;
        this.indexedMask[w] = (this.indexedMask[w] as number) | mask;
        if (covered[i] === true) this.usualPass[w] = (this.usualPass[w] as number) | mask;
      }
    });
    this.rows = new Array<Map<FieldScalar, number> | undefined>(MAX_VARIANTS).fill(undefined);
    this.remembers = remembers;
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
    if (this.remembers) {
      const rows = this.rows[variant];
      const row = rows === undefined ? undefined : rows.get(value);
      if (row !== undefined) {
        this.lookups++;
        return row;
      }
      return this.add(value, variant);
    }
    this.known.fill(0, this.words, 2 * this.words);
    return this.words;
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

  /** Evaluates at least what the rules in `need` ask of the event's value, into the row at offset `row`. */
  fill(row: number, ctx: unknown, need: Int32Array): void {
    const { index } = this;
    if (index === undefined || row === 0) {
      this.evaluate(this.formulas, row, ctx, need);
      return;
    }
    const count = index.look(ctx);
    if (count < 0) {
      this.evaluate(this.formulas, row, ctx, need);
      return;
    }
    const { fresh } = this;
    for (let w = 0; w < this.words; w++) {
      const known = this.known[row + w] as number;
      const added = (this.indexedMask[w] as number) & ~known;
      fresh[w] = added;
      this.known[row + w] = known | added;
      this.pass[row + w] = ((this.pass[row + w] as number) & ~added) | ((this.usualPass[w] as number) & added);
    }
    for (let i = 0; i < count; i++) {
      const formula = this.formulas[index.triggered[i] as number] as Formula;
      if (isWanted(formula, need)) this.set(formula, row, ctx);
      else this.forget(formula, row);
    }
    this.evaluate(this.unindexed, row, ctx, need);
  }

  /** The formula was triggered but nobody asks: what is not known of it yet waits until somebody does. */
  private forget(formula: Formula, row: number): void {
    const { mask, to } = formula;
    for (let w = formula.from; w < to; w++) {
      this.known[row + w] = (this.known[row + w] as number) & ~((mask[w] as number) & (this.fresh[w] as number));
    }
  }

  /** Formulas one by one, as far as a rule in `need` wants them. */
  private evaluate(formulas: readonly Formula[], row: number, ctx: unknown, need: Int32Array): void {
    for (let f = 0; f < formulas.length; f++) {
      const formula = formulas[f] as Formula;
      if (isWanted(formula, need)) this.set(formula, row, ctx);
    }
  }

  private set(formula: Formula, row: number, ctx: unknown): void {
    const passes = formula.test(ctx);
    const { mask, to } = formula;
    for (let w = formula.from; w < to; w++) {
      const m = mask[w] as number;
      this.known[row + w] = (this.known[row + w] as number) | m;
      this.pass[row + w] = passes ? (this.pass[row + w] as number) | m : (this.pass[row + w] as number) & ~m;
    }
  }
}

function isWanted(formula: Formula, need: Int32Array): boolean {
  const { mask, to } = formula;
  let wanted = 0;
  for (let w = formula.from; w < to; w++) wanted |= (mask[w] as number) & (need[w] as number);
  return wanted !== 0;
}
