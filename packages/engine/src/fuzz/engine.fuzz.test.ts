import { bytesView } from '@saker/core/bytes.ts';
import { runCampaign } from '@saker/core/fuzz/campaign.ts';
import { FUZZ_TIMEOUT_MS, fuzzSeconds } from '@saker/core/fuzz/fuzz-seconds.ts';
import { randomOf } from '@saker/core/fuzz/random.ts';
import { ScapReader } from '@saker/scap/reader.ts';
import { SnapshotCollector } from '@saker/scap/snapshot-collector.ts';
import { expect, test } from 'vitest';
import { ENGINE_FUZZ } from './engine.fuzz.ts';
import { hostileCapture } from './hostile-capture.ts';

test('hostile captures are read to their ends', () => {
  for (let seed = 0; seed < 20; seed++) {
    const capture = hostileCapture(randomOf(seed));
    const reader = new ScapReader(new SnapshotCollector());
    reader.push(bytesView(capture.buffer, capture.byteOffset, capture.byteLength));
    while (reader.next());
    reader.finish();
    while (reader.next());
    expect(reader.error).toBe(undefined);
    expect(reader.lastNum).toBeGreaterThan(5);
  }
});

test('hostile captures are followed, matched and printed', { timeout: FUZZ_TIMEOUT_MS }, () => {
  const { findings, ends } = runCampaign(ENGINE_FUZZ, { seconds: fuzzSeconds(), seed: 1, tolerance: 3 });
  expect(findings).toEqual([]);
  expect([...ends.keys()]).toEqual(expect.arrayContaining(['good', 'alerts']));
});
