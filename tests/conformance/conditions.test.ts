import { describe } from 'vitest';
import { CAPTURES, conformance, referenceNames, referencePath, referenceText } from './reference.ts';
import { matchesOf, rulesOf } from './replay.ts';

describe('which events 833 conditions match', () => {
  for (const capture of CAPTURES.length > 0 ? CAPTURES : ['all captures']) {
    conformance('conditions', capture, () => compareMatches(capture));
  }
});

interface Expected {
  readonly rules: Readonly<Record<string, string>>;
}

async function compareMatches(capture: string): Promise<string[]> {
  const names = referenceNames('captures', 'conditions', 'expected');
  const file = names.find((name) => name === `${capture}.json` || name === `${capture}.json.gz`);
  if (file === undefined) return [`there is nothing to compare ${capture} with`];
  const expected = (JSON.parse(referenceText('captures', 'conditions', 'expected', file)) as Expected).rules;
  const rules = rulesOf([referencePath('captures', 'conditions', 'conditions.yaml')]);
  const found = new Map<string, number[]>(rules.map((rule) => [rule.name, []]));
  await matchesOf(referencePath('captures', `${capture}.scap`), rules, 'all', (rule, num) =>
    found.get(rule.name)?.push(num),
  );
  const differences: string[] = [];
  for (const [name, events] of found) {
    const runs = runsOf(events);
    if (runs !== (expected[name] ?? ''))
      differences.push(`${name}: expected ${expected[name] ?? 'nothing'}, got ${runs}`);
  }
  return differences;
}

/** `12,15-20` */
function runsOf(events: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < events.length; ) {
    let end = i;
    while (events[end + 1] === (events[end] as number) + 1) end++;
    parts.push(end === i ? String(events[i]) : `${events[i]}-${events[end]}`);
    i = end + 1;
  }
  return parts.join(',');
}
