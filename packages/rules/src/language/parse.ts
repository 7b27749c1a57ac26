import type { Expr, Position } from './ast.ts';

export type ParseResult =
  | { readonly ok: true; readonly ast: Expr }
  | { readonly ok: false; readonly message: string; readonly pos: Position };

export interface ParseOptions {
  /** Nesting at which parsing gives up with a diagnostic. Falco parses rules with 1000. */
  readonly maxDepth?: number;
}

/** Parses a condition (Unicode text, lists already expanded). Messages and positions are Falco's. */
export function parseCondition(_text: string, _options: ParseOptions = {}): ParseResult {
  throw new Error('not written yet');
}
