import type { Typed, ValueType } from '../check/typed.ts';
import type { FieldBinder, Scope, ValueKey } from './field-source.ts';
import { type Node, NodeBuilder, type OperandNode, operandsOf, TRUE } from './nodes.ts';
import { widest } from './operand.ts';
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
  /** The widest scope of all values compared here. */
  readonly of: Scope;
  /** Rules with a condition in this stage. */
  readonly mask: Int32Array;
}

/**
 * How the rules of one event type are decided. Each rule is a conjunction; most of its members look at one value only.
 * Rules are bits. Stages strike out rules that one value rules out, and the plan ends as soon as no rule is left:
 * - `inline`: few conditions, compared on the spot;
 * - `thread`: values that only depend on the thread: what they let pass is remembered per thread;
 * - `memo`: what other values let pass is remembered per value;
 * - `scan`: many conditions on values that hardly ever come again: one pass over the value finds those that matter.
 * What is left of a rule is its `rest`, evaluated only for rules that survived all stages.
 */
export interface Plan {
  readonly rules: readonly PlanRule[];
  /** 32-bit words that hold the rules' bits. */
  readonly words: number;
  /** In the order in which they run. */
  readonly stages: readonly Stage[];
  /** Per rule; TRUE where the stages say it all. */
  readonly rest: readonly Node[];
  readonly operands: readonly OperandNode[];
  readonly nodeCount: number;
}

export type Stage =
  | { readonly kind: 'inline' | 'memo' | 'scan'; readonly stage: ValueStage }
  | { readonly kind: 'thread'; readonly stages: readonly ValueStage[] };

/** As many conditions on a value are compared one by one; more are worth a look-up. */
const FEW = 4;
/** The same for numbers and booleans, which compare faster. */
const FEW_NUMBERS = 8;
/** Share of the rules from which on a remembered value is asked before the thread. */
const MOST = 0.6;

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
  const homes = new Homes();
  const stages = new Map<object, Map<Node, Int32Array>>();
  const rest: Node[] = [];
  live.forEach(({ members }, bit) => {
    const byHome = new Map<object, Node[]>();
    const others: Node[] = [];
    for (const member of members) {
      const home = homes.of(member);
      if (home === undefined) others.push(member);
      else push(byHome, home, member);
    }
    const left = builder.logic('and', others);
    for (const home of homesIn(left)) {
      const implied = project(left, home, homes, builder);
      if (implied.kind !== 'true') push(byHome, home, implied);
    }
    for (const [home, parts] of byHome) {
      const formulas = stages.get(home) ?? new Map<Node, Int32Array>();
      stages.set(home, formulas);
      const node = builder.logic('and', parts);
      const mask = formulas.get(node) ?? new Int32Array(words);
      mask[bit >> 5] = (mask[bit >> 5] as number) | (1 << (bit & 31));
      formulas.set(node, mask);
    }
    rest.push(left);
  });
  return {
    rules: live.map((l) => l.rule),
    words,
    stages: order(
      [...stages.values()].map((formulas) => stage(formulas, words)),
      live.length,
    ),
    rest,
    operands: builder.operands,
    nodeCount: builder.nodeCount,
  };
}

function push(into: Map<object, Node[]>, home: object, node: Node): void {
  const known = into.get(home);
  if (known === undefined) into.set(home, [node]);
  else known.push(node);
}

/** Cheap stages that strike out many rules first. */
function order(all: readonly ValueStage[], rules: number): readonly Stage[] {
  const numbers: ValueStage[] = [];
  const thread: ValueStage[] = [];
  const first: ValueStage[] = [];
  const then: ValueStage[] = [];
  const last: ValueStage[] = [];
  for (const s of all) {
    if (isNumeric(s.operand) && s.formulas.length <= FEW_NUMBERS && !s.operand.unique) numbers.push(s);
    else if (s.operand.unique) last.push(s);
    else if (s.of === 'thread') thread.push(s);
    else if (s.of === 'event' && bits(s.mask) >= MOST * rules) first.push(s);
    else then.push(s);
  }
  const byRules = (a: ValueStage, b: ValueStage): number => bits(b.mask) - bits(a.mask);
  const kindOf = (s: ValueStage): Stage => ({ kind: isWorthRemembering(s) ? 'memo' : 'inline', stage: s });
  return [
    ...numbers.sort((a, b) => directCost(a) - directCost(b)).map((s): Stage => ({ kind: 'inline', stage: s })),
    ...first.sort(byRules).map(kindOf),
    // A row per thread pays where it stands for many conditions.
    ...(thread.some(isWorthRemembering)
      ? [{ kind: 'thread', stages: thread.sort(byRules) } as const]
      : thread.sort(byRules).map(kindOf)),
    ...then.sort(byRules).map(kindOf),
    ...last.sort(byRules).map((s): Stage => ({ kind: s.formulas.length <= 3 * FEW ? 'inline' : 'scan', stage: s })),
  ];
}

/** Whether looking up a value costs less than its conditions do. */
export function isWorthRemembering(stage: ValueStage): boolean {
  if (stage.formulas.length > FEW) return true;
  // What has to be made first is worth remembering even for one condition.
  return stage.formulas.some(({ node }) => [...operandsOf(node)].some((operand) => operand.derived));
}

/**
 * Where nodes are decided: the key or operand that settles a node alone, or undefined for what depends on several and has
 * to wait until everything else held. Nodes are shared between rules, so answers are kept.
 */
class Homes {
  private readonly known = new Map<Node, object | undefined>();

  of(node: Node): object | undefined {
    if (node.kind === 'true' || node.kind === 'false') return undefined;
    if (!this.known.has(node)) this.known.set(node, this.find(node));
    return this.known.get(node);
  }

  private find(node: Exclude<Node, { kind: 'true' | 'false' }>): object | undefined {
    if (node.kind === 'not') return this.of(node.child);
    if (node.kind === 'leaf') {
      const home = operandHome(node.left);
      return node.right === undefined || operandHome(node.right) === home ? home : undefined;
    }
    const home = this.of(node.children[0] as Node);
    return home !== undefined && node.children.every((child) => this.of(child) === home) ? home : undefined;
  }
}

function operandHome(operand: OperandNode): object | undefined {
  if (!isScalar(operand)) return undefined;
  return operand.key === undefined || operand.unique ? operand : operand.key;
}

/** Homes of a rule's rest that may rule it out early: not those of values that have to be read anew each time. */
function homesIn(node: Node): Set<object> {
  const homes = new Set<object>();
  for (const operand of operandsOf(node)) {
    const home = operand.unique ? undefined : operandHome(operand);
    if (home !== undefined) homes.add(home);
  }
  return homes;
}

/**
 * What has to hold of one home's values for the node to hold, whatever all other values are: comparisons of others are
 * taken to go either way. `(name in A and X) or (name in B and Y)` needs `name in A or name in B`.
 */
function project<C>(node: Node, home: object, homes: Homes, builder: NodeBuilder<C>, positive = true): Node {
  switch (node.kind) {
    case 'true':
    case 'false':
      return positive ? node : builder.not(node);
    case 'not':
      return project(node.child, home, homes, builder, !positive);
    case 'leaf':
      if (homes.of(node) !== home) return TRUE;
      return positive ? node : builder.not(node);
    case 'and':
    case 'or': {
      const kind = positive === (node.kind === 'and') ? 'and' : 'or';
      const parts: Node[] = [];
      for (const child of node.children) {
        const part = project(child, home, homes, builder, positive);
        if (kind === 'or' && part.kind === 'true') return part;
        parts.push(part);
      }
      return builder.logic(kind, parts);
    }
  }
}

function formulasOf(formulas: ReadonlyMap<Node, Int32Array>): StageFormula[] {
  return [...formulas].map(([node, mask]) => ({ node, mask }));
}

function stage(formulas: ReadonlyMap<Node, Int32Array>, words: number): ValueStage {
  const mask = new Int32Array(words);
  for (const m of formulas.values()) for (let w = 0; w < words; w++) mask[w] = (mask[w] as number) | (m[w] as number);
  const operands = new Set<OperandNode>();
  for (const node of formulas.keys()) operandsOf(node, operands);
  const [operand] = operands;
  const { key } = operand as OperandNode;
  const of = [...operands].map((o) => o.of).reduce(widest);
  return { operand: operand as OperandNode, key, of, mask, formulas: formulasOf(formulas) };
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
