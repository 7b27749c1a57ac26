import type { Typed, ValueType } from '../check/typed.ts';
import type { FieldBinder } from './field-source.ts';
import { type Node, NodeBuilder, type OperandNode, operandsOf, scopeOf } from './nodes.ts';
import { valueKind } from './operators/predicate.ts';

/** A rule as the matcher sees it. `id` is what it reports. */
export interface PlanRule {
  readonly id: number;
  readonly condition: Typed;
}

/** A condition on one operand, and the rules (bits of the plan) that cannot match unless it holds. */
export interface StageFormula {
  readonly node: Node;
  readonly mask: Int32Array;
}

/** All conditions on one operand. */
export interface OperandStage {
  readonly operand: OperandNode;
  readonly formulas: readonly StageFormula[];
  /** Rules with a condition on the operand. */
  readonly mask: Int32Array;
}

/**
 * How the rules of one event type are decided. Each rule is a conjunction; most of its members look at one value only.
 * Rules are bits, and the stages strike out rules that one value rules out, cheapest first:
 * 1. `direct`: numbers and booleans, compared on the spot;
 * 2. `thread`: values that only depend on the thread, remembered per thread;
 * 3. `memo`: other values, remembered per value;
 * 4. `rest`: what is left of a rule, evaluated only for rules that survived.
 */
export interface Plan {
  readonly rules: readonly PlanRule[];
  /** 32-bit words that hold the rules' bits. */
  readonly words: number;
  readonly direct: readonly OperandStage[];
  readonly thread: readonly OperandStage[];
  readonly memo: readonly OperandStage[];
  /** Per rule; TRUE where the stages say it all. */
  readonly rest: readonly Node[];
  readonly operands: readonly OperandNode[];
  readonly nodeCount: number;
}

/** Most rules one plan takes: beyond, the masks outgrow the registers. */
export const MAX_PLAN_RULES = 1024;

/** Plans rules (in the order in which they are tried) for one event type. Rules that cannot match are left out. */
export function planRules<C>(rules: readonly PlanRule[], source: FieldBinder<C>, eventType: number): Plan {
  const builder = new NodeBuilder(source, eventType);
  const live: { rule: PlanRule; members: readonly Node[] }[] = [];
  for (const rule of rules) {
    const members = conjuncts(builder.build(rule.condition), builder);
    if (members !== undefined) live.push({ rule, members });
  }
  const words = Math.max(1, (live.length + 31) >> 5);
  const stages = new Map<OperandNode, Map<Node, Int32Array>>();
  const rest: Node[] = [];
  live.forEach(({ members }, bit) => {
    const byOperand = new Map<OperandNode, Node[]>();
    const others: Node[] = [];
    for (const member of members) {
      const operands = operandsOf(member);
      const only = operands.size === 1 ? ([...operands][0] as OperandNode) : undefined;
      if (only === undefined || !isStageable(only)) others.push(member);
      else byOperand.set(only, [...(byOperand.get(only) ?? []), member]);
    }
    for (const [operand, parts] of byOperand) {
      const node = builder.logic('and', parts);
      const formulas = stages.get(operand) ?? new Map<Node, Int32Array>();
      stages.set(operand, formulas);
      const mask = formulas.get(node) ?? new Int32Array(words);
      mask[bit >> 5] = (mask[bit >> 5] as number) | (1 << (bit & 31));
      formulas.set(node, mask);
    }
    rest.push(builder.logic('and', others));
  });
  const all = [...stages].map(([operand, formulas]) => stage(operand, formulas, words));
  const isDirect = (s: OperandStage): boolean => isNumeric(s.operand) && s.formulas.length <= 8;
  return {
    rules: live.map((l) => l.rule),
    words,
    direct: all.filter(isDirect).sort((a, b) => directCost(a) - directCost(b)),
    thread: all.filter((s) => !isDirect(s) && s.operand.of === 'thread'),
    memo: all.filter((s) => !isDirect(s) && s.operand.of !== 'thread').sort((a, b) => bits(b.mask) - bits(a.mask)),
    rest,
    operands: builder.operands,
    nodeCount: builder.nodeCount,
  };
}

function stage(operand: OperandNode, formulas: Map<Node, Int32Array>, words: number): OperandStage {
  const mask = new Int32Array(words);
  for (const m of formulas.values()) for (let w = 0; w < words; w++) mask[w] = (mask[w] as number) | (m[w] as number);
  return { operand, mask, formulas: [...formulas].map(([node, m]) => ({ node, mask: m })) };
}

/** Members of the conjunction, `not (a or b)` taken apart too; undefined where it can never hold. */
function conjuncts<C>(node: Node, builder: NodeBuilder<C>): readonly Node[] | undefined {
  const out: Node[] = [];
  const add = (n: Node): boolean => {
    if (n.kind === 'true') return true;
    if (n.kind === 'false') return false;
    if (n.kind === 'and') return n.children.every(add);
    if (n.kind === 'not' && n.child.kind === 'or') return n.child.children.every((c) => add(builder.not(c)));
    if (!out.includes(n)) out.push(n);
    return true;
  };
  return add(node) ? out : undefined;
}

function typeOf(operand: OperandNode): ValueType {
  return operand.operand.kind === 'field' ? operand.operand.info.type : operand.operand.type;
}

function isList(operand: OperandNode): boolean {
  return (
    operand.any ||
    (operand.operand.kind === 'field' ? operand.operand.info.flags.includes('IS_LIST') : operand.operand.list)
  );
}

/** Values that are one scalar: what can be compared on the spot or remembered by value. */
function isStageable(operand: OperandNode): boolean {
  return !isList(operand) && !typeOf(operand).startsWith('DYN');
}

function isNumeric(operand: OperandNode): boolean {
  const kind = valueKind(typeOf(operand));
  return kind === 'number' || kind === 'bool';
}

function bits(mask: Int32Array): number {
  let n = 0;
  for (const word of mask) for (let w = word; w !== 0; w &= w - 1) n++;
  return n;
}

/** Event flags before numbers, and those that more rules need first. */
function directCost(s: OperandStage): number {
  return (valueKind(typeOf(s.operand)) === 'bool' ? 0 : 100000) - bits(s.mask);
}

export { scopeOf };
