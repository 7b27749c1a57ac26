import { describe } from 'vitest';
import { CAPTURES, conformance, referencePath, referenceText, STOCK_RULES } from './reference.ts';
import { alertsOf, rulesOf } from './replay.ts';

const OWN = (name: string) => referencePath('captures', 'rules', name);

const SETS: readonly (readonly [set: string, rules: readonly string[], matching: 'first' | 'all'])[] = [
  ['alerts', STOCK_RULES, 'first'],
  ['alerts-all', STOCK_RULES, 'all'],
  ['alerts-enabled', [...STOCK_RULES, OWN('enable-all.yaml')], 'all'],
  ['webfetch', [OWN('web-fetch.yaml')], 'first'],
];

for (const [set, rules, matching] of SETS) {
  describe(`${set}: the same lines in the same order`, () => {
    for (const capture of CAPTURES.length > 0 ? CAPTURES : ['all captures']) {
      conformance(set, capture, () =>
        compareLines(
          referenceText('captures', `${capture}.${set}.jsonl`),
          referencePath('captures', `${capture}.scap`),
          rules,
          matching,
        ),
      );
    }
  });
}

describe('the performance capture', () => {
  conformance('perf', 'mixed-1m', () =>
    compareLines(
      referenceText('captures', 'perf', 'mixed-1m.alerts.jsonl.gz'),
      referencePath('captures', 'perf', 'mixed-1m.scap.gz'),
      STOCK_RULES,
      'first',
    ),
  );
});

const HOST = /^\{"hostname":"[^"]*",/;

async function compareLines(
  expected: string,
  capture: string,
  rules: readonly string[],
  matching: 'first' | 'all',
): Promise<string[]> {
  const lines = expected.split('\n').filter((line) => line !== '');
  const differences: string[] = [];
  let count = 0;
  await alertsOf(capture, rulesOf(rules), matching, (alert) => {
    const line = lines[count++];
    // The reference was made on more than one machine.
    if (line?.replace(HOST, '') !== alert.replace(HOST, '')) differences.push(`line ${count}\n- ${line}\n+ ${alert}`);
  });
  if (count < lines.length) differences.push(`${lines.length - count} alerts are missing`);
  return differences;
}
