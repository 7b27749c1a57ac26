import type { Expr } from '../language/ast.ts';

/** What a condition names; all sorted, without doubles. For `describe`. */
export interface ConditionDetails {
  readonly macros: readonly string[];
  readonly lists: readonly string[];
  readonly operators: readonly string[];
  readonly fields: readonly string[];
  /** Names compared with evt.type or evt.asynctype. */
  readonly eventNames: readonly string[];
  readonly transformers: readonly string[];
}

/**
 * Collects what `expr` names. Macros count only where they are not resolved, lists only where they are not expanded:
 * Falco describes both the condition as written and the compiled one.
 */
export function conditionDetails(
  _expr: Expr,
  _known: { readonly macros: ReadonlySet<string>; readonly lists: ReadonlySet<string> },
): ConditionDetails {
  throw new Error('not written yet');
}
