import type { Typed } from '../check/typed.ts';
import { generateMatch, type MatchFunction } from './codegen/match-function.ts';
import type { FieldSource } from './field-source.ts';
import { readsImpure } from './impure.ts';
import { interpret } from './interpret.ts';
import { MAX_PLAN_RULES, type PlanRule, planRules } from './plan.ts';
import { RuleLooks } from './rule-looks.ts';

/** A rule to be matched: `id` is reported, `eventTypes` are the types for which the condition can hold. */
export interface MatchableRule {
  readonly id: number;
  readonly condition: Typed;
  readonly eventTypes: readonly number[];
}

export interface CompileOptions {
  /** `rule_matching`: report the first matching rule of an event, or all of them. */
  readonly matching: 'first' | 'all';
  /** Walk the conditions instead of generating code: for tests and where code generation is forbidden. */
  readonly interpret?: boolean;
}

/** All rules by event type. Functions are made when the first event of their type comes. */
export class RuleMatcher<C> {
  /** Rules per event type, in the order in which they are tried. */
  private readonly byType: (readonly MatchableRule[] | undefined)[] = [];
  private readonly functions: (MatchFunction<C> | undefined)[] = [];
  /** By rule, where a rule is evaluated in order. */
  private readonly looks = new Map<number, RuleLooks<C>>();
  private readonly source: FieldSource<C>;
  private readonly options: CompileOptions;

  constructor(rules: readonly MatchableRule[], source: FieldSource<C>, options: CompileOptions) {
    this.source = source;
    this.options = options;
    const byType: MatchableRule[][] = [];
    for (const rule of rules) {
      for (const type of rule.eventTypes) {
        const list = byType[type];
        if (list === undefined) byType[type] = [rule];
        else list.push(rule);
      }
    }
    this.byType = byType;
  }

  /** Event types that some rule looks at. */
  eventTypes(): number[] {
    return this.byType.flatMap((rules, type) => (rules === undefined ? [] : [type]));
  }

  /** Rules that are tried on events of `type`. */
  ruleCount(type: number): number {
    return this.byType[type]?.length ?? 0;
  }

  /** The function for events of `type`; undefined where no rule can match them. */
  forType(type: number): MatchFunction<C> | undefined {
    const rules = this.byType[type];
    if (rules === undefined) return undefined;
    let match = this.functions[type];
    if (match === undefined) {
      const inOrder = rules.some((rule) => readsImpure(rule.condition, this.source, type));
      const walk = this.options.interpret === true || !canGenerate();
      match = inOrder ? this.ordered(rules, type) : walk ? this.interpreted(rules, type) : this.compiled(rules, type);
      this.functions[type] = match;
    }
    return match;
  }

  private interpreted(rules: readonly MatchableRule[], type: number): MatchFunction<C> {
    const { source } = this;
    const first = this.options.matching === 'first';
    return (ctx, out, at) => {
      let n = 0;
      for (const rule of rules) {
        if (!interpret(rule.condition, ctx, type, source)) continue;
        out[at + n++] = rule.id;
        if (first) return n;
      }
      return n;
    };
  }

  /** For events with impure fields: rules look at each field once, in order. */
  private ordered(rules: readonly MatchableRule[], type: number): MatchFunction<C> {
    const looks = rules.map((rule) => this.looksOf(rule));
    const first = this.options.matching === 'first';
    return (ctx, out, at) => {
      let n = 0;
      for (let i = 0; i < rules.length; i++) {
        const rule = rules[i] as MatchableRule;
        const look = looks[i] as RuleLooks<C>;
        look.begin();
        if (!interpret(rule.condition, ctx, type, look)) continue;
        out[at + n++] = rule.id;
        if (first) return n;
      }
      return n;
    };
  }

  private looksOf(rule: MatchableRule): RuleLooks<C> {
    let looks = this.looks.get(rule.id);
    if (looks === undefined) {
      looks = new RuleLooks(this.source);
      this.looks.set(rule.id, looks);
    }
    return looks;
  }

  private compiled(rules: readonly MatchableRule[], type: number): MatchFunction<C> {
    const first = this.options.matching === 'first';
    const parts: MatchFunction<C>[] = [];
    for (let i = 0; i < rules.length; i += MAX_PLAN_RULES) {
      const plan = planRules(rules.slice(i, i + MAX_PLAN_RULES) as readonly PlanRule[], this.source, type);
      if (plan.rules.length > 0) parts.push(generateMatch(plan, this.source, first, type));
    }
    const only = parts[0];
    if (only === undefined) return () => 0;
    if (parts.length === 1) return only;
    return (ctx, out, at) => {
      let n = 0;
      for (const part of parts) {
        n += part(ctx, out, at + n);
        if (first && n > 0) return n;
      }
      return n;
    };
  }
}

let generates: boolean | undefined;

/** False under `--disallow-code-generation-from-strings` and comparable policies. */
function canGenerate(): boolean {
  if (generates === undefined) {
    try {
      generates = new Function('return true')() as boolean;
    } catch {
      generates = false;
    }
  }
  return generates;
}
