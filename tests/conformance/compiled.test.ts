import { openReplay, walkReplay } from '@saker/cli/replay/replay-session.ts';
import { ENGINE_FIELDS } from '@saker/engine/match/engine-fields.ts';
import { type MatchableRule, RuleMatcher } from '@saker/rules/compile/compile-rules.ts';
import { readsImpure } from '@saker/rules/compile/impure.ts';
import { interpret } from '@saker/rules/compile/interpret.ts';
import { describe, expect } from 'vitest';
import { CAPTURES, conformance, referencePath } from './reference.ts';
import { rulesOf } from './replay.ts';

/** How many rules are compiled together: few, so that values are compared on the spot, and many, so that they are remembered. */
const GROUP_SIZES: readonly number[] = [8, 64, 1000];

describe('compiled conditions match what the interpreter matches', () => {
  for (const capture of CAPTURES.length > 0 ? ['dev-seed', 'single_ipv6_conn'] : ['two captures']) {
    conformance('compiled', capture, () => compareWithInterpreter(capture));
  }
});

/** Conditions that are compiled: no event of theirs has a field that has to be looked at in order. */
function pureRules(): readonly MatchableRule[] {
  const rules = rulesOf([referencePath('captures', 'conditions', 'conditions.yaml')]);
  return rules
    .map((rule, id) => ({ id, condition: rule.typed, eventTypes: rule.eventTypes }))
    .filter(({ condition, eventTypes }) => !eventTypes.some((type) => readsImpure(condition, ENGINE_FIELDS, type)));
}

async function compareWithInterpreter(capture: string): Promise<string[]> {
  const rules = pureRules();
  expect(rules.length).toBeGreaterThan(800);
  const groups = GROUP_SIZES.flatMap((size) =>
    Array.from({ length: Math.ceil(rules.length / size) }, (_, i) => rules.slice(i * size, (i + 1) * size)),
  ).map((group) => ({ group, matcher: new RuleMatcher(group, ENGINE_FIELDS, { matching: 'all' }) }));
  const path = referencePath('captures', `${capture}.scap`);
  // State only: the rules' own matchers are asked event by event.
  const session = openReplay(path, { rules: [], matching: 'all', maxThreads: 262144, hostname: 'test' });
  if ('error' in session) throw new Error(session.error);
  const { ctx, engine } = session;
  const byType = new Map<number, readonly MatchableRule[]>();
  const out = new Int32Array(rules.length);
  const differences: string[] = [];
  let seen = 0;
  await walkReplay(session, () => {
    // Events that only change the state never reach rules.
    if (engine.seen === seen) return true;
    seen = engine.seen;
    const { type, num } = ctx.evt;
    let tried = byType.get(type);
    if (tried === undefined) {
      tried = rules.filter((rule) => rule.eventTypes.includes(type));
      byType.set(type, tried);
    }
    const expected = new Set<number>();
    for (const rule of tried) if (interpret(rule.condition, ctx, type, ENGINE_FIELDS)) expected.add(rule.id);
    for (const { group, matcher } of groups) {
      const count = matcher.forType(type)?.(ctx, out, 0) ?? 0;
      const found = out.subarray(0, count).join();
      const wanted = group.filter(({ id }) => expected.has(id)).map(({ id }) => id);
      if (found !== wanted.join())
        differences.push(`event ${num}, ${group.length} rules: expected ${wanted}, got ${found}`);
    }
    return true;
  });
  expect(seen).toBeGreaterThan(0);
  return differences;
}
