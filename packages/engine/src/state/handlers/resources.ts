// HOT: allocation-free per event; bench: bench/replay
import { EVENT_HEADER_SIZE } from '@saker/scap/event-view.ts';
import type { Handler, LooseHandler } from '../handler.ts';
import { hasParam, idParam, result } from '../params.ts';
import type { StateEngine } from '../state-engine.ts';
import type { ThreadInfo } from '../thread-info.ts';

const RLIMIT_NOFILE = 7;
/** Two entries of an event's list of lengths. */
const LENGTHS_8_4 = 0x0004_0008;
const LENGTHS_4_4 = 0x0004_0004;

function setFdLimit(state: StateEngine, thread: ThreadInfo, limit: number): void {
  const main = state.table.main(thread);
  if (main === undefined || main.fdLimit === limit) return;
  main.fdLimit = limit;
  state.table.touch(main);
}

/** getrlimit and setrlimit. */
export const rlimitExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  if (result(evt) < 0 || evt.u8(3, 0) !== RLIMIT_NOFILE) return;
  const current = evt.i64(1, -1);
  if (current !== -1) setFdLimit(state, thread, current);
};

/** prlimit works on any process. */
export const prlimitExit: Handler = (state, ctx) => {
  const evt = ctx.evt;
  if (result(evt) !== 0 || !hasParam(evt, 6) || evt.u8(6, 0) !== RLIMIT_NOFILE) return;
  const current = evt.i64(1, -1);
  if (current === -1 || !hasParam(evt, 5)) return;
  const tid = idParam(evt, 5, 0);
  const target = state.table.getOrFake(tid === 0 ? evt.tid : tid);
  if (target !== undefined && !target.isInvalid()) setFdLimit(state, target, current);
};

/** brk, mmap, munmap report how much memory the thread's process has. */
export const memoryExit: Handler = (_state, ctx, thread) => {
  const evt = ctx.evt;
  const data = evt.data;
  const lengths = evt.offset + EVENT_HEADER_SIZE;
  if (
    evt.nparams > 3 &&
    data.getInt32(lengths, true) === LENGTHS_8_4 &&
    data.getInt32(lengths + 4, true) === LENGTHS_4_4
  ) {
    // All three are there, side by side behind the result.
    const at = lengths + 2 * evt.nparams + 8;
    thread.vmSize = data.getUint32(at, true);
    thread.vmRss = data.getUint32(at + 4, true);
    thread.vmSwap = data.getUint32(at + 8, true);
  } else if (hasParam(evt, 1)) {
    thread.vmSize = evt.u32(1, 0);
  }
};

export const schedSwitch: LooseHandler = (state, ctx) => {
  const thread = ctx.thread;
  const evt = ctx.evt;
  if (thread === undefined || !hasParam(evt, 5)) return;
  thread.pfMajor = evt.u64(1, 0);
  thread.pfMinor = evt.u64(2, 0);
  const main = state.table.main(thread);
  if (main === undefined) return;
  main.vmSize = evt.u32(3, 0);
  main.vmRss = evt.u32(4, 0);
  main.vmSwap = evt.u32(5, 0);
};
