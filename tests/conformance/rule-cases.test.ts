import { readFileSync } from 'node:fs';
import { describeRules } from '@saker/rules/load/describe.ts';
import { loadRules } from '@saker/rules/load/load-rules.ts';
import { describe } from 'vitest';
import { conformance, referenceNames, referencePath, referenceText, STOCK_RULES } from './reference.ts';

/** Files of each case, in order. */
const cases = new Map<string, string[]>();
for (const name of referenceNames('rules', 'cases')) {
  const match = /^(\d{4}-.*?)(\.\d)?\.yaml$/.exec(name);
  if (match !== null) cases.set(match[1] as string, [...(cases.get(match[1] as string) ?? []), name]);
}

describe('what loading rules says', () => {
  for (const [name, files] of cases.size > 0 ? cases : [['all cases', []] as const]) {
    conformance('rule-cases', name, () => compareCase(name, files));
  }
});

describe('what is described of rules', () => {
  conformance('describe', 'stock', () => {
    const outcome = loadRules(STOCK_RULES.map((name) => ({ name, content: readFileSync(name, 'latin1') })));
    const reference: unknown = JSON.parse(referenceText('rules', 'stock.describe.json.gz'));
    return same(unordered(describeRules(outcome.ruleSet)), unordered(reference));
  });
});

interface Reference {
  readonly falco_load_results: unknown;
  readonly no_result?: unknown;
}

function compareCase(name: string, files: readonly string[]): string[] {
  const reference = JSON.parse(referenceText('rules', 'cases', `${name}.expected.json`)) as Reference;
  const outcome = loadRules(
    files.map((file) => ({ name: file, content: readFileSync(referencePath('rules', 'cases', file), 'latin1') })),
  );
  if (reference.falco_load_results === null) return outcome.ok ? ['accepted what ends the reference'] : [];
  const results = JSON.parse(JSON.stringify(outcome.toJson().falco_load_results)) as unknown;
  return same(sortedWarnings(results), sortedWarnings(reference.falco_load_results));
}

/** Warnings come in any order. */
function sortedWarnings(results: unknown): unknown {
  return (results as { warnings: unknown[] }[]).map((result) => ({ ...result, warnings: unordered(result.warnings) }));
}

function same(actual: unknown, expected: unknown): string[] {
  const [a, b] = [canonical(actual), canonical(expected)];
  return a === b ? [] : [`- ${b}\n+ ${a}`];
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** The same with every array sorted. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(unordered).sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unordered(part)]));
}
