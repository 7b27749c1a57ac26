import { PPME_SYSCALL_VFORK_20_X } from '@saker/schema/event-types.ts';
import type { EventContext } from '../../fields/event-context.ts';
import { NO_FDS } from '../fd-table.ts';
import type { LooseHandler } from '../handler.ts';
import { bigParam, hasParam, idParam, result, timeOf } from '../params.ts';
import type { StateEngine } from '../state-engine.ts';
import {
  CL_CHILD_IN_PIDNS,
  CL_CLONE_FILES,
  CL_CLONE_INVERTED,
  CL_CLONE_NEWPID,
  CL_CLONE_PARENT,
  CL_CLONE_THREAD,
  CL_CLONE_VFORK,
  ThreadInfo,
} from '../thread-info.ts';
import { takeNames, takeProcess } from './process-params.ts';

const PID = 4;
const PTID = 5;
const FLAGS = 15;
const UID = 16;
const GID = 17;
const VTID = 18;
const VPID = 19;
const PIDNS_START = 20;

/** A thread seen this long ago is another one whose end was missed. */
const STALE_NS = 2_000_000_000n;

/** clone, clone3, fork and vfork return twice: in the child with 0, in the caller with the child's id. */
export const cloneExit: LooseHandler = (state, ctx) => {
  const child = result(ctx.evt);
  if (child < 0) return;
  if (child === 0) inChild(state, ctx);
  else inCaller(state, ctx, child);
  if (ctx.thread !== undefined) state.placeInContainer(ctx.thread);
};

/** Adds the child where that can be told from the caller's side: in the initial pid namespace. */
function inCaller(state: StateEngine, ctx: EventContext, childTid: number): void {
  const { evt } = ctx;
  const { table } = state;
  const caller = table.findOrFake(evt.tid);
  ctx.thread = caller;
  if (caller === undefined) return;
  const known = !caller.isInvalid();
  if (!known) {
    caller.pid = idParam(evt, PID, 0);
    caller.ptid = idParam(evt, PTID, 0);
    const virtual = hasParam(evt, VPID);
    caller.vtid = virtual ? idParam(evt, VTID, 0) : evt.tid;
    caller.vpid = virtual ? idParam(evt, VPID, 0) : -1;
    table.link(caller);
    table.touch(caller);
  }

  const flags = evt.u32(FLAGS, 0);
  // Ids inside a pid namespace mean nothing here; the child's own event will tell.
  if ((flags & (CL_CHILD_IN_PIDNS | CL_CLONE_NEWPID | CL_CLONE_PARENT)) !== 0 || evt.tid !== caller.vtid) return;
  // The caller of vfork only runs on when the child has executed a program or is gone already.
  if ((flags & CL_CLONE_VFORK) !== 0 || evt.type === PPME_SYSCALL_VFORK_20_X) return;
  if (state.recentExits.has(childTid, evt.tid, evt.tsHi, evt.tsLo)) return;
  const existing = table.get(childTid);
  if (existing !== undefined) {
    if ((existing.flags & CL_CLONE_INVERTED) !== 0) return;
    table.remove(childTid);
  }

  const isThread = (flags & CL_CLONE_THREAD) !== 0;
  const child = new ThreadInfo(childTid, isThread ? NO_FDS : known ? caller.fds.fork() : table.newFds());
  child.flags = flags | 0;
  if (isThread) {
    child.pid = caller.pid;
    child.ptid = caller.ptid;
    child.flags |= CL_CLONE_FILES;
    child.lastExecTs = caller.lastExecTs;
  } else {
    child.pid = childTid;
    child.ptid = caller.tid;
    if (known) {
      child.cwd = state.cwd(caller);
      child.copyEnv(caller);
    }
  }
  child.vtid = child.tid;
  child.vpid = child.pid;
  takeClone(state, ctx, child);
  // Upstream sets the arguments before the name here, so that the command line follows the name.
  child.argsComm = '';
  child.pidnsInitStartTs = state.bootTs;
  if (known) {
    inherit(child, caller);
  } else {
    takeNames(state, ctx, caller);
    table.touch(caller);
  }
  if (table.add(child, true) && existing !== undefined) ctx.thread = table.find(evt.tid);
}

/** Adds the child unless the caller's event did. */
function inChild(state: StateEngine, ctx: EventContext): void {
  const { evt } = ctx;
  const { table } = state;
  const existing = ctx.thread;
  if (existing !== undefined && existing.cloneTs !== 0n) {
    if (BigInt.asUintN(64, timeOf(evt) - existing.cloneTs) < STALE_NS) return;
    table.remove(evt.tid);
    ctx.thread = undefined;
  }

  const flags = evt.u32(FLAGS, 0);
  const isThread = (flags & CL_CLONE_THREAD) !== 0;
  const child = new ThreadInfo(evt.tid, NO_FDS);
  child.pid = idParam(evt, PID, 0);
  child.ptid = idParam(evt, PTID, 0);
  const virtual = hasParam(evt, VPID);
  child.vtid = virtual ? idParam(evt, VTID, 0) : evt.tid;
  child.vpid = virtual ? idParam(evt, VPID, 0) : -1;
  child.flags = flags | CL_CLONE_INVERTED | (isThread ? CL_CLONE_FILES : 0);

  // A new thread resembles its process's main thread, a new process its parent.
  const model = table.getOrFake(isThread ? child.pid : child.ptid);
  if (model === undefined) {
    ctx.thread = undefined;
    return;
  }
  const known = !model.isInvalid();
  if (!known && isThread) {
    model.pid = child.pid;
    model.ptid = child.ptid;
    model.vpid = child.vpid;
    model.vtid = child.vpid;
    table.link(model);
  }
  takeClone(state, ctx, child);
  if (known) {
    inherit(child, model);
    if (isThread) {
      child.lastExecTs = model.lastExecTs;
    } else {
      child.ownFds = model.fds.fork();
      child.cwd = state.cwd(model);
      child.copyEnv(model);
    }
  } else if (isThread) {
    takeNames(state, ctx, model);
    table.touch(model);
  }
  if ((flags & (CL_CHILD_IN_PIDNS | CL_CLONE_NEWPID)) !== 0 || child.tid !== child.vtid) {
    if (hasParam(evt, PIDNS_START)) child.pidnsInitStartTs = bigParam(evt, PIDNS_START) + state.bootTs;
  } else {
    child.pidnsInitStartTs = state.bootTs;
  }
  ctx.thread = table.add(child, true) ? child : undefined;
}

/** What the event says of the child. */
function takeClone(state: StateEngine, ctx: EventContext, child: ThreadInfo): void {
  const { evt } = ctx;
  takeProcess(state, ctx, child);
  child.uid = evt.u32(UID, 0);
  child.gid = evt.u32(GID, 0);
  state.users.seen('', child.uid, child.gid);
  child.cloneTs = timeOf(evt);
}

/** What the child has from the thread it was made from. */
function inherit(child: ThreadInfo, from: ThreadInfo): void {
  child.exePath = from.exePath;
  child.exeWritable = from.exeWritable;
  child.exeUpperLayer = from.exeUpperLayer;
  child.exeLowerLayer = from.exeLowerLayer;
  child.exeFromMemfd = from.exeFromMemfd;
  child.root = from.root;
  child.sid = from.sid;
  child.vpgid = from.vpgid;
  child.pgid = from.pgid;
  child.tty = from.tty;
  child.loginUid = from.loginUid;
  child.capPermitted = from.capPermitted;
  child.capInheritable = from.capInheritable;
  child.capEffective = from.capEffective;
  child.exeIno = from.exeIno;
  child.exeInoCtime = from.exeInoCtime;
  child.exeInoMtime = from.exeInoMtime;
  child.exeInoCtimeDurationCloneTs = from.exeInoCtimeDurationCloneTs;
}
