import type { Bound, Extract, FieldArg, FieldImpl, Scope } from '../field.ts';

/** Shorthand for a field that is the same for all events and arguments. */
export function field(name: string, of: Scope, extract: Extract): FieldImpl {
  const bound: Bound = { kind: 'read', extract, of };
  return { name, bind: () => bound };
}

/** How far up an argument points: no number (or -1) stands for all ancestors, a number that nobody reaches for none. */
export type Generations = number | 'all' | 'none';

export function generationsOf(arg: FieldArg | undefined): Generations {
  if (arg === undefined) return 'all';
  if (arg.index !== undefined) return arg.index;
  return /^-?[0-9]+$/.test(arg.text) && arg.text !== '-1' ? 'none' : 'all';
}

/** A 64-bit unsigned value as fields give integers: a number where that is exact. */
export function unsigned(value: bigint): number | bigint {
  return value <= 0x1fffffffffffffn ? Number(value) : value;
}

/** The difference of two times as an unsigned 64-bit number of ns, which wraps below zero. */
export function elapsed(now: bigint, then: bigint): number | bigint {
  return unsigned(BigInt.asUintN(64, now - then));
}
