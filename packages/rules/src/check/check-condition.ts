import type { Expr, Position } from '../language/ast.ts';
import type { FieldCatalogue } from './field-catalogue.ts';
import type { Typed } from './typed.ts';

/** Falco's LOAD_COMPILE_CONDITION: a value that is probably a mistake. */
export interface CheckWarning {
  readonly message: string;
  readonly pos: Position;
}

export type CheckResult =
  | { readonly ok: true; readonly typed: Typed; readonly warnings: readonly CheckWarning[] }
  | {
      readonly ok: false;
      readonly message: string;
      /** Of the check that failed, in the text it was parsed from (a macro's own text inside a macro). */
      readonly pos: Position;
      /** Falco does not report this one but ends; any clean rejection agrees. */
      readonly fatal: boolean;
    };

/** Remembers what macro bodies were checked to, so that all rules share them. One per load. */
export type CheckCache = Map<Expr, { readonly typed: Typed; readonly warnings: readonly CheckWarning[] }>;

/**
 * Checks a condition whose macros are resolved: fields, operators, transformers, values.
 * `source` of every Typed node is the Expr it comes from.
 */
export function checkCondition(_expr: Expr, _fields: FieldCatalogue, _cache: CheckCache = new Map()): CheckResult {
  throw new Error('not written yet');
}
