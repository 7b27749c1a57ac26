import type { Operator } from '../../language/ast.ts';
import type { FieldValue } from '../field-source.ts';
import { compareOperandsOf, predicateOf } from '../interpret.ts';
import type { LeafNode, Node, OperandNode } from '../nodes.ts';
import { ownComparison } from '../operators/own-comparison.ts';
import { valueKind } from '../operators/predicate.ts';
import { type Code, type CodeScope, Code as CodeText, js } from './code.ts';

/** Where an expression gets the values of operands and of shared nodes from. */
export interface Reads {
  /** Expression that yields the operand's value or undefined. */
  operand(operand: OperandNode): Code;
  /** Expression for a node that is kept elsewhere; undefined: write it out. */
  shared(node: Node): Code | undefined;
}

/** A node as a JavaScript expression that is true or false. */
export function expression(node: Node, scope: CodeScope, reads: Reads): Code {
  if (node.kind === 'true') return js`true`;
  if (node.kind === 'false') return js`false`;
  const shared = reads.shared(node);
  if (shared !== undefined) return shared;
  switch (node.kind) {
    case 'not':
      return js`!${expression(node.child, scope, reads)}`;
    case 'and':
    case 'or': {
      const parts = node.children.map((child) => expression(child, scope, reads));
      return js`(${CodeText.join(parts, node.kind === 'and' ? js` && ` : js` || `)})`;
    }
    case 'leaf':
      return leaf(node, scope, reads);
  }
}

function leaf(node: LeafNode, scope: CodeScope, reads: Reads): Code {
  const check = node.check;
  const left = reads.operand(node.left);
  if (node.right !== undefined) {
    const compare = (l: FieldValue | undefined, r: FieldValue | undefined): boolean =>
      l !== undefined && r !== undefined && compareOperandsOf(check, l, r);
    return js`${scope.constant(compare)}(${left}, ${reads.operand(node.right)})`;
  }
  if (check.op === 'exists') return js`(${left} !== undefined)`;
  const direct = inline(node, left, scope);
  if (direct !== undefined) return direct;
  const predicate = predicateOf(check, node.left.any);
  const test = (value: FieldValue | undefined): boolean => value !== undefined && predicate(value);
  return js`${scope.constant(test)}(${left})`;
}

/** Whether keeping the node's result costs less than evaluating it again. */
export function isWorthSharing(node: Node): boolean {
  if (node.kind === 'and' || node.kind === 'or') return true;
  return node.kind === 'leaf' && inlineOperator(node) === undefined;
}

/** The operator, where JavaScript has an expression for the comparison. */
function inlineOperator(node: LeafNode): Operator | undefined {
  const { check, left, right } = node;
  if (right !== undefined || left.any || check.list || check.modifier !== undefined) return undefined;
  if (check.left.kind === 'transform' || check.type.startsWith('DYN') || valueKind(check.type) === 'network')
    return undefined;
  if (ownComparison(check) !== undefined) return undefined;
  return INLINE.has(check.op) ? check.op : undefined;
}

const INLINE: ReadonlySet<Operator> = new Set<Operator>(['exists', '=', 'in', 'intersects', '<', '<=', '>', '>=']);

/** Comparisons that JavaScript has an expression for; a missing value (undefined) makes each of them false. */
function inline(node: LeafNode, value: Code, scope: CodeScope): Code | undefined {
  const { check } = node;
  if (inlineOperator(node) === undefined || check.right.kind !== 'values') return undefined;
  const values = check.right.values;
  const first = values[0];
  const constant = (): Code =>
    typeof first === 'number'
      ? js`${first}`
      : first === true
        ? js`true`
        : first === false
          ? js`false`
          : scope.constant(first);
  switch (check.op) {
    case '=':
      return js`(${value} === ${constant()})`;
    case 'in':
    case 'intersects':
      if (values.length === 0) return js`false`;
      if (values.length === 1) return js`(${value} === ${constant()})`;
      return js`${scope.constant(new Set(values as readonly FieldValue[]))}.has(${value})`;
    case '<':
      return js`(${value} < ${constant()})`;
    case '<=':
      return js`(${value} <= ${constant()})`;
    case '>':
      return js`(${value} > ${constant()})`;
    case '>=':
      return js`(${value} >= ${constant()})`;
    default:
      return undefined;
  }
}
