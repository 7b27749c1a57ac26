import type { NetConstant, Typed, TypedCheck, TypedOperand } from '../check/typed.ts';
import type { Bound, Extract, FieldBinder, FieldValue, Scope, ValueKey } from './field-source.ts';
import { compareOperandsOf, predicateOf } from './interpret.ts';
import { bindOperand } from './operand.ts';
import { countsFirstOnly } from './operators/elementwise.ts';
import { forEventType } from './operators/raw-argument.ts';

/**
 * Conditions of all rules of one event type as one graph: whatever the event type decides is folded away, and equal parts
 * of different rules are the same node.
 */
export type Node = TrueNode | FalseNode | LeafNode | NotNode | LogicNode;

export interface TrueNode {
  readonly kind: 'true';
}
export interface FalseNode {
  readonly kind: 'false';
}
/** A comparison that has to be made. */
export interface LeafNode {
  readonly kind: 'leaf';
  readonly id: number;
  readonly check: TypedCheck;
  readonly left: OperandNode;
  /** Where the right side is a field or transformer. */
  readonly right?: OperandNode;
}
export interface NotNode {
  readonly kind: 'not';
  readonly id: number;
  readonly child: Node;
}
export interface LogicNode {
  readonly kind: 'and' | 'or';
  readonly id: number;
  readonly children: readonly Node[];
}

/** A value that has to be read, once per event however many comparisons use it. */
export interface OperandNode {
  readonly id: number;
  readonly operand: TypedOperand;
  readonly extract: Extract<unknown>;
  readonly of: Scope;
  /** Several values of its own; a comparison holds if it holds for one of them. */
  readonly any: boolean;
  readonly unique: boolean;
  /** What settles the value; one object per key id. Absent: the value itself. */
  readonly key: ValueKey<unknown> | undefined;
  /** Has to be made out of the key, which is cheaper to read. */
  readonly derived: boolean;
}

export const TRUE: TrueNode = { kind: 'true' };
export const FALSE: FalseNode = { kind: 'false' };

type Read<C> = Bound<C> & { readonly kind: 'read' };

/** Makes the graph for one event type. */
export class NodeBuilder<C> {
  private readonly source: FieldBinder<C>;
  private readonly eventType: number;
  private readonly byTyped = new Map<Typed, Node>();
  private readonly byKey = new Map<string, Node>();
  private readonly keys = new Map<string, ValueKey<unknown>>();
  private readonly operandsByKey = new Map<string, OperandNode | { readonly constant: FieldValue | undefined }>();
  nodeCount = 0;
  readonly operands: OperandNode[] = [];

  constructor(source: FieldBinder<C>, eventType: number) {
    this.source = source;
    this.eventType = eventType;
  }

  build(typed: Typed): Node {
    let node = this.byTyped.get(typed);
    if (node === undefined) {
      node = this.make(typed);
      this.byTyped.set(typed, node);
    }
    return node;
  }

  private make(typed: Typed): Node {
    switch (typed.kind) {
      case 'const':
        return typed.value ? TRUE : FALSE;
      case 'not':
        return this.not(this.build(typed.child));
      case 'and':
      case 'or':
        return this.logic(
          typed.kind,
          typed.children.map((child) => this.build(child)),
        );
      case 'check':
        return this.check(typed);
    }
  }

  not(child: Node): Node {
    if (child.kind === 'true') return FALSE;
    if (child.kind === 'false') return TRUE;
    if (child.kind === 'not') return child.child;
    return this.unique(`!${child.id}`, (id) => ({ kind: 'not', id, child }));
  }

  logic(kind: 'and' | 'or', parts: readonly Node[]): Node {
    const neutral = kind === 'and' ? 'true' : 'false';
    const absorbing = kind === 'and' ? FALSE : TRUE;
    const found = new Set<Exclude<Node, TrueNode | FalseNode>>();
    const add = (node: Node): boolean => {
      if (node.kind === neutral) return true;
      if (node.kind === absorbing.kind) return false;
      if (node.kind === kind) return (node as LogicNode).children.every(add);
      found.add(node as Exclude<Node, TrueNode | FalseNode>);
      return true;
    };
    if (!parts.every(add)) return absorbing;
    const children = [...found];
    if (children.length === 0) return kind === 'and' ? TRUE : FALSE;
    if (children.length === 1) return children[0] as Node;
    const key = `${kind === 'and' ? '&' : '|'}${children
      .map((c) => c.id)
      .sort((a, b) => a - b)
      .join()}`;
    return this.unique(key, (id) => ({ kind, id, children }));
  }

  private check(written: TypedCheck): Node {
    const check = forEventType(written, this.eventType);
    if (isImpossible(check)) return FALSE;
    const left = this.operand(check.left);
    if ('constant' in left && left.constant === undefined) return FALSE;
    if (check.right.kind === 'operand') {
      const right = this.operand(check.right.operand);
      if ('constant' in right) {
        if (right.constant === undefined) return FALSE;
        if ('constant' in left) {
          return compareOperandsOf(check, left.constant as FieldValue, right.constant) ? TRUE : FALSE;
        }
      }
      const leftNode = this.materialise(check.left, left);
      const rightNode = this.materialise(check.right.operand, right);
      return this.unique(`${leftNode.id} ${check.op} val ${rightNode.id} ${check.list}`, (id) => ({
        kind: 'leaf',
        id,
        check,
        left: leftNode,
        right: rightNode,
      }));
    }
    if ('constant' in left) {
      return predicateOf(check, false)(left.constant as FieldValue) ? TRUE : FALSE;
    }
    return this.unique(`${left.id} ${comparisonKey(check)}`, (id) => ({ kind: 'leaf', id, check, left }));
  }

  private operand(operand: TypedOperand): OperandNode | { readonly constant: FieldValue | undefined } {
    const key = operandKey(operand);
    let known = this.operandsByKey.get(key);
    if (known === undefined) {
      const bound = bindOperand(operand, this.source, this.eventType);
      if (bound.kind === 'never') known = { constant: undefined };
      else if (bound.kind === 'const') known = { constant: bound.value };
      else known = this.addOperand(operand, bound);
      this.operandsByKey.set(key, known);
    }
    return known;
  }

  private materialise(
    operand: TypedOperand,
    known: OperandNode | { readonly constant: FieldValue | undefined },
  ): OperandNode {
    if (!('constant' in known)) return known;
    const value = known.constant;
    return this.addOperand(operand, { kind: 'read', extract: () => value, of: 'thread' });
  }

  private addOperand(operand: TypedOperand, bound: Read<C>): OperandNode {
    let key = bound.key as ValueKey<unknown> | undefined;
    if (key !== undefined) {
      const known = this.keys.get(key.id);
      if (known === undefined) this.keys.set(key.id, key);
      else key = known;
    }
    const node: OperandNode = {
      id: this.operands.length,
      operand,
      extract: bound.extract as Extract<unknown>,
      of: bound.of,
      any: bound.any === true,
      unique: bound.unique === true,
      key,
      derived: key !== undefined && bound.isKey !== true,
    };
    this.operands.push(node);
    return node;
  }

  private unique<N extends Node>(key: string, make: (id: number) => N): Node {
    let node = this.byKey.get(key);
    if (node === undefined) {
      node = make(this.nodeCount++);
      this.byKey.set(key, node);
    }
    return node;
  }
}

/** `evt.num = 0`, the usual way to write "never": events are numbered from 1. */
function isImpossible(check: TypedCheck): boolean {
  const { left, op, right, modifier } = check;
  if (left.kind !== 'field' || left.info.name !== 'evt.num' || modifier !== undefined || right.kind !== 'values')
    return false;
  return (op === '=' || op === 'in') && right.values.every((v) => v === 0);
}

/** Operands a node reads, each once. */
export function operandsOf(node: Node, into: Set<OperandNode> = new Set()): Set<OperandNode> {
  switch (node.kind) {
    case 'leaf':
      into.add(node.left);
      if (node.right !== undefined) into.add(node.right);
      break;
    case 'not':
      operandsOf(node.child, into);
      break;
    case 'and':
    case 'or':
      for (const child of node.children) operandsOf(child, into);
      break;
  }
  return into;
}

function operandKey(operand: TypedOperand): string {
  if (operand.kind === 'field')
    return `${operand.info.name}[${operand.arg ?? ''}]${operand.arg === undefined ? '-' : ''}`;
  const args = operand.args.map((a): string => {
    if (a.kind === 'value') return JSON.stringify(a.value);
    if (a.kind === 'list')
      return `(${a.items.map((i) => (i.kind === 'value' ? JSON.stringify(i.value) : operandKey(i))).join()})`;
    return operandKey(a);
  });
  return `${operand.name}(${args.join()})[${operand.arg ?? ''}]`;
}

const comparisonKeys = new WeakMap<TypedCheck, string>();

/** Equal keys: the same comparison with the same constants. */
function comparisonKey(check: TypedCheck): string {
  let key = comparisonKeys.get(check);
  if (key === undefined) {
    const values = check.right.kind === 'values' ? check.right.values.map(constantKey) : [];
    const set = check.op === 'in' || check.op === 'intersects' || check.op === 'pmatch' || check.modifier !== undefined;
    if (set && check.modifier !== 'oneof' && !countsFirstOnly(check)) values.sort();
    key = `${check.op} ${check.modifier ?? ''} ${check.type} ${check.list} ${values.join(' ')}`;
    comparisonKeys.set(check, key);
  }
  return key;
}

function constantKey(value: number | bigint | boolean | string | NetConstant): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'object') return `${JSON.stringify(value.address)}/${value.bits}`;
  return typeof value === 'bigint' ? `${value}n` : String(value);
}
