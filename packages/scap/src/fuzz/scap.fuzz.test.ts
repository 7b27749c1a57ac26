import { runCampaign } from '@saker/core/fuzz/campaign.ts';
import { FUZZ_TIMEOUT_MS, fuzzSeconds } from '@saker/core/fuzz/fuzz-seconds.ts';
import { expect, test } from 'vitest';
import { readAll } from '../testing/read-all.ts';
import { corpus } from './corpus.ts';
import { SCAP_FUZZ } from './scap.fuzz.ts';

test('the captures to damage are good ones', () => {
  for (const capture of corpus()) {
    const { reader, events } = readAll(capture);
    expect([reader.error, reader.firstDefect]).toEqual([undefined, undefined]);
    expect(events.length).toBeGreaterThan(0);
  }
});

test('damaged captures end in typed errors', { timeout: FUZZ_TIMEOUT_MS }, () => {
  const { findings, ends } = runCampaign(SCAP_FUZZ, { seconds: fuzzSeconds(), seed: 1, tolerance: 3 });
  expect(findings).toEqual([]);
  expect([...ends.keys()]).toEqual(
    expect.arrayContaining(['good', 'truncated', 'bad-block-length', 'bad-event', 'bad-entry']),
  );
});
