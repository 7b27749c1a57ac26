import type { ByteString } from '@saker/core/byte-string.ts';
import type { FieldInfo } from '@saker/schema/field-info.ts';
import type { Operator } from '../language/ast.ts';

/**
 * A checked condition: fields are resolved, constants have the field's type, macros are folded away (a macro used twice
 * is the same object twice). This is what the interpreter walks and what the compiler reads. It has no positions: `source`
 * of a node leads back to the syntax tree for `explain`.
 */
export type Typed = TypedLogic | TypedNot | TypedCheck | TypedConst;

export interface TypedLogic {
  readonly kind: 'and' | 'or';
  readonly children: readonly Typed[];
  readonly source: unknown;
}
export interface TypedNot {
  readonly kind: 'not';
  readonly child: Typed;
  readonly source: unknown;
}
export interface TypedConst {
  readonly kind: 'const';
  readonly value: boolean;
  readonly source: unknown;
}
export interface TypedCheck {
  readonly kind: 'check';
  readonly left: TypedOperand;
  readonly op: Operator;
  readonly modifier?: 'oneof' | 'anyof' | 'allof';
  /** Type of the (transformed) left side: decides how values compare. */
  readonly type: ValueType;
  /** The left side yields a list: `in` = all elements in the set, `intersects` = any. */
  readonly list: boolean;
  readonly right: TypedRight;
  readonly source: unknown;
}

/** How two values compare. Spelled as FieldInfo.type; widths matter for constants that wrap. */
export type ValueType = FieldInfo['type'];

export type TypedOperand = TypedField | TypedTransform;

export interface TypedField {
  readonly kind: 'field';
  readonly info: FieldInfo;
  /**
   * What stands in brackets (`proc.aname[2]`) or after the name (`evt.arg.name`, `thread.cgroup.cpu`); as bytes. Index
   * arguments are plain decimal numbers here, maybe negative; names of parameters and controllers are never numbers.
   */
  readonly arg?: ByteString;
}
export interface TypedTransform {
  readonly kind: 'transform';
  readonly name: 'tolower' | 'toupper' | 'b64' | 'basename' | 'len' | 'join' | 'concat' | 'getopt' | 'val';
  readonly args: readonly (
    | TypedOperand
    | { readonly kind: 'value'; readonly value: ByteString }
    | {
        readonly kind: 'list';
        readonly items: readonly (TypedOperand | { readonly kind: 'value'; readonly value: ByteString })[];
      }
  )[];
  /** getopt's option in brackets. */
  readonly arg?: ByteString;
  /** Type and listness of the result. */
  readonly type: ValueType;
  readonly list: boolean;
}

/** Right side, converted to the left side's type. */
export type TypedRight =
  | { readonly kind: 'none' }
  | { readonly kind: 'values'; readonly values: readonly Constant[] }
  | { readonly kind: 'operand'; readonly operand: TypedOperand };

/**
 * A constant: number/bigint for integer, time and double types (bigint only beyond 2^53), boolean, byte string for text,
 * buffers and addresses (4/16 bytes), net for networks, regex and globs as their source text (byte string / UTF-8).
 */
export type Constant = number | bigint | boolean | ByteString | NetConstant;

export interface NetConstant {
  readonly kind: 'net';
  /** 4 or 16 bytes, already masked. */
  readonly address: ByteString;
  readonly bits: number;
}
