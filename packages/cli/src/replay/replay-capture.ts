import type { Engine } from '@saker/engine/engine.ts';
import type { OpenCapture } from '@saker/scap/node/open-scap.ts';

/** Receives matches while a capture is replayed. */
export interface MatchSink {
  /** The first `count` entries of `engine.matches` matched the current event. */
  matched(count: number): void;
  /** Called between pieces of the file, some thousand events apart. */
  pause(events: number): void;
}

/**
 * Runs a capture through the engine to its end, to a break, or until event time has gone on by `limit` ns. Returns the
 * number of events.
 */
export async function replayCapture(
  capture: OpenCapture,
  engine: Engine,
  sink: MatchSink,
  limit: bigint | undefined,
): Promise<number> {
  let events = 0;
  let until: bigint | undefined;
  for (;;) {
    if (limit === undefined) events += drain(capture, engine, sink);
    else {
      while (capture.reader.next()) {
        const now = capture.reader.evt.ts();
        until ??= now + limit;
        if (now >= until) return events;
        events++;
        const count = engine.process();
        if (count > 0) sink.matched(count);
      }
    }
    sink.pause(events);
    const more = capture.more();
    if (!(typeof more === 'boolean' ? more : await more)) return events;
  }
}

/** The events that the reader has bytes for. */
function drain(capture: OpenCapture, engine: Engine, sink: MatchSink): number {
  const { reader } = capture;
  let events = 0;
  while (reader.next()) {
    events++;
    const count = engine.process();
    if (count > 0) sink.matched(count);
  }
  return events;
}
