import type { EventContext } from '../../fields/event-context.ts';
import type { Handler } from '../handler.ts';
import { bigParam, hasParam, idParam, result } from '../params.ts';
import type { StateEngine } from '../state-engine.ts';
import { CL_CLONE_NEWUSER, type ThreadInfo } from '../thread-info.ts';

const PR_SET_CHILD_SUBREAPER = 36;
const PR_GET_CHILD_SUBREAPER = 37;
/** Every capability upstream knows: what a process has in a user namespace of its own. */
const ALL_CAPABILITIES = (1n << 41n) - 1n;

/** set*uid: the effective user is in parameter `param`. */
function setsUser(param: number): Handler {
  return (state, ctx, thread) => {
    if (result(ctx.evt) !== 0 || !hasParam(ctx.evt, param)) return;
    const uid = ctx.evt.u32(param, 0);
    if (uid === thread.uid) return;
    thread.uid = uid;
    changed(state, thread);
  };
}

/** set*gid: the effective group is in parameter `param`. */
function setsGroup(param: number): Handler {
  return (state, ctx, thread) => {
    if (result(ctx.evt) !== 0 || !hasParam(ctx.evt, param)) return;
    const gid = ctx.evt.u32(param, 0);
    if (gid === thread.gid) return;
    thread.gid = gid;
    changed(state, thread);
  };
}

function changed(state: StateEngine, thread: ThreadInfo): void {
  state.users.seen(thread.containerId, thread.uid, thread.gid);
  state.table.touch(thread);
}

export const setuidExit: Handler = setsUser(1);
export const setreuidExit: Handler = setsUser(2);
export const setresuidExit: Handler = setsUser(2);
export const setgidExit: Handler = setsGroup(1);
export const setregidExit: Handler = setsGroup(2);
export const setresgidExit: Handler = setsGroup(2);

export const setsidExit: Handler = (state, ctx, thread) => {
  const sid = result(ctx.evt);
  if (sid < 0 || sid === thread.sid) return;
  thread.sid = sid;
  state.table.touch(thread);
};

export const capsetExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  if (result(evt) < 0) return;
  setCapabilities(state, thread, bigParam(evt, 1), bigParam(evt, 2), bigParam(evt, 3));
};

function setCapabilities(
  state: StateEngine,
  thread: ThreadInfo,
  inheritable: bigint,
  permitted: bigint,
  effective: bigint,
): void {
  thread.capInheritable = inheritable;
  thread.capPermitted = permitted;
  thread.capEffective = effective;
  state.table.touch(thread);
}

/** unshare and setns: a new user namespace gives all capabilities. */
function entersNamespace(flagsParam: number): Handler {
  return (state, ctx, thread) => {
    if (result(ctx.evt) < 0 || (ctx.evt.u32(flagsParam, 0) & CL_CLONE_NEWUSER) === 0) return;
    setCapabilities(state, thread, ALL_CAPABILITIES, ALL_CAPABILITIES, ALL_CAPABILITIES);
  };
}

export const unshareExit: Handler = entersNamespace(1);
export const setnsExit: Handler = entersNamespace(2);

/** Only what makes a process a reaper of orphans. Asking for the setting carries it too. */
export const prctlExit: Handler = (_state: StateEngine, ctx: EventContext, thread: ThreadInfo) => {
  const evt = ctx.evt;
  const option = evt.u32(1, 0);
  if (option !== PR_SET_CHILD_SUBREAPER && option !== PR_GET_CHILD_SUBREAPER) return;
  if (result(evt) < 0 || thread.isInvalid() || thread.group === undefined) return;
  thread.group.reaper = idParam(evt, 3, 0) !== 0;
};
