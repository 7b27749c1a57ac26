import type { ByteString } from '@saker/core/byte-string.ts';
import type { ThreadTexts } from '../fields/process/thread-texts.ts';
import { type CgroupList, type Cgroups, NO_CGROUPS } from './cgroups.ts';
import type { FdTable } from './fd-table.ts';
import { NO_STRINGS, splitNul } from './nul-list.ts';

export type { Cgroups } from './cgroups.ts';
export type { FdTable } from './fd-table.ts';

/** Bits of {@link ThreadInfo.flags} (PPM_CL_*). */
export const CL_CLONE_FILES = 1 << 0;
export const CL_CLONE_NEWPID = 1 << 6;
export const CL_CLONE_PARENT = 1 << 8;
export const CL_CLONE_THREAD = 1 << 13;
/** The child's clone exit came before the caller's. */
export const CL_CLONE_INVERTED = 1 << 16;
export const CL_NAME_CHANGED = 1 << 17;
/** The thread has exited. */
export const CL_CLOSED = 1 << 18;
export const CL_ACTIVE = 1 << 19;
export const CL_CLONE_NEWUSER = 1 << 20;
/** Seen as the writing or reading end of a shell pipe. */
export const CL_PIPE_SRC = 1 << 21;
export const CL_PIPE_DST = 1 << 22;
export const CL_CLONE_VFORK = 1 << 27;
/** Not in the initial pid namespace. */
export const CL_CHILD_IN_PIDNS = 1 << 29;
export const CL_IS_MAIN_THREAD = 1 << 30;

/**
 * Value of the two durations of {@link ThreadInfo} for threads that the process list of a capture tells of: upstream
 * leaves theirs uninitialised. Threads they make inherit it; exec may replace it.
 */
export const UNINITIALISED_DURATION = -1n;

/** Values of {@link ThreadInfo.category}. */
export const CATEGORY_NONE = 0;
export const CATEGORY_CONTAINER = 1;
export const CATEGORY_HEALTHCHECK = 2;
export const CATEGORY_LIVENESS_PROBE = 3;
export const CATEGORY_READINESS_PROBE = 4;

/** What threads of one process share. */
export interface ThreadGroup {
  readonly pid: number;
  /** Threads alive, leader included. */
  count: number;
  /** Flagged as a reaper (pid 1, init of a pid namespace, PR_SET_CHILD_SUBREAPER). */
  reaper: boolean;
  /** In the table; the main thread, where known, comes first. A leader that exited stays until the last thread is gone. */
  readonly threads: ThreadInfo[];
}

/** The parameters of an enter event that its exit event may need: paths that cannot be changed under Falco's hands. */
export interface EnterEvent {
  readonly type: number;
  readonly dirfd: number;
  /** undefined where the event had none. */
  readonly name: ByteString | undefined;
  readonly flags: number;
  /** connect: the address as it travels (family, address, port or path). */
  readonly address: ByteString;
}

/**
 * One thread (a process is its main thread: `tid === pid`).
 * Owned by the thread table. All members exist from construction and keep their type, so that every thread has the same
 * hidden class. `bigint` members are written once per exec or clone.
 *
 * `cwd`, `env` and `fdLimit` of a process are those of its main thread: read them from {@link State.main}.
 */
export class ThreadInfo {
  tid: number;
  /** Thread group id. */
  pid: number;
  ptid: number;
  reaperTid: number;
  sid: number;
  vtid: number;
  vpid: number;
  vpgid: number;
  pgid: number;
  /** CL_* bits. */
  flags: number;
  comm: ByteString;
  exe: ByteString;
  exePath: ByteString;
  cwd: ByteString;
  root: ByteString;
  uid: number;
  gid: number;
  loginUid: number;
  tty: number;
  capPermitted: bigint;
  capInheritable: bigint;
  capEffective: bigint;
  exeWritable: boolean;
  exeUpperLayer: boolean;
  exeLowerLayer: boolean;
  exeFromMemfd: boolean;
  exeIno: bigint;
  exeInoCtime: bigint;
  exeInoMtime: bigint;
  exeInoCtimeDurationCloneTs: bigint;
  exeInoCtimeDurationPidnsStart: bigint;
  pidnsInitStartTs: bigint;
  fdLimit: number;
  vmSize: number;
  vmRss: number;
  vmSwap: number;
  pfMajor: number;
  pfMinor: number;
  /** ns since the epoch; 0 where unknown. */
  cloneTs: bigint;
  lastExecTs: bigint;
  /** `container.id`: '' where it is the host. */
  containerId: ByteString;
  /** CATEGORY_*: what a container's process is for. */
  category: number;
  /** Its process; undefined for threads made up because their start was not seen. */
  group: ThreadGroup | undefined;
  /** Descriptors of the process: threads of one process share the table of the main thread. */
  fds: FdTable;
  /** Threads whose parent this one is, in no order. */
  readonly children: ThreadInfo[];
  /**
   * Raised whenever anything that a rule can see of this thread's record changes (exec, setuid, chdir, ...), for all
   * threads of a process where it is the main thread's; results that depend only on the thread may be kept while it stays
   * the same. Not raised for: descriptors, memory and fault counts, number of threads or children.
   */
  version: number;

  /** The list as it travelled; {@link args} splits it when somebody looks. */
  argsRaw: ByteString;
  /**
   * {@link comm} as it was when the arguments were set: `proc.cmdline` begins with it even after the thread renamed
   * itself; where it was '' the command line begins with the comm of now.
   */
  argsComm: ByteString;
  envRaw: ByteString;
  private argsList: readonly ByteString[] | undefined;
  private envList: readonly ByteString[] | undefined;
  cgroupList: CgroupList;

  /** The thread whose {@link children} holds this one, and the place there. */
  parent: ThreadInfo | undefined;
  childIndex: number;
  /** Children that are gone and that upstream would not have forgotten yet. */
  expiredChildren: number;
  /** Own descriptors, where {@link fds} is the main thread's. */
  ownFds: FdTable;
  /** Number of the descriptor of the last event; -1 where it had none. */
  lastEventFd: number;
  /** Type of the last enter event; -1 = none yet. */
  lastEnterType: number;
  enter: EnterEvent | undefined;
  /** Time of the last event in units of 2^32 ns (4.3 s). */
  lastAccess: number;
  /** Strings that fields made of this record; the fields' own, they check themselves whether it is still true. */
  texts: ThreadTexts | undefined;

  constructor(tid: number, fds: FdTable) {
    this.tid = tid;
    this.pid = -1;
    this.ptid = -1;
    this.reaperTid = -1;
    this.sid = -1;
    this.vtid = -1;
    this.vpid = -1;
    this.vpgid = -1;
    this.pgid = -1;
    this.flags = CL_NAME_CHANGED;
    this.comm = '';
    this.exe = '';
    this.exePath = '';
    this.cwd = '';
    this.root = '';
    this.uid = 0xffffffff;
    this.gid = 0xffffffff;
    this.loginUid = 0xffffffff;
    this.tty = 0;
    this.capPermitted = 0n;
    this.capInheritable = 0n;
    this.capEffective = 0n;
    this.exeWritable = false;
    this.exeUpperLayer = false;
    this.exeLowerLayer = false;
    this.exeFromMemfd = false;
    this.exeIno = 0n;
    this.exeInoCtime = 0n;
    this.exeInoMtime = 0n;
    this.exeInoCtimeDurationCloneTs = 0n;
    this.exeInoCtimeDurationPidnsStart = 0n;
    this.pidnsInitStartTs = 0n;
    this.fdLimit = -1;
    this.vmSize = 0;
    this.vmRss = 0;
    this.vmSwap = 0;
    this.pfMajor = 0;
    this.pfMinor = 0;
    this.cloneTs = 0n;
    this.lastExecTs = 0n;
    this.containerId = '';
    this.category = CATEGORY_NONE;
    this.group = undefined;
    this.fds = fds;
    this.children = [];
    this.version = 0;
    this.argsRaw = '';
    this.argsComm = '';
    this.envRaw = '';
    this.argsList = NO_STRINGS;
    this.envList = NO_STRINGS;
    this.cgroupList = NO_CGROUPS;
    this.parent = undefined;
    this.childIndex = -1;
    this.expiredChildren = 0;
    this.ownFds = fds;
    this.lastEventFd = 0;
    this.lastEnterType = -1;
    this.enter = undefined;
    this.lastAccess = 0;
    this.texts = undefined;
  }

  /** Arguments without the first (which is {@link exe}). */
  get args(): readonly ByteString[] {
    if (this.argsList === undefined) this.argsList = splitNul(this.argsRaw);
    return this.argsList;
  }

  set args(list: readonly ByteString[]) {
    this.argsList = list;
    this.argsRaw = list.join('\0');
    this.argsComm = this.comm;
  }

  /** Environment as given to this thread; that of the process is its main thread's. */
  get env(): readonly ByteString[] {
    if (this.envList === undefined) this.envList = splitNul(this.envRaw);
    return this.envList;
  }

  set env(list: readonly ByteString[]) {
    this.envList = list;
    this.envRaw = list.join('\0');
  }

  /** Pairs of subsystem and path, in the order of the event. */
  get cgroups(): Cgroups {
    return this.cgroupList.cgroups;
  }

  set cgroups(cgroups: Cgroups) {
    this.cgroupList = { cgroups, container: undefined };
  }

  setArgsRaw(raw: ByteString): void {
    this.argsRaw = raw;
    this.argsComm = this.comm;
    this.argsList = undefined;
  }

  setEnvRaw(raw: ByteString): void {
    this.envRaw = raw;
    this.envList = undefined;
  }

  /** Takes over the environment of another thread, split or not. */
  copyEnv(from: ThreadInfo): void {
    this.envRaw = from.envRaw;
    this.envList = from.envList;
  }

  /** Upstream's notion of a main thread. */
  isMain(): boolean {
    return this.tid === this.pid || (this.flags & CL_IS_MAIN_THREAD) !== 0;
  }

  /** Made up for a thread of which nothing is known but its number. */
  isInvalid(): boolean {
    return this.tid < 0 || this.pid < 0 || this.ptid < 0;
  }

  isDead(): boolean {
    return (this.flags & CL_CLOSED) !== 0;
  }

  isInPidNamespace(): boolean {
    return (this.flags & CL_CHILD_IN_PIDNS) !== 0 || (this.tid !== this.vtid && this.vtid >= 0);
  }
}
