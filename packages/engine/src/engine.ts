// HOT: allocation-free per event; bench: bench/replay
import type { MatchFunction } from '@saker/rules/compile/codegen/match-function.ts';
import { RuleMatcher } from '@saker/rules/compile/compile-rules.ts';
import type { LoadedRule } from '@saker/rules/load/rule-set.ts';
import { PPME_ASYNCEVENT_E } from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import type { EventContext } from './fields/event-context.ts';
import { ENGINE_FIELDS } from './match/engine-fields.ts';
import { HIDDEN } from './state/event-traits.ts';

/** Event types are 16 bits, and the table is far smaller. */
const TYPES = 1024;

/** Pairs of rule and event type that are compiled at the start; beyond, each type when its first event comes. */
const EAGER_WORK = 5000;

export interface EngineOptions {
  /** `rule_matching`: alert on the first rule that matches an event, or on all of them. */
  readonly matching: 'first' | 'all';
  /** Walk conditions instead of running generated code. */
  readonly interpret?: boolean;
}

/**
 * State and rules together: what happens to one event. The owner moves the event view of {@link ctx} to the next event
 * and calls {@link process}; afterwards the first entries of {@link matches} are indexes into {@link rules}, in the order
 * in which rules are tried, and `ctx` is what outputs are formatted from until the next event.
 */
export class Engine {
  readonly ctx: EventContext;
  /** The rules that run. */
  readonly rules: readonly LoadedRule[];
  readonly matches: Int32Array;
  /** Events that rules saw. */
  seen: number;
  private readonly matcher: RuleMatcher<EventContext>;
  private readonly functions: (MatchFunction<EventContext> | undefined)[];
  private readonly asked: Uint8Array;
  /** Time of the event that rules saw last. */
  private seenTsHi: number;
  private seenTsLo: number;

  /** @param rules what selection left enabled, in the order in which they are tried */
  constructor(ctx: EventContext, rules: readonly LoadedRule[], options: EngineOptions) {
    this.ctx = ctx;
    this.rules = rules;
    this.matches = new Int32Array(Math.max(1, rules.length));
    this.seen = 0;
    this.matcher = new RuleMatcher(
      rules.map((rule, id) => ({ id, condition: rule.typed, eventTypes: triedOn(rule) })),
      ENGINE_FIELDS,
      options,
    );
    this.functions = new Array<MatchFunction<EventContext> | undefined>(TYPES).fill(undefined);
    this.asked = new Uint8Array(TYPES);
    this.prepare();
    this.seenTsHi = 0;
    this.seenTsLo = 0;
  }

  /** Updates the state with the current event and matches it. Returns how many rules match. */
  process(): number {
    const ctx = this.ctx;
    const evt = ctx.evt;
    ctx.begin();
    if (!ctx.state.apply(ctx)) return 0;
    this.seen++;
    ctx.lastTsHi = this.seenTsHi;
    ctx.lastTsLo = this.seenTsLo;
    this.seenTsHi = evt.tsHi;
    this.seenTsLo = evt.tsLo;
    const type = evt.type;
    let match = this.functions[type];
    if (match === undefined) {
      if (this.asked[type] === 1) return 0;
      match = this.compile(type);
      if (match === undefined) return 0;
    }
    return match(ctx, this.matches, 0);
  }

  /** Compiles for the event types of today, so that their first events do not wait; unless that is very much work. */
  private prepare(): void {
    const types = this.matcher.eventTypes().filter(isCurrent);
    let work = 0;
    for (const type of types) work += this.matcher.ruleCount(type);
    if (work > EAGER_WORK) return;
    for (const type of types) this.compile(type);
  }

  private compile(type: number): MatchFunction<EventContext> | undefined {
    this.asked[type] = 1;
    const match = this.matcher.forType(type);
    this.functions[type] = match;
    return match;
  }
}

/** Falco tries every rule on asynchronous events too, whatever types its condition asks for. */
function triedOn(rule: LoadedRule): readonly number[] {
  return rule.eventTypes.includes(PPME_ASYNCEVENT_E) ? rule.eventTypes : [...rule.eventTypes, PPME_ASYNCEVENT_E];
}

/** Types that today's captures have and rules see. */
function isCurrent(type: number): boolean {
  const event = EVENTS[type];
  if (event === undefined || event.flags.includes('EF_OLD_VERSION') || event.flags.includes('EF_UNUSED')) return false;
  return HIDDEN[type] === 0 && type !== PPME_ASYNCEVENT_E;
}
