import type { EventContext } from '../../fields/event-context.ts';
import { hasParam, idParam, listParam, textParam } from '../params.ts';
import type { StateEngine } from '../state-engine.ts';
import type { ThreadInfo } from '../thread-info.ts';

// Parameters that exits of clone and exec have in common.
const EXE = 1;
const ARGS = 2;
const FD_LIMIT = 7;
const VM_SWAP = 12;
const COMM = 13;
const CGROUPS = 14;

/** Name, arguments, memory and cgroups, as both clone and exec exits carry them. */
export function takeProcess(state: StateEngine, ctx: EventContext, thread: ThreadInfo): void {
  const evt = ctx.evt;
  takeNames(state, ctx, thread);
  thread.fdLimit = idParam(evt, FD_LIMIT, 0);
  if (hasParam(evt, VM_SWAP)) {
    thread.pfMajor = evt.u64(8, 0);
    thread.pfMinor = evt.u64(9, 0);
    thread.vmSize = evt.u32(10, 0);
    thread.vmRss = evt.u32(11, 0);
    thread.vmSwap = evt.u32(VM_SWAP, 0);
  }
  if (hasParam(evt, CGROUPS)) {
    const list = state.cgroups.parse(listParam(evt, CGROUPS, state.interner));
    if (list !== undefined) thread.cgroupList = list;
  }
}

export function takeNames(state: StateEngine, ctx: EventContext, thread: ThreadInfo): void {
  const evt = ctx.evt;
  thread.exe = textParam(evt, EXE, state.interner);
  // Very old captures have no name.
  thread.comm = hasParam(evt, COMM) ? textParam(evt, COMM, state.interner) : thread.exe;
  thread.setArgsRaw(listParam(evt, ARGS, state.interner));
}
