import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import type { CheckExpr, Expr, Operand, Right, TransformArg } from './ast.ts';
import { escapeLikeFalco, quoteText } from './escapes.ts';

/** What differs between the two printed forms. */
interface Style {
  readonly value: (text: ByteString) => string;
  readonly transformValue: (text: ByteString, quoted: boolean) => string;
  readonly separator: string;
  /** Macros are printed by their body when they have one. */
  readonly expandMacros: boolean;
}

/** Values that need no quotes. */
const BARE = /^(?:[!#-&*+./-<>-~-])+$/;

const EXACT: Style = {
  value: (text) => (BARE.test(text) ? text : quoteText(text)),
  transformValue: (text, quoted) => (quoted ? quoteText(text) : text),
  separator: ', ',
  expandMacros: false,
};

const FALCO: Style = {
  value: escapeLikeFalco,
  transformValue: escapeLikeFalco,
  separator: ',',
  expandMacros: true,
};

/** Text that parses to the same tree (positions aside). Macros print as their names. */
export function printCondition(expr: Expr): string {
  return bytesToUtf8(print(expr, EXACT));
}

/**
 * Falco's own string form of a condition, as `describe` prints it in `condition_compiled`: macros replaced by their
 * bodies, every `and`/`or` in parentheses. It does not always parse again: empty strings vanish.
 */
export function canonicalCondition(expr: Expr): string {
  return bytesToUtf8(print(expr, FALCO));
}

/** Falco's string form of a field or transformer: the key of `output_fields`. A byte string. */
export function canonicalOperand(operand: Operand): ByteString {
  return printOperand(operand, FALCO);
}

function print(expr: Expr, style: Style): string {
  switch (expr.kind) {
    case 'and':
    case 'or':
      return `(${expr.children.map((child) => print(child, style)).join(` ${expr.kind} `)})`;
    case 'not':
      return `not ${negated(expr.child, style)}`;
    case 'macro':
      return style.expandMacros && expr.body !== undefined ? print(expr.body, style) : expr.name;
    case 'check':
      return printCheck(expr, style);
  }
}

function negated(child: Expr, style: Style): string {
  // `not not x` would cancel out when parsed again.
  if (!style.expandMacros && child.kind === 'not') return `(${print(child, style)})`;
  return print(child, style);
}

function printCheck(check: CheckExpr, style: Style): string {
  const left = printOperand(check.left, style);
  if (check.right === undefined) return `${left} ${check.op}`;
  const op = check.modifier === undefined ? check.op : `${check.op} ${check.modifier}`;
  return `${left} ${op} ${printRight(check, check.right, style)}`;
}

function printRight(check: CheckExpr, right: Right, style: Style): string {
  switch (right.kind) {
    case 'value':
      return isBareByGrammar(check) ? right.text : style.value(right.text);
    case 'list':
      return `(${right.items.map(style.value).join(', ')})`;
    default:
      return printOperand(right, style);
  }
}

/** Numbers, and names in the place of a list, are bare wherever they are allowed. */
function isBareByGrammar(check: CheckExpr): boolean {
  return check.modifier !== undefined || /^(?:[<>]=?|in|intersects|pmatch)$/.test(check.op);
}

function printOperand(operand: Operand, style: Style): string {
  const bracket = operand.arg === undefined ? '' : `[${printBracket(operand.arg, style)}]`;
  if (operand.kind === 'field') return `${operand.name}${bracket}`;
  const args = operand.args.map((arg) => printArg(arg, style)).join(style.separator);
  return `${operand.name}(${args})${bracket}`;
}

function printBracket(arg: ByteString, style: Style): string {
  if (arg === '') return '""';
  if (style === FALCO) return escapeLikeFalco(arg);
  return /^[\w./:-]+$/.test(arg) ? arg : quoteText(arg);
}

function printArg(arg: TransformArg, style: Style): string {
  switch (arg.kind) {
    case 'value':
      return style.transformValue(arg.text, arg.quoted);
    case 'list':
      return `(${arg.items.map((item) => printArg(item, style)).join(style.separator)})`;
    default:
      return printOperand(arg, style);
  }
}
