import { type Bytes, bytesView } from '@saker/core/bytes.ts';
import { type DecodedEvent, decodeEvent } from '../codec/decode.ts';
import { ScapReader } from '../reader.ts';
import { SnapshotCollector } from '../snapshot-collector.ts';

/** A capture read to its end. */
export interface ReadCapture {
  readonly events: readonly DecodedEvent[];
  readonly state: SnapshotCollector;
  readonly reader: ScapReader;
}

/** Reads a capture in memory, in pieces of `pieceSize` bytes that are overwritten once the reader is through with them. */
export function readAll(capture: Uint8Array, pieceSize = 1 << 20): ReadCapture {
  const state = new SnapshotCollector();
  const reader = new ScapReader(state);
  const events: DecodedEvent[] = [];
  const buffer = bytesView(new ArrayBuffer(pieceSize));
  for (let at = 0; ; at += pieceSize) {
    while (reader.next()) events.push(decodeEvent(reader.evt));
    if (reader.done) break;
    const piece = capture.subarray(at, at + pieceSize);
    buffer.fill(0xa5);
    buffer.set(piece);
    if (piece.length === 0) reader.finish();
    else reader.push(buffer.subarray(0, piece.length) as Bytes);
  }
  return { events, state, reader };
}
