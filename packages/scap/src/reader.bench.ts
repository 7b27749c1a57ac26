import { bytesView } from '@saker/core/bytes.ts';
import { test } from 'vitest';
import { ScapReader } from './reader.ts';
import { SnapshotCollector } from './snapshot-collector.ts';
import { writeSyntheticCapture } from './testing/synthetic-capture.ts';
import { captureBytes } from './writer.ts';

const EVENTS = 100_000;
const PIECE = 1 << 18;
const capture = captureBytes((writer) => writeSyntheticCapture(writer, { events: EVENTS }));

test('walk 100,000 events', async ({ bench }) => {
  await bench('walk', () => {
    const reader = new ScapReader(new SnapshotCollector());
    let types = 0;
    for (let at = 0; at < capture.length; at += PIECE) {
      reader.push(bytesView(capture.buffer, at, Math.min(PIECE, capture.length - at)));
      while (reader.next()) types += reader.evt.type;
    }
    if (types === 0) throw new Error('nothing was read');
  }).run();
});
