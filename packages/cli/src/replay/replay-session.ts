import { bytesView } from '@saker/core/bytes.ts';
import { Engine } from '@saker/engine/engine.ts';
import { EventContext } from '@saker/engine/fields/event-context.ts';
import { StateEngine } from '@saker/engine/state/state-engine.ts';
import { someField } from '@saker/rules/check/some-field.ts';
import type { LoadedRule } from '@saker/rules/load/rule-set.ts';
import { type OpenCapture, openScap } from '@saker/scap/node/open-scap.ts';
import { ScapReader } from '@saker/scap/reader.ts';
import type { SnapshotSink } from '@saker/scap/snapshot.ts';
import { systemMessage } from '../io/system-message.ts';

/** One capture with the state and the rules that go through it. */
export interface ReplaySession {
  readonly capture: OpenCapture;
  readonly ctx: EventContext;
  readonly engine: Engine;
  readonly state: StateEngine;
}

export interface SessionOptions {
  readonly rules: readonly LoadedRule[];
  readonly matching: 'first' | 'all';
  readonly maxThreads: number;
  /** Name of the machine that detects, as bytes. */
  readonly hostname: string;
}

/** Opens a capture: a path (`-`: standard input), or its bytes. The error is the system's. */
export function openReplay(
  source: string | Uint8Array,
  options: SessionOptions,
): ReplaySession | { readonly error: string } {
  const state = new StateEngine({ maxThreads: options.maxThreads, fdOrder: options.rules.some(showsFdOrder) });
  let capture: OpenCapture;
  if (typeof source === 'string') {
    const opened = openScap(source, state.snapshot);
    if (!opened.ok) return { error: `cannot open ${source}: ${systemMessage(opened.error.message)}` };
    capture = opened.capture;
  } else {
    capture = captureInMemory(source, state.snapshot);
  }
  const ctx = new EventContext(capture.reader.evt, state);
  ctx.hostname = options.hostname;
  return { capture, ctx, state, engine: new Engine(ctx, options.rules, { matching: options.matching }) };
}

/**
 * Walks a capture to its end; `visit` gets the number of matches of every event, after the engine, and ends the walk with
 * false.
 */
export async function walkReplay(
  { capture, engine }: ReplaySession,
  visit: (matches: number) => boolean,
): Promise<void> {
  for (;;) {
    while (capture.reader.next()) {
      if (!visit(engine.process())) return;
    }
    const more = capture.more();
    if (!(typeof more === 'boolean' ? more : await more)) return;
  }
}

/** `fd.types` is the only field that shows in which order upstream lists open descriptors. */
function showsFdOrder({ typed, output }: LoadedRule): boolean {
  return output.includes('fd.types') || someField(typed, ({ info }) => info.name === 'fd.types');
}

function captureInMemory(bytes: Uint8Array, sink: SnapshotSink): OpenCapture {
  const reader = new ScapReader(sink);
  let pushed = false;
  return {
    reader,
    more: () => {
      if (reader.done) return false;
      if (pushed) reader.finish();
      else reader.push(bytesView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      pushed = true;
      return true;
    },
    close: () => undefined,
  };
}
