import type { Expr, Position } from './ast.ts';

/** A macro's name where it is used. */
export interface MacroUse {
  readonly name: string;
  readonly pos: Position;
}

export type MacroResult =
  | {
      readonly ok: true;
      /** Every MacroExpr has its `body`. The same macro is the same body object. */
      readonly ast: Expr;
      /** Macros named in `expr` itself and in bodies that were not resolved before. */
      readonly used: readonly MacroUse[];
    }
  | {
      readonly ok: false;
      /** Falco's text: a reference loop, or an undefined macro. Report at `pos` of the text that `expr` comes from. */
      readonly message: string;
      readonly pos: Position;
    };

/**
 * Gives every macro reference in `expr` its body. `macros` holds the conditions that are visible here, preferably already
 * resolved themselves: then bodies are shared between all that use them.
 */
export function resolveMacros(_expr: Expr, _macros: ReadonlyMap<string, Expr>): MacroResult {
  throw new Error('not written yet');
}
