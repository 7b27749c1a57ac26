import type { LooseHandler } from '../handler.ts';
import { hasParam, idParam } from '../params.ts';
import { CL_CLOSED } from '../thread-info.ts';

const REAPER = 4;

/** procexit: the thread stays until rules have seen the event. */
export const procExit: LooseHandler = (state, ctx) => {
  const thread = ctx.thread;
  if (thread === undefined) return;
  if (thread.group !== undefined && !thread.isDead()) thread.group.count--;
  thread.flags |= CL_CLOSED;
  state.removeLater(ctx.evt.tid);
  if (thread.children.length + thread.expiredChildren === 0) return;
  if (ctx.evt.nparams <= REAPER) thread.reaperTid = -1;
  else if (hasParam(ctx.evt, REAPER)) thread.reaperTid = idParam(ctx.evt, REAPER, -1);
};
