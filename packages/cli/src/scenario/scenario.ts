import { type ByteString, utf8ToBytes } from '@saker/core/byte-string.ts';
import { type EventInput, encodeEvent, viewEvent } from '@saker/scap/codec/encode.ts';
import type { ParamValue } from '@saker/scap/codec/param-value.ts';
import type { FdEntry, GroupEntry, ProcessEntry, UserEntry } from '@saker/scap/snapshot.ts';
import { captureBytes } from '@saker/scap/writer.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { VALUES } from '@saker/schema/values.ts';
import { type ContainerSpec, containerDocument, containerId } from './container-spec.ts';

/** Capabilities of root on the host, and of root in a container as runtimes start it. */
export const ALL_CAPABILITIES: bigint = (1n << 41n) - 1n;
export const CONTAINER_CAPABILITIES: bigint = 0xa80425fbn;

const NOBODY = 0xffffffff;
const NO_TID = -1;
/** `dirfd` of paths that are relative to the current folder. */
export const AT_FDCWD = -100;
const NS_PER_STEP = 1_000_000n;

/** A program to be started, or one that runs already. Text is Unicode. */
export interface ProgramSpec {
  /** Process id on the host. */
  readonly pid: number;
  readonly parent?: number;
  /** Path of the executable. */
  readonly exe: string;
  /** Arguments without the first. */
  readonly args?: readonly string[];
  /** First argument; default: the executable. */
  readonly arg0?: string;
  /** At most 15 bytes count; default: the executable's name. */
  readonly name?: string;
  readonly cwd?: string;
  readonly env?: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  readonly loginUid?: number;
  /** Number of the terminal; 0: none. */
  readonly tty?: number;
  /** Name or id of a container that {@link Scenario.container} announced; absent: the host. */
  readonly container?: string;
  /** Process id inside the container. */
  readonly vpid?: number;
  readonly capabilities?: bigint;
  /** EXE_WRITABLE, EXE_UPPER_LAYER, EXE_LOWER_LAYER, EXE_FROM_MEMFD */
  readonly exeFlags?: readonly string[];
  /** Leads a session of its own. */
  readonly session?: boolean;
}

/**
 * Makes a capture out of a story: what ran already, and what happened. Every step takes a millisecond. For tests of rules
 * and for the bundled incident.
 */
export class Scenario {
  private readonly processes: ProcessEntry[] = [];
  private readonly fds: { readonly pid: number; readonly entry: FdEntry }[] = [];
  private readonly users: UserEntry[] = [];
  private readonly groups: GroupEntry[] = [];
  private readonly events: { readonly input: EventInput; readonly cpu: number }[] = [];
  private readonly programs = new Map<number, ProgramSpec>();
  private readonly sessions = new Map<number, number>();
  private readonly containers = new Map<string, ContainerSpec>();
  private readonly nextFd = new Map<number, number>();
  private readonly start: bigint;
  private readonly hostname: string;
  private now: bigint;

  /** @param start ns since the epoch */
  constructor(start: bigint, hostname: string) {
    this.start = start;
    this.hostname = hostname;
    this.now = start;
    this.user(0, 0, 'root', '/root', '/bin/bash');
    this.group(0, 'root');
  }

  user(uid: number, gid: number, name: string, home: string, shell: string): void {
    this.users.push({ uid, gid, name: utf8ToBytes(name), home: utf8ToBytes(home), shell: utf8ToBytes(shell) });
  }

  group(gid: number, name: string): void {
    this.groups.push({ gid, name: utf8ToBytes(name) });
  }

  /** Lets time pass. */
  wait(milliseconds: number): void {
    this.now += BigInt(milliseconds) * 1_000_000n;
  }

  /** Announces a container, as the container runtime's listener does. */
  container(spec: ContainerSpec): void {
    this.containers.set(spec.name, spec);
    const data = `${utf8ToBytes(JSON.stringify(containerDocument(spec, this.start)))}\0`;
    this.push(NO_TID, 'PPME_ASYNCEVENT_E', { plugin_id: 0, name: 'container', data });
  }

  /** A program that runs before the capture begins. */
  running(spec: ProgramSpec): void {
    this.programs.set(spec.pid, spec);
    const sid = spec.session === false ? (this.sessions.get(spec.parent ?? 0) ?? spec.pid) : spec.pid;
    this.sessions.set(spec.pid, sid);
    const capabilities = capabilitiesOf(spec);
    const flags = spec.exeFlags ?? [];
    this.processes.push({
      tid: spec.pid,
      pid: spec.pid,
      ptid: spec.parent ?? 1,
      sid,
      vpgid: vpidOf(spec),
      pgid: spec.pid,
      comm: commOf(spec),
      exe: utf8ToBytes(spec.arg0 ?? spec.exe),
      exePath: utf8ToBytes(spec.exe),
      args: nulList(spec.args),
      cwd: utf8ToBytes(spec.cwd ?? '/'),
      fdLimit: 1024,
      flags: 0,
      uid: spec.uid ?? 0,
      gid: spec.gid ?? 0,
      vmSize: 8192,
      vmRss: 2048,
      vmSwap: 0,
      pfMajor: 0,
      pfMinor: 100,
      env: nulList(spec.env),
      vtid: vpidOf(spec),
      vpid: vpidOf(spec),
      cgroups: this.cgroups(spec),
      root: '/',
      pidnsInitStartTs: spec.container === undefined ? 0n : this.start - 60_000_000_000n,
      tty: spec.tty ?? 0,
      loginUid: spec.loginUid ?? NOBODY,
      exeWritable: flags.includes('EXE_WRITABLE'),
      capInheritable: 0n,
      capPermitted: capabilities,
      capEffective: capabilities,
      exeUpperLayer: flags.includes('EXE_UPPER_LAYER'),
      exeIno: 1000n + BigInt(spec.pid),
      exeInoCtime: this.start - 86_400_000_000_000n,
      exeInoMtime: this.start - 86_400_000_000_000n,
      exeFromMemfd: flags.includes('EXE_FROM_MEMFD'),
      exeLowerLayer: flags.includes('EXE_LOWER_LAYER'),
    });
  }

  /** A descriptor that is open before the capture begins. */
  openBefore(pid: number, fd: number, type: number, name: string): void {
    this.fds.push({
      pid,
      entry: {
        fd,
        ino: BigInt(2000 + fd),
        type,
        name: utf8ToBytes(name),
        openFlags: 0,
        dev: 0,
        sip: '',
        dip: '',
        sport: 0,
        dport: 0,
        l4: 0,
        unixSource: 0n,
        unixDest: 0n,
      },
    });
  }

  /** Starts a program: its parent clones, the child executes. Where the process runs already, it only executes. */
  exec(spec: ProgramSpec): void {
    if (!this.programs.has(spec.pid)) this.clone(spec);
    this.programs.set(spec.pid, { ...this.programs.get(spec.pid), ...spec });
    const capabilities = capabilitiesOf(spec);
    this.push(spec.pid, 'PPME_SYSCALL_EXECVE_19_X', {
      res: 0,
      exe: utf8ToBytes(spec.arg0 ?? spec.exe),
      args: nulList(spec.args),
      tid: spec.pid,
      pid: spec.pid,
      ptid: spec.parent ?? 1,
      cwd: undefined,
      fdlimit: 1024,
      pgft_maj: 0,
      pgft_min: 30,
      vm_size: 4096,
      vm_rss: 1024,
      vm_swap: 0,
      comm: commOf(spec),
      cgroups: this.cgroups(spec),
      env: nulList(spec.env),
      tty: spec.tty ?? 0,
      vpgid: vpidOf(spec),
      loginuid: spec.loginUid ?? NOBODY,
      flags: flagBits('execve_flags', spec.exeFlags ?? []),
      cap_inheritable: 0,
      cap_permitted: capabilities,
      cap_effective: capabilities,
      exe_ino: 1000 + spec.pid,
      exe_ino_ctime: this.start - 86_400_000_000_000n,
      exe_ino_mtime: this.start - 86_400_000_000_000n,
      uid: spec.uid ?? 0,
      trusted_exepath: utf8ToBytes(spec.exe),
      pgid: spec.pid,
      gid: spec.gid ?? 0,
      filename: utf8ToBytes(spec.exe),
    });
  }

  /** Opens a file and returns the descriptor; a negative `result` is the error of an open that failed. */
  open(pid: number, path: string, flags: readonly string[], result?: number): number {
    const fd = result ?? this.freshFd(pid);
    this.push(pid, 'PPME_SYSCALL_OPENAT_2_X', {
      fd,
      dirfd: AT_FDCWD,
      name: utf8ToBytes(path),
      flags: flagBits('file_flags', flags),
      mode: flags.includes('O_CREAT') ? 0o644 : 0,
      dev: 2049,
      ino: 5000 + this.events.length,
    });
    return fd;
  }

  close(pid: number, fd: number): void {
    this.push(pid, 'PPME_SYSCALL_CLOSE_X', { res: 0, fd });
  }

  exit(pid: number, status = 0): void {
    this.push(pid, 'PPME_PROCEXIT_1_E', { status: status << 8, ret: status, sig: 0, core: 0, reaper_tid: 0 });
  }

  /** Any event of the table. */
  event(pid: number, type: string, params: Readonly<Record<string, ParamValue>>): void {
    this.push(pid, type, params);
  }

  /** A descriptor number that the process does not use yet. */
  freshFd(pid: number): number {
    const fd = this.nextFd.get(pid) ?? 3;
    this.nextFd.set(pid, fd + 1);
    return fd;
  }

  /** The capture, not compressed. */
  toScap(): Uint8Array {
    return captureBytes((writer) => {
      writer.section();
      writer.machine({
        cpus: 2,
        memoryBytes: 8n << 30n,
        maxPid: 4194304n,
        hostname: utf8ToBytes(this.hostname),
        bootTs: this.start - 3_600_000_000_000n,
        flags: 0n,
        reserved3: 0n,
        reserved4: 0n,
      });
      writer.users(this.users, this.groups);
      writer.processes(this.processes);
      for (const { pid, entry } of this.fds) writer.fds(pid, [entry]);
      for (const { input, cpu } of this.events) {
        const evt = viewEvent(encodeEvent(input));
        evt.cpu = cpu;
        writer.event(evt);
      }
    });
  }

  private clone(spec: ProgramSpec): void {
    const parent = this.programs.get(spec.parent ?? 1) ?? { pid: spec.parent ?? 1, exe: '/sbin/init' };
    const inside = spec.container !== undefined;
    const about = (program: ProgramSpec, pid: number, vpid: number): Record<string, ParamValue> => ({
      exe: utf8ToBytes(program.arg0 ?? program.exe),
      args: nulList(program.args),
      tid: pid,
      pid,
      cwd: undefined,
      fdlimit: 1024,
      pgft_maj: 0,
      pgft_min: 20,
      vm_size: 4096,
      vm_rss: 1024,
      vm_swap: 0,
      comm: commOf(program),
      uid: program.uid ?? 0,
      gid: program.gid ?? 0,
      vtid: vpid,
      vpid,
    });
    const flags = flagBits('clone_flags', inside ? ['CLONE_CHILD_IN_PIDNS'] : []);
    this.push(parent.pid, 'PPME_SYSCALL_CLONE_20_X', {
      ...about(parent, parent.pid, vpidOf(parent)),
      res: spec.pid,
      ptid: parent.parent ?? 1,
      cgroups: this.cgroups(parent),
      flags,
      pidns_init_start_ts: 0,
    });
    this.push(spec.pid, 'PPME_SYSCALL_CLONE_20_X', {
      ...about(parent, spec.pid, vpidOf(spec)),
      res: 0,
      ptid: parent.pid,
      cgroups: this.cgroups(spec),
      flags,
      pidns_init_start_ts: inside ? 3_540_000_000_000 : 0,
    });
    if (spec.session) this.push(spec.pid, 'PPME_SYSCALL_SETSID_X', { res: vpidOf(spec) });
  }

  private push(tid: number, type: string, params: Readonly<Record<string, ParamValue>>): void {
    const info = EVENTS.find((event) => event.enum === type);
    if (info === undefined) throw new Error(`there is no event ${type}`);
    if (tid !== NO_TID) this.now += NS_PER_STEP;
    this.events.push({ input: { type: info.type, ts: this.now, tid, params }, cpu: tid === NO_TID ? 0 : tid & 1 });
  }

  private cgroups(spec: ProgramSpec): ByteString {
    const path =
      spec.container === undefined ? '/system.slice' : `/docker/${containerId(spec.container, this.containers)}`;
    return ['cpuset', 'cpu', 'cpuacct', 'io', 'memory'].map((name) => `${name}=${path}\0`).join('');
  }
}

/** The number of named flags of a table. */
export function flagBits(table: keyof typeof VALUES, names: readonly string[]): number {
  let bits = 0;
  for (const name of names) {
    const value = VALUES[table].find(([known]) => known === name);
    if (value === undefined) throw new Error(`${table} has no ${name}`);
    bits |= value[1];
  }
  return bits;
}

function commOf(spec: ProgramSpec): ByteString {
  return utf8ToBytes(spec.name ?? (spec.exe.split('/').at(-1) as string)).slice(0, 15);
}

function vpidOf(spec: ProgramSpec): number {
  return spec.vpid ?? (spec.container === undefined ? spec.pid : (spec.pid % 1000) + 1);
}

function capabilitiesOf(spec: ProgramSpec): bigint {
  if (spec.capabilities !== undefined) return spec.capabilities;
  if ((spec.uid ?? 0) !== 0) return 0n;
  return spec.container === undefined ? ALL_CAPABILITIES : CONTAINER_CAPABILITIES;
}

function nulList(items: readonly string[] = []): ByteString {
  return items.map((item) => `${utf8ToBytes(item)}\0`).join('');
}
