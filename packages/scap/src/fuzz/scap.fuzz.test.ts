import { expect, test } from 'vitest';
import { corpus } from './corpus.ts';
import { readAll } from '../testing/read-all.ts';
import { fuzzScap } from './scap.fuzz.ts';

test('the captures to damage are good ones', () => {
  for (const capture of corpus()) {
    const { reader, events } = readAll(capture);
    expect([reader.error, reader.firstDefect]).toEqual([undefined, undefined]);
    expect(events.length).toBeGreaterThan(0);
  }
});

test('damaged captures end in typed errors', () => {
  const { captures, ends } = fuzzScap(0.5, 1);
  expect(captures).toBeGreaterThan(100);
  expect([...ends.keys()]).toEqual(
    expect.arrayContaining(['good', 'truncated', 'bad-block-length', 'bad-event', 'bad-entry']),
  );
});
