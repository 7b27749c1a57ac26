import { createScap } from '@saker/scap/node/create-scap.ts';
import { writeSyntheticCapture } from '@saker/scap/testing/synthetic-capture.ts';

/** As many events as the reference capture has. */
const EVENTS = 1_146_000;

/** Writes a capture of everyday work to `path`, for machines without the reference capture. */
export function writeBenchCapture(path: string): void {
  const created = createScap(path, { gzip: false });
  if (!created.ok) throw new Error(created.error.message);
  writeSyntheticCapture(created.capture.writer, { events: EVENTS });
  created.capture.close();
}
