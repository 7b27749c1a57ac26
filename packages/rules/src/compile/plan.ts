import type { Typed, ValueType } from '../check/typed.ts';
import type { FieldBinder, ValueKey } from './field-source.ts';
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

/** All conditions on one value, or on values that one key settles. */
export interface ValueStage {
  /** The value itself, or one of the operands that {@link key} settles. */
  readonly operand: OperandNode;
  readonly key: ValueKey<unknown> | undefined;
  readonly formulas: readonly StageFormula[];
  /** Rules with a condition in this stage. */
  readonly mask: Int32Array;
}

/**
 * How the rules of one event type are decided. Each rule is a conjunction; most of its members look at one value only.
 * Rules are bits, and the stages strike out rules that one value rules out, cheapest first:
 * 1. `direct`: numbers and booleans, compared on the spot;
 * 2. `thread`: what only depends on the thread, remembered per thread: by value where values come again (`thread`), else
 *    evaluated once per thread (`threadDirect`);
 * 3. `memo`: other values, remembered per value;
 * 4. `rest`: what is left of a rule, evaluated only for rules that survived.
 */
export interface Plan {
  readonly rules: readonly PlanRule[];
  /** 32-bit words that hold the rules' bits. */
  readonly words: number;
  readonly direct: readonly ValueStage[];
  readonly thread: readonly ValueStage[];
  readonly threadDirect: readonly StageFormula[];
  readonly memo: readonly ValueStage[];
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
  const stages = new Map<object, Map<Node, Int32Array>>();
  const rest: Node[] = [];
  live.forEach(({ members }, bit) => {
    const byHome = new Map<object, Node[]>();
    const others: Node[] = [];
    for (const member of members) {
      const home = homeOf(member);
      if (home === undefined) others.push(member);
      else byHome.set(home, [...(byHome.get(home) ?? []), member]);
    }
    for (const [home, parts] of byHome) {
      const formulas = stages.get(home) ?? new Map<Node, Int32Array>();
      stages.set(home, formulas);
      // What is evaluated once per thread is better shared between rules part by part.
      for (const node of home === THREAD ? parts : [builder.logic('and', parts)]) {
        const mask = formulas.get(node) ?? new Int32Array(words);
        mask[bit >> 5] = (mask[bit >> 5] as number) | (1 << (bit & 31));
        formulas.set(node, mask);
      }
    }
    rest.push(builder.logic('and', others));
  });
  const threadDirect = formulasOf(stages.get(THREAD) ?? new Map());
  stages.delete(THREAD);
  const all = [...stages.values()].map((formulas) => stage(formulas, words));
  const isDirect = (s: ValueStage): boolean => s.key === undefined && isNumeric(s.operand) && s.formulas.length <= 8;
  const others = all.filter((s) => !isDirect(s));
  return {
    rules: live.map((l) => l.rule),
    words,
    direct: all.filter(isDirect).sort((a, b) => directCost(a) - directCost(b)),
    thread: others.filter((s) => s.operand.of === 'thread'),
    threadDirect,
    memo: others.filter((s) => s.operand.of !== 'thread').sort((a, b) => bits(b.mask) - bits(a.mask)),
    rest,
    operands: builder.operands,
    nodeCount: builder.nodeCount,
  };
}

/** Home of conditions that only depend on the thread but not on one value that comes again. */
const THREAD = {};

/**
 * Where a member of a conjunction is decided: the key or operand that settles it alone, {@link THREAD}, or undefined for
 * what has to wait until everything else held.
 */
function homeOf(member: Node): object | undefined {
  const operands = [...operandsOf(member)];
  const first = operands[0];
  if (first === undefined) return undefined;
  const single = operands.length === 1 && isScalar(first) && (!first.unique || first.of === 'thread');
  if (single && first.key === undefined) return first;
  const key = first.key;
  if (key !== undefined && !first.unique && operands.every((o) => o.key === key && isScalar(o))) return key;
  return scopeOf(operands) === 'thread' ? THREAD : undefined;
}

function formulasOf(formulas: ReadonlyMap<Node, Int32Array>): StageFormula[] {
  return [...formulas].map(([node, mask]) => ({ node, mask }));
}

function stage(formulas: ReadonlyMap<Node, Int32Array>, words: number): ValueStage {
  const mask = new Int32Array(words);
  for (const m of formulas.values()) for (let w = 0; w < words; w++) mask[w] = (mask[w] as number) | (m[w] as number);
  const [first] = formulas.keys();
  const [operand] = operandsOf(first as Node);
  return { operand: operand as OperandNode, key: (operand as OperandNode).key, mask, formulas: formulasOf(formulas) };
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
function isScalar(operand: OperandNode): boolean {
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
function directCost(s: ValueStage): number {
  return (valueKind(typeOf(s.operand)) === 'bool' ? 0 : 100000) - bits(s.mask);
}
