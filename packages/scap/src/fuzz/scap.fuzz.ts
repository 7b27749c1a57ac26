/**
 * Damages captures and reads them: `node packages/scap/src/fuzz/scap.fuzz.ts [SECONDS] [SEED]`. What must hold for any
 * bytes: nothing is thrown, it ends, every event lies inside its memory, and no more memory is taken than the input has.
 */
import { bytesView } from '@saker/core/bytes.ts';
import type { FuzzTarget } from '@saker/core/fuzz/campaign.ts';
import { fuzzMain } from '@saker/core/fuzz/fuzz-main.ts';
import { pick } from '@saker/core/fuzz/random.ts';
import { decodeEvent } from '../codec/decode.ts';
import { ScapReader } from '../reader.ts';
import { SnapshotCollector } from '../snapshot-collector.ts';
import { corpus } from './corpus.ts';
import { mutate } from './mutate.ts';

const INPUTS = corpus();

export const SCAP_FUZZ: FuzzTarget = {
  name: 'scap',
  make: (random) => mutate(pick(INPUTS, random), random),
  run(input, random) {
    const reader = check(input, 1 + (random() % 5000));
    const defect = reader.firstDefect?.code;
    return [reader.error?.code ?? 'good', ...(defect === undefined ? [] : [defect])];
  },
};

function check(input: Uint8Array, pieceSize: number): ScapReader {
  const reader = new ScapReader(new SnapshotCollector());
  for (let at = 0; !reader.done; at += pieceSize) {
    const piece = input.subarray(at, at + pieceSize);
    if (piece.length === 0) reader.finish();
    else reader.push(bytesView(piece.buffer, piece.byteOffset, piece.byteLength));
    while (reader.next()) checkEvent(reader);
    if (at > input.length + pieceSize && !reader.done) throw new Error('does not end');
  }
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

if (process.argv[1] === import.meta.filename) fuzzMain(SCAP_FUZZ);
