import type { Expr } from '../language/ast.ts';

export interface ConditionWarnings {
  /** Deprecated fields that are used, in Falco's order, each once (LOAD_DEPRECATED_ITEM). */
  readonly deprecatedFields: readonly string[];
  /** `ka.x = <NA>` and the like (LOAD_UNSAFE_NA_CHECK). */
  readonly unsafeNaCheck: boolean;
}

/** What can be said about a resolved condition without knowing its fields. */
export function conditionWarnings(_expr: Expr): ConditionWarnings {
  throw new Error('not written yet');
}

/** Deprecated fields that an output template mentions, in Falco's order. */
export function deprecatedFieldsInFormat(_template: string): readonly string[] {
  throw new Error('not written yet');
}
