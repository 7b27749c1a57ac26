import type { ByteString } from '@saker/core/byte-string.ts';

/**
 * Syntax tree of a condition, as written: names are not resolved, values are text. All text in it is byte strings: an
 * escape such as `\xff` can name any byte. Names of fields and macros are ASCII.
 * Positions are byte offsets into the text that was parsed (after list expansion), with line and column (in bytes)
 * from 1.
 */
export interface Position {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

export type Expr = AndExpr | OrExpr | NotExpr | MacroExpr | CheckExpr;

export interface AndExpr {
  readonly kind: 'and';
  readonly children: readonly Expr[];
  readonly pos: Position;
}
export interface OrExpr {
  readonly kind: 'or';
  readonly children: readonly Expr[];
  readonly pos: Position;
}
export interface NotExpr {
  readonly kind: 'not';
  readonly child: Expr;
  readonly pos: Position;
}
/** An identifier that stands for a macro. After resolution `body` holds its (shared) condition. */
export interface MacroExpr {
  readonly kind: 'macro';
  readonly name: string;
  readonly body?: Expr;
  readonly pos: Position;
}
/** `left exists`, `left op right`. `==` is kept apart from `=` only for printing. */
export interface CheckExpr {
  readonly kind: 'check';
  readonly left: Operand;
  readonly op: Operator | '==';
  readonly modifier?: 'oneof' | 'anyof' | 'allof';
  /** Absent for `exists`. */
  readonly right?: Right;
  readonly pos: Position;
}

export type Operator =
  | 'exists'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'contains'
  | 'icontains'
  | 'bcontains'
  | 'startswith'
  | 'bstartswith'
  | 'endswith'
  | 'glob'
  | 'iglob'
  | 'regex'
  | 'in'
  | 'intersects'
  | 'pmatch';

export type Operand = FieldExpr | TransformExpr;

export interface FieldExpr {
  readonly kind: 'field';
  /** As written, without the bracket: `evt.arg.name` is one name here. */
  readonly name: string;
  /** Text in the brackets, unescaped. */
  readonly arg?: ByteString;
  readonly pos: Position;
}
export interface TransformExpr {
  readonly kind: 'transform';
  readonly name: string;
  readonly args: readonly TransformArg[];
  /** `getopt(...)[X]`. */
  readonly arg?: ByteString;
  readonly pos: Position;
}
export type TransformArg =
  | Operand
  | { readonly kind: 'value'; readonly text: ByteString; readonly quoted: boolean; readonly pos: Position }
  | { readonly kind: 'list'; readonly items: readonly TransformArg[]; readonly pos: Position };

export type Right =
  | { readonly kind: 'value'; readonly text: ByteString; readonly pos: Position }
  | { readonly kind: 'list'; readonly items: readonly ByteString[]; readonly pos: Position }
  | Operand;
