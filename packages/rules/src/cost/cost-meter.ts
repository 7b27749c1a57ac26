import type { Typed, TypedCheck } from '../check/typed.ts';
import { type MatchableRule, RuleMatcher } from '../compile/compile-rules.ts';
import type { FieldSource } from '../compile/field-source.ts';
import { interpretCheck } from '../compile/interpret.ts';

/** What one comparison of a rule costs. */
export interface CheckCost {
  readonly check: TypedCheck;
  /** Sampled events on which the rule, read from left to right, comes to this comparison. */
  reached: number;
  held: number;
  /** Mean ns of one evaluation by itself, nothing remembered. */
  nsPerEvaluation: number;
}

/** What one rule costs, alone. */
export interface RuleCost {
  readonly id: number;
  /** Events of the rule's types. */
  events: number;
  /** Of those, how many were timed. */
  sampled: number;
  /** Sampled events on which it matched. */
  matched: number;
  /** Mean ns of one event of the rule's types, as compiled, with what the matcher remembers. */
  nsPerEvent: number;
  readonly checks: readonly CheckCost[];
}

/** Times each rule is run on a sampled event: enough to see nanoseconds with a clock of tens of them. */
const REPEATS = 16;

/**
 * Measures rules on a stream of events by sampling: every `every`-th event of a type is given to each of its rules alone,
 * compiled, and to each of their comparisons. Times are estimates: quote ratios.
 */
export class CostMeter<C> {
  private readonly rules: readonly MeteredRule<C>[];
  private readonly byType: (MeteredRule<C>[] | undefined)[] = [];
  private readonly counts: number[] = [];
  private readonly source: FieldSource<C>;
  private readonly now: () => number;
  private readonly every: number;
  private readonly out = new Int32Array(4);

  /** @param now a clock in ns */
  constructor(rules: readonly MatchableRule[], source: FieldSource<C>, now: () => number, every = 17) {
    this.source = source;
    this.now = now;
    this.every = every;
    this.rules = rules.map((rule) => ({
      rule,
      matcher: new RuleMatcher([rule], source, { matching: 'all' }),
      ns: 0,
      cost: { id: rule.id, events: 0, sampled: 0, matched: 0, nsPerEvent: 0, checks: checksIn(rule.condition) },
    }));
    for (const metered of this.rules) {
      for (const type of metered.rule.eventTypes) {
        let list = this.byType[type];
        if (list === undefined) {
          list = [];
          this.byType[type] = list;
        }
        list.push(metered);
      }
    }
  }

  /** To be called for every event that rules see. */
  event(ctx: C, type: number): void {
    const list = this.byType[type];
    if (list === undefined) return;
    const n = (this.counts[type] ?? 0) + 1;
    this.counts[type] = n;
    const sampled = n % this.every === 1 % this.every;
    for (const metered of list) {
      metered.cost.events++;
      if (sampled) this.sample(metered, ctx, type);
    }
  }

  private sample(metered: MeteredRule<C>, ctx: C, type: number): void {
    const { cost } = metered;
    const match = metered.matcher.forType(type);
    if (match === undefined) return;
    let hits = match(ctx, this.out, 0);
    const start = this.now();
    for (let i = 0; i < REPEATS; i++) hits += match(ctx, this.out, 0);
    metered.ns += (this.now() - start) / REPEATS;
    cost.sampled++;
    if (hits > 0) cost.matched++;
    this.walk(metered.rule.condition, cost.checks, ctx, type);
  }

  /** Evaluates as the condition reads, timing each comparison that is reached. */
  private walk(condition: Typed, checks: readonly CheckCost[], ctx: C, type: number): boolean {
    switch (condition.kind) {
      case 'const':
        return condition.value;
      case 'not':
        return !this.walk(condition.child, checks, ctx, type);
      case 'and':
        return condition.children.every((child) => this.walk(child, checks, ctx, type));
      case 'or':
        return condition.children.some((child) => this.walk(child, checks, ctx, type));
      case 'check': {
        const start = this.now();
        const { result } = interpretCheck(condition, ctx, type, this.source);
        const ns = this.now() - start;
        const cost = checks.find((c) => c.check === condition);
        if (cost !== undefined) {
          cost.nsPerEvaluation += (ns - cost.nsPerEvaluation) / ++cost.reached;
          if (result) cost.held++;
        }
        return result;
      }
    }
  }

  /** Costs so far, the rule that took most time first. */
  report(): readonly RuleCost[] {
    for (const { cost, ns } of this.rules) cost.nsPerEvent = cost.sampled === 0 ? 0 : ns / cost.sampled;
    return this.rules.map((r) => r.cost).sort((a, b) => b.nsPerEvent * b.events - a.nsPerEvent * a.events);
  }
}

interface MeteredRule<C> {
  readonly rule: MatchableRule;
  readonly matcher: RuleMatcher<C>;
  ns: number;
  readonly cost: RuleCost;
}

/** The comparisons of a condition in the order of the text, each once. */
function checksIn(condition: Typed): CheckCost[] {
  const found = new Set<TypedCheck>();
  const seen = new Set<Typed>();
  const walk = (node: Typed): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'check') found.add(node);
    else if (node.kind === 'not') walk(node.child);
    else if (node.kind === 'and' || node.kind === 'or') node.children.forEach(walk);
  };
  walk(condition);
  return [...found].map((check) => ({ check, reached: 0, held: 0, nsPerEvaluation: 0 }));
}
