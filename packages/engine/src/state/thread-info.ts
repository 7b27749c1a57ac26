import type { ByteString } from '@saker/core/byte-string.ts';
import type { FdInfo } from './fd-info.ts';

/** Descriptor number -> descriptor, of one process. */
export interface FdTable {
  get(fd: number): FdInfo | undefined;
  readonly size: number;
  /** Calls `visit` for each descriptor in ascending order of number until it returns false. */
  forEach(visit: (fd: number, info: FdInfo) => boolean | void): void;
}

/** What threads of one process share. */
export interface ThreadGroup {
  readonly pid: number;
  /** Threads alive, leader included. */
  count: number;
  /** Flagged as a reaper (pid 1, init of a pid namespace, PR_SET_CHILD_SUBREAPER). */
  reaper: boolean;
  readonly threads: ThreadInfo[];
}

/**
 * One thread (a process is its main thread: `tid === pid`).
 * Owned by the thread table. All members exist from construction and keep their type, so that every thread has the same
 * hidden class. `bigint` members are written once per exec or clone.
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
  /** PPM_CL_* bits. */
  flags: number;
  comm: ByteString;
  exe: ByteString;
  exePath: ByteString;
  args: readonly ByteString[];
  env: readonly ByteString[];
  /** Pairs of subsystem and path, in the order of the event. */
  cgroups: readonly (readonly [subsystem: ByteString, path: ByteString])[];
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
  /** Its process; undefined for threads made up because their start was not seen. */
  group: ThreadGroup | undefined;
  /** Descriptors of the process: threads of one process share the table of the main thread. */
  fds: FdTable;
  readonly children: ThreadInfo[];
  /** Raised whenever anything that a rule can see of this thread changes (exec, setuid, chdir, ...); results that depend only on the thread may be kept while it stays the same. */
  version: number;

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
    this.flags = 0;
    this.comm = '';
    this.exe = '';
    this.exePath = '';
    this.args = [];
    this.env = [];
    this.cgroups = [];
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
    this.fdLimit = 0;
    this.vmSize = 0;
    this.vmRss = 0;
    this.vmSwap = 0;
    this.pfMajor = 0;
    this.pfMinor = 0;
    this.cloneTs = 0n;
    this.lastExecTs = 0n;
    this.containerId = '';
    this.group = undefined;
    this.fds = fds;
    this.children = [];
    this.version = 0;
  }
}
