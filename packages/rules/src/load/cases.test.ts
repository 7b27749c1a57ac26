import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sharedPath } from '@saker/core/testing/shared-folder.ts';
import { describe, expect, test } from 'vitest';
import { describeRule, describeRules } from './describe.ts';
import { diagnoseRules } from './diagnose-rules.ts';
import { loadRules, type RulesFile } from './load-rules.ts';

/** Small rule files with what Falco's validation printed of them. */
const folder = sharedPath('rules', 'cases');

const read = (path: string, name: string): RulesFile => ({ name, content: readFileSync(join(path, name), 'latin1') });

function cases(path: string): Map<string, RulesFile[]> {
  const found = new Map<string, RulesFile[]>();
  for (const name of readdirSync(path).sort()) {
    const key = /^(\d{4}-.*?)(?:\.\d)?\.yaml$/.exec(name)?.[1];
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), read(path, name)]);
  }
  return found;
}

/** Warnings of one kind come in another order now and then: Falco keeps them in hash tables. */
function sortedWarnings(result: { readonly warnings: readonly unknown[] }): unknown {
  return { ...result, warnings: [...result.warnings].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
}

describe.skipIf(folder === undefined)('rule loading cases', () => {
  test.each([...cases(folder ?? '.')])('%s', (name, files) => {
    const expected = JSON.parse(readFileSync(join(folder ?? '.', `${name}.expected.json`), 'utf8')).falco_load_results;
    const outcome = loadRules(files);
    const diagnosis = diagnoseRules(files);
    expect(diagnosis.diagnostics.some(({ severity }) => severity === 'error')).toBe(!outcome.ok);
    // Where Falco ends without a result any refusal agrees.
    if (expected === null) expect(outcome.ok).toBe(false);
    else expect(outcome.toJson().falco_load_results.map(sortedWarnings)).toEqual(expected.map(sortedWarnings));
  });
});

const stock = sharedPath('rules', 'stock');

describe.skipIf(stock === undefined)('stock rules', () => {
  const files = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];
  const { ok, ruleSet } = loadRules(stock === undefined ? [] : files.map((name) => read(stock, name)));

  test('are accepted', () => expect([ok, ruleSet.rules.length]).toEqual([true, 93]));

  test('are described as Falco describes them', () => {
    const expected = JSON.parse(
      gunzipSync(readFileSync(sharedPath('rules', 'stock.describe.json.gz') as string)).toString(),
    );
    expect(sortedSets(describeRules(ruleSet))).toEqual(sortedSets(expected));
    const [first] = expected.rules;
    expect(sortedSets(describeRule(ruleSet, first.info.name))).toEqual({ rules: [sortedSets(first)] });
    expect(describeRule(ruleSet, 'no such rule')).toBeUndefined();
  });
});

const SETS = /^(?:condition_|exception_|events$|lists$|macros$|plugins$)/;

/** Falco prints sets in the order of a hash table. */
function sortedSets(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => sortedSets(item));
    return SETS.test(key) && typeof items[0] === 'string' ? items.sort() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, sortedSets(inner, name)]));
}
