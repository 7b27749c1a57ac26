import type { ByteString } from '@saker/core/byte-string.ts';

/**
 * What a capture knows of the machine before its first event, as plain objects.
 *
 * Names of paths and commands end at their first NUL. Lists (`args`, `env`, `cgroups`) keep their NULs; a list that is
 * not empty ends with one, except `cgroups`, which is given as stored. Identifiers are signed: 2^64-1 becomes -1.
 */
export interface MachineInfo {
  readonly cpus: number;
  readonly memoryBytes: bigint;
  readonly maxPid: bigint;
  readonly hostname: ByteString;
  /** ns since the epoch; 0 where unknown. */
  readonly bootTs: bigint;
  /** Bits that the writer set about itself (agent start and the like); 0 in files of this writer. */
  readonly flags: bigint;
  readonly reserved3: bigint;
  readonly reserved4: bigint;
}

/** One thread of the process list. Values that the file's version of the list does not have carry upstream's defaults. */
export interface ProcessEntry {
  readonly tid: number;
  readonly pid: number;
  readonly ptid: number;
  /** -1 before v6. */
  readonly sid: number;
  /** -1 before v8. */
  readonly vpgid: number;
  /** -1 where the file does not have it. */
  readonly pgid: number;
  readonly comm: ByteString;
  readonly exe: ByteString;
  /** '' before v7. */
  readonly exePath: ByteString;
  readonly args: ByteString;
  readonly cwd: ByteString;
  readonly fdLimit: number;
  /** PPM_CL_* bits. */
  readonly flags: number;
  readonly uid: number;
  readonly gid: number;
  /** kB */
  readonly vmSize: number;
  readonly vmRss: number;
  readonly vmSwap: number;
  readonly pfMajor: number;
  readonly pfMinor: number;
  /** '' before v3. */
  readonly env: ByteString;
  /** -1 before v4. */
  readonly vtid: number;
  readonly vpid: number;
  readonly cgroups: ByteString;
  /** '' before v5. */
  readonly root: ByteString;
  readonly pidnsInitStartTs: bigint;
  readonly tty: number;
  /** 0xffffffff where unknown. */
  readonly loginUid: number;
  readonly exeWritable: boolean;
  readonly capInheritable: bigint;
  readonly capPermitted: bigint;
  readonly capEffective: bigint;
  readonly exeUpperLayer: boolean;
  readonly exeIno: bigint;
  readonly exeInoCtime: bigint;
  readonly exeInoMtime: bigint;
  readonly exeFromMemfd: boolean;
  readonly exeLowerLayer: boolean;
}

/**
 * One descriptor of a process. `type` is the number in the file (SCAP_FD_*); which other members say something depends
 * on it. The rest keep their defaults.
 */
export interface FdEntry {
  readonly fd: number;
  readonly ino: bigint;
  readonly type: number;
  /** Path of files, pipes, memfds, ...; path of a unix socket. */
  readonly name: ByteString;
  /** SCAP_FD_FILE_V2: PPM_O_* bits. */
  readonly openFlags: number;
  /** SCAP_FD_FILE_V2: device; 0 where the file does not have it. */
  readonly dev: number;
  /** IP sockets: addresses of 4 or 16 bytes in network order; a server socket has only the source. */
  readonly sip: ByteString;
  readonly dip: ByteString;
  readonly sport: number;
  readonly dport: number;
  /** IP sockets: SCAP_L4_*. */
  readonly l4: number;
  /** Unix sockets: kernel addresses of both ends. */
  readonly unixSource: bigint;
  readonly unixDest: bigint;
}

export interface UserEntry {
  readonly uid: number;
  readonly gid: number;
  readonly name: ByteString;
  readonly home: ByteString;
  readonly shell: ByteString;
}

export interface GroupEntry {
  readonly gid: number;
  readonly name: ByteString;
}

/** One address of a network interface. */
export interface InterfaceEntry {
  readonly name: ByteString;
  /** 4 or 16 bytes in network order, like `netmask` and `broadcast`. */
  readonly address: ByteString;
  readonly netmask: ByteString;
  readonly broadcast: ByteString;
  /** 0 where the file does not have it. */
  readonly linkSpeed: bigint;
}

/**
 * Receives the initial state in the order of the file. Objects and arrays belong to the receiver.
 *
 * A capture may consist of several sections one after the other (concatenated files): each begins with
 * {@link section}, which voids everything known so far, threads included. Within a section a later list of users or
 * interfaces replaces an earlier one; processes and descriptors add up.
 */
export interface SnapshotSink {
  /** A section begins. */
  section(): void;
  machine(info: MachineInfo): void;
  interfaces(list: readonly InterfaceEntry[]): void;
  users(users: readonly UserEntry[], groups: readonly GroupEntry[]): void;
  process(entry: ProcessEntry): void;
  /** A descriptor of thread `tid`, which an earlier {@link process} introduced (files may break that promise). */
  fd(tid: number, entry: FdEntry): void;
  /** The blocks before the section's first event are read. */
  complete(): void;
  /**
   * The announcements of users, groups and containers with which a section may begin are behind; the event that
   * follows is the first one that rules may see. Upstream takes over the lists of users, groups and interfaces only
   * now, so they prevail over those announcements.
   */
  ready(): void;
}
