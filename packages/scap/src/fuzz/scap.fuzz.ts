/**
 * Damages captures and reads them: `node packages/scap/src/fuzz/scap.fuzz.ts [SECONDS] [SEED]`. What must hold for any
 * bytes: nothing is thrown, it ends, every event lies inside its memory, and no more memory is taken than the input has.
 */
import { bytesView } from '@saker/core/bytes.ts';
import { decodeEvent } from '../codec/decode.ts';
import { ScapReader } from '../reader.ts';
import { SnapshotCollector } from '../snapshot-collector.ts';
import { corpus } from './corpus.ts';
import { mutate, randomOf } from './mutate.ts';

/** Time for one capture of at most some hundred kilobytes, far above what it takes. */
const MAX_MILLISECONDS = 2000;

/** What became of the captures. */
export interface FuzzResult {
  readonly captures: number;
  readonly events: number;
  /** How the captures ended: error codes, 'good', and first defects. */
  readonly ends: ReadonlyMap<string, number>;
}

/** Reads damaged captures for some seconds. Throws with the seed of a capture that breaks what must hold. */
export function fuzzScap(seconds: number, seed: number): FuzzResult {
  const inputs = corpus();
  const ends = new Map<string, number>();
  const until = performance.now() + 1000 * seconds;
  let captures = 0;
  let events = 0;
  for (; captures === 0 || performance.now() < until; captures++) {
    const random = randomOf(seed + captures);
    const input = mutate(inputs[captures % inputs.length] as Uint8Array, random);
    try {
      const reader = check(input, 1 + (random() % 5000));
      events += reader.lastNum;
      for (const end of [reader.error?.code ?? 'good', reader.firstDefect?.code]) {
        if (end !== undefined) ends.set(end, (ends.get(end) ?? 0) + 1);
      }
    } catch (cause) {
      throw new Error(`capture ${captures % inputs.length} with seed ${seed + captures} breaks the reader`, { cause });
    }
  }
  return { captures, events, ends };
}

function check(input: Uint8Array, pieceSize: number): ScapReader {
  const started = performance.now();
  const reader = new ScapReader(new SnapshotCollector());
  for (let at = 0; !reader.done; at += pieceSize) {
    const piece = input.subarray(at, at + pieceSize);
    if (piece.length === 0) reader.finish();
    else reader.push(bytesView(piece.buffer, piece.byteOffset, piece.byteLength));
    while (reader.next()) checkEvent(reader);
    if (at > input.length + pieceSize && !reader.done) throw new Error('does not end');
  }
  const elapsed = performance.now() - started;
  if (elapsed > MAX_MILLISECONDS) throw new Error(`took ${elapsed} ms`);
  return reader;
}

function checkEvent(reader: ScapReader): void {
  const evt = reader.evt;
  const end = evt.offset + evt.length;
  if (end > evt.bytes.length) throw new Error(`event ends at ${end} of ${evt.bytes.length} bytes`);
  if (evt.bytes.length > 1 << 20) throw new Error(`event in ${evt.bytes.length} bytes of memory`);
  for (let i = 0; i < evt.nparams; i++) {
    const length = evt.paramLength(i);
    if (length < 0 || evt.paramOffset(i) + length > end) throw new Error(`parameter ${i} lies outside of its event`);
  }
  decodeEvent(evt);
}

if (process.argv[1] === import.meta.filename) {
  const [seconds = '10', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
  console.log(`seed ${seed}`);
  const { captures, events, ends } = fuzzScap(Number(seconds), Number(seed));
  console.log(`${captures} captures, ${events} events: ${[...ends].map(([end, n]) => `${end} ${n}`).join(', ')}`);
}
