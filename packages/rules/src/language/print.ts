import type { Expr } from './ast.ts';

/** Text that parses to the same tree (positions aside). */
export function printCondition(_expr: Expr): string {
  throw new Error('not written yet');
}

/**
 * Falco's own string form of a condition, as `describe` prints it in `condition_compiled`: macros replaced by their
 * bodies, every `and`/`or` in parentheses. It does not always parse again: empty strings vanish.
 */
export function canonicalCondition(_expr: Expr): string {
  throw new Error('not written yet');
}
