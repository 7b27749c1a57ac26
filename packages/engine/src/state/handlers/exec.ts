import type { ByteString } from '@saker/core/byte-string.ts';
import { PPME_SYSCALL_EXECVE_19_E } from '@saker/schema/event-types.ts';
import type { EventContext } from '../../fields/event-context.ts';
import type { Handler } from '../handler.ts';
import { bigParam, hasParam, idParam, listParam, NA, result, textParam, timeOf } from '../params.ts';
import type { StateEngine } from '../state-engine.ts';
import {
  CL_ACTIVE,
  CL_CHILD_IN_PIDNS,
  CL_CLONE_INVERTED,
  CL_IS_MAIN_THREAD,
  CL_NAME_CHANGED,
  CL_PIPE_DST,
  CL_PIPE_SRC,
  type ThreadInfo,
} from '../thread-info.ts';
import { baseDir } from './open.ts';
import { takeProcess } from './process-params.ts';

const PID = 4;
const PTID = 5;
const ENV = 15;
const TTY = 16;
const VPGID = 17;
const LOGIN_UID = 18;
const FLAGS = 19;
const CAP_INHERITABLE = 20;
const CAP_PERMITTED = 21;
const CAP_EFFECTIVE = 22;
const EXE_INO = 23;
const EXE_CTIME = 24;
const EXE_MTIME = 25;
const UID = 26;
const TRUSTED_EXEPATH = 27;
const PGID = 28;
const GID = 29;

const EXE_WRITABLE = 1;
const EXE_UPPER_LAYER = 2;
const EXE_FROM_MEMFD = 4;
const EXE_LOWER_LAYER = 8;
const AT_EMPTY_PATH = 1;
const DELETED = ' (deleted)';
const KEPT_FLAGS = CL_PIPE_SRC | CL_PIPE_DST | CL_IS_MAIN_THREAD | CL_CLONE_INVERTED;

/** execve and execveat: the process runs another program from here on. */
export const execExit: Handler = (state, ctx, thread) => {
  const evt = ctx.evt;
  if (result(evt) < 0) return;
  // The main thread may have exited before another thread executed the program, which makes that one the main thread.
  if (thread.isDead()) state.table.resurrect(thread);
  takeProcess(state, ctx, thread);
  thread.lastExecTs = timeOf(evt);
  thread.pid = idParam(evt, PID, -1);
  if (thread.isInvalid()) {
    thread.ptid = idParam(evt, PTID, -1);
    if ((thread.flags & CL_CHILD_IN_PIDNS) === 0) {
      thread.vtid = thread.tid;
      thread.vpid = thread.pid;
    }
    state.table.link(thread);
  }
  if (hasParam(evt, ENV)) takeEnvironment(state, ctx, thread);
  if (hasParam(evt, TTY)) thread.tty = evt.u32(TTY, 0);
  takeExePath(state, ctx, thread);
  if (hasParam(evt, VPGID)) thread.vpgid = idParam(evt, VPGID, -1);
  if (hasParam(evt, LOGIN_UID)) thread.loginUid = evt.u32(LOGIN_UID, 0);
  takeExecutable(ctx, thread);
  if (hasParam(evt, UID)) thread.uid = evt.u32(UID, 0);
  thread.pgid = idParam(evt, PGID, -1);
  if (hasParam(evt, GID)) thread.gid = evt.u32(GID, 0);
  state.users.seen(thread.containerId, thread.uid, thread.gid);
  thread.fds.dropCloseOnExec();
  thread.flags = CL_ACTIVE | CL_NAME_CHANGED | (thread.flags & KEPT_FLAGS);
  state.table.useTable(thread);
  endOtherThreads(state, thread);
  state.table.touch(thread);
  state.placeInContainer(thread);
};

/** Most programs are given the environment of their parent: the same text is kept once. */
function takeEnvironment(state: StateEngine, ctx: EventContext, thread: ThreadInfo): void {
  const raw = listParam(ctx.evt, ENV, state.interner);
  if (raw === thread.envRaw) return;
  const parent = state.parent(thread);
  if (parent !== undefined && parent.envRaw === raw) thread.copyEnv(parent);
  else thread.setEnvRaw(raw);
}

function takeExecutable(ctx: EventContext, thread: ThreadInfo): void {
  const evt = ctx.evt;
  if (hasParam(evt, FLAGS)) {
    const flags = evt.u32(FLAGS, 0);
    thread.exeWritable = (flags & EXE_WRITABLE) !== 0;
    thread.exeUpperLayer = (flags & EXE_UPPER_LAYER) !== 0;
    thread.exeFromMemfd = (flags & EXE_FROM_MEMFD) !== 0;
    thread.exeLowerLayer = (flags & EXE_LOWER_LAYER) !== 0;
  }
  if (hasParam(evt, CAP_EFFECTIVE)) {
    thread.capInheritable = bigParam(evt, CAP_INHERITABLE);
    thread.capPermitted = bigParam(evt, CAP_PERMITTED);
    thread.capEffective = bigParam(evt, CAP_EFFECTIVE);
  }
  if (!hasParam(evt, EXE_MTIME)) return;
  thread.exeIno = bigParam(evt, EXE_INO);
  thread.exeInoCtime = bigParam(evt, EXE_CTIME);
  thread.exeInoMtime = bigParam(evt, EXE_MTIME);
  if (thread.cloneTs !== 0n) {
    thread.exeInoCtimeDurationCloneTs = BigInt.asUintN(64, thread.cloneTs - thread.exeInoCtime);
  }
  if (thread.pidnsInitStartTs !== 0n && thread.exeInoCtime > thread.pidnsInitStartTs) {
    thread.exeInoCtimeDurationPidnsStart = thread.exeInoCtime - thread.pidnsInitStartTs;
  }
}

/** The kernel tells the path since some version; before, the enter event and the working directory have to do. */
function takeExePath(state: StateEngine, ctx: EventContext, thread: ThreadInfo): void {
  if (hasParam(ctx.evt, TRUSTED_EXEPATH)) {
    setExePath(thread, textParam(ctx.evt, TRUSTED_EXEPATH, state.interner));
    return;
  }
  const enter = state.enterOf(ctx, thread);
  if (enter === undefined) return;
  const name = enter.name ?? NA;
  if (enter.type === PPME_SYSCALL_EXECVE_19_E) {
    setExePath(thread, name === NA ? NA : state.paths.join(state.cwd(thread), name));
    return;
  }
  const dir = baseDir(state, thread, name, enter.dirfd);
  if (dir !== '.' && dir !== '<UNKNOWN>') ctx.fd = enter.dirfd < 0 ? undefined : thread.fds.get(enter.dirfd);
  const emptyPath = (enter.flags & AT_EMPTY_PATH) !== 0;
  if ((!emptyPath && name === NA) || dir === '<UNKNOWN>') setExePath(thread, NA);
  else if (emptyPath) setExePath(thread, state.paths.join('', dir));
  else setExePath(thread, state.paths.join(dir, name));
}

export function setExePath(thread: ThreadInfo, path: ByteString): void {
  thread.exePath = path.length > DELETED.length && path.endsWith(DELETED) ? path.slice(0, -DELETED.length) : path;
}

/** A new program has one thread. */
function endOtherThreads(state: StateEngine, thread: ThreadInfo): void {
  const group = thread.group;
  if (group === undefined || group.count <= 1) return;
  for (const member of [...group.threads]) {
    if (!member.isMain() && member.tid !== thread.tid) state.table.remove(member.tid);
  }
}
