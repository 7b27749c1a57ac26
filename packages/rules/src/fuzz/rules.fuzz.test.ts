import { utf8ToBytes } from '@saker/core/byte-string.ts';
import { runCampaign } from '@saker/core/fuzz/campaign.ts';
import { FUZZ_TIMEOUT_MS, fuzzSeconds } from '@saker/core/fuzz/fuzz-seconds.ts';
import { expect, test } from 'vitest';
import { loadRules } from '../load/load-rules.ts';
import { TEXTS } from './corpus.ts';
import { RULES_FUZZ } from './rules.fuzz.ts';

test.each([...TEXTS.entries()])('the rules to damage are good ones: %i', (_i, text) => {
  const { results, ruleSet } = loadRules([{ name: 'f', content: utf8ToBytes(text) }]);
  expect(results.flatMap(({ errors }) => errors.map(({ message }) => message))).toEqual([]);
  expect(ruleSet.rules.length).toBeGreaterThan(0);
});

test('damaged rules are loaded or refused, and mean one thing', { timeout: FUZZ_TIMEOUT_MS }, () => {
  const { findings, ends } = runCampaign(RULES_FUZZ, { seconds: fuzzSeconds(), seed: 1, tolerance: 3 });
  expect(findings).toEqual([]);
  expect([...ends.keys()]).toEqual(
    expect.arrayContaining(['loaded', 'LOAD_ERR_YAML_PARSE', 'LOAD_ERR_VALIDATE', 'LOAD_ERR_COMPILE_CONDITION']),
  );
});
