import type { ByteString } from '@saker/core/byte-string.ts';
import * as types from '@saker/schema/event-types.ts';
import { AF_INET, type ParamValue, type SocketTuple } from '../codec/param-value.ts';
import type { Scenario, ScenarioContainer } from './scenario.ts';

/** What a process is when it first appears. Text is in byte strings. */
export interface ProcessSpec {
  readonly exePath: ByteString;
  /** With argv[0]. */
  readonly args: readonly ByteString[];
  readonly pid?: number;
  readonly parent?: ScenarioProcess;
  readonly uid?: number;
  readonly gid?: number;
  readonly cwd?: ByteString;
  readonly env?: readonly ByteString[];
  readonly tty?: number;
  readonly container?: ScenarioContainer;
}

/** How {@link ScenarioProcess.open} opens: PPM_O_* bits and the number that goes with O_CREAT. */
export const READ = 1;
export const WRITE = 2;
export const READ_WRITE = 3;
export const CREATE = 4;
export const APPEND = 8;
export const TRUNCATE = 256;

const AT_FDCWD = -100;
/** CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID: what fork() of a C library asks for. */
const FORK_FLAGS = 8388608 | 16777216;
const CHILD_IN_PIDNS = 536870912;
const ALL_CAPABILITIES = (1n << 41n) - 1n;
const SUBSYSTEMS = ['cpuset', 'cpu', 'cpuacct', 'blkio', 'memory'];

/** A process of a {@link Scenario}. Every act writes the exit event of its system call; results are the call's. */
export class ScenarioProcess {
  readonly scenario: Scenario;
  readonly pid: number;
  readonly parentPid: number;
  readonly vpid: number;
  readonly sid: number;
  readonly container: ScenarioContainer | undefined;
  readonly fds: Map<number, ByteString>;
  exePath: ByteString;
  argv: readonly ByteString[];
  env: readonly ByteString[];
  cwd: ByteString;
  uid: number;
  gid: number;
  tty: number;

  constructor(scenario: Scenario, pid: number, spec: ProcessSpec) {
    this.scenario = scenario;
    this.pid = pid;
    this.parentPid = spec.parent?.pid ?? 1;
    this.container = spec.container ?? spec.parent?.container;
    this.vpid = this.container ? pid - 900 : pid;
    this.sid = spec.parent?.sid ?? pid;
    this.fds = new Map(spec.parent?.fds ?? [0, 1, 2].map((fd) => [fd, '/dev/null']));
    this.exePath = spec.exePath;
    this.argv = spec.args;
    this.env = spec.env ?? spec.parent?.env ?? ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'];
    this.cwd = spec.cwd ?? spec.parent?.cwd ?? '/';
    this.uid = spec.uid ?? spec.parent?.uid ?? 0;
    this.gid = spec.gid ?? spec.parent?.gid ?? 0;
    this.tty = spec.tty ?? spec.parent?.tty ?? 0;
  }

  /** The executable's last path component, cut to 15 bytes like the kernel's. */
  get comm(): ByteString {
    return this.exePath.slice(this.exePath.lastIndexOf('/') + 1).slice(0, 15);
  }

  get cgroups(): ByteString {
    const path = this.container ? `/docker/${this.container.id}` : '/';
    return closed(SUBSYSTEMS.map((subsystem) => `${subsystem}=${path}`));
  }

  /** Forks; the child is another process like this one. */
  fork(): ScenarioProcess {
    const child = new ScenarioProcess(this.scenario, this.scenario.newPid(), {
      exePath: this.exePath,
      args: this.argv,
      parent: this,
    });
    child.emitClone(0);
    this.emitClone(this.container ? child.vpid : child.pid);
    return child;
  }

  exec(exePath: ByteString, args: readonly ByteString[], env: readonly ByteString[] = this.env): this {
    this.exePath = exePath;
    this.argv = args;
    this.env = env;
    const capabilities = this.uid === 0 ? ALL_CAPABILITIES : 0n;
    this.emit(types.PPME_SYSCALL_EXECVE_19_X, {
      res: 0,
      ...this.identity(),
      env: closed(env) || undefined,
      tty: this.tty,
      vpgid: this.vpid,
      pgid: this.pid,
      loginuid: this.uid === 0 ? 0xffffffff : this.uid,
      flags: 0,
      cap_inheritable: 0,
      cap_permitted: capabilities,
      cap_effective: capabilities,
      exe_ino: inode(exePath),
      exe_ino_ctime: 1_700_000_000_000_000_000n,
      exe_ino_mtime: 1_700_000_000_000_000_000n,
      uid: this.uid,
      gid: this.gid,
      trusted_exepath: exePath,
      filename: exePath,
    });
    return this;
  }

  /** Forks and executes; returns the new process. */
  run(exePath: ByteString, args: readonly ByteString[], env?: readonly ByteString[]): ScenarioProcess {
    return this.fork().exec(exePath, args, env);
  }

  exit(code = 0): void {
    this.emit(types.PPME_PROCEXIT_1_E, { status: code << 8, ret: code, sig: 0, core: 0, reaper_tid: 0 });
  }

  /** Opens a file; a negative `errno` makes it fail with that. */
  open(name: ByteString, flags = READ, mode = 0, errno = 0): number {
    const fd = errno < 0 ? errno : this.take(name);
    const ino = errno < 0 ? 0 : inode(name);
    this.emit(types.PPME_SYSCALL_OPENAT_2_X, { fd, dirfd: AT_FDCWD, name, flags, mode, dev: 2049, ino });
    return fd;
  }

  close(fd: number): void {
    this.fds.delete(fd);
    this.emit(types.PPME_SYSCALL_CLOSE_X, { res: 0, fd });
  }

  /** `data` is what was read; captures keep its first 80 bytes. */
  read(fd: number, data: ByteString, size = 4096): void {
    this.emit(types.PPME_SYSCALL_READ_X, { res: data.length, data: snap(data), fd, size });
  }

  write(fd: number, data: ByteString): void {
    this.emit(types.PPME_SYSCALL_WRITE_X, { res: data.length, data: snap(data), fd, size: data.length });
  }

  dup2(oldfd: number, newfd: number): void {
    this.fds.set(newfd, this.fds.get(oldfd) ?? '');
    this.emit(types.PPME_SYSCALL_DUP2_X, { res: newfd, oldfd, newfd });
  }

  pipe(): readonly [number, number] {
    const ends = [this.take(''), this.take('')] as const;
    this.emit(types.PPME_SYSCALL_PIPE2_X, { res: 0, fd1: ends[0], fd2: ends[1], ino: 7000 + ends[0], flags: 0 });
    return ends;
  }

  /** Opens a TCP connection from this machine (10.0.0.5) and returns its descriptor. */
  connect(ip: string, port: number): number {
    const fd = this.socket();
    const dip = packIp(ip);
    const tuple = { family: AF_INET, sip: packIp('10.0.0.5'), sport: 40000 + (fd % 1000), dip, dport: port };
    this.emit(types.PPME_SOCKET_CONNECT_X, { res: 0, tuple, fd, addr: { family: AF_INET, ip: dip, port } });
    return fd;
  }

  /** Listens on a TCP port and returns the descriptor. */
  listen(port: number): number {
    const fd = this.socket();
    this.emit(types.PPME_SOCKET_BIND_X, { res: 0, addr: { family: AF_INET, ip: packIp('0.0.0.0'), port }, fd });
    this.emit(types.PPME_SOCKET_LISTEN_X, { res: 0, fd, backlog: 128 });
    return fd;
  }

  /** Accepts a connection of `ip`:`port` to `ownPort` and returns its descriptor. */
  accept(ip: string, port: number, ownPort: number): number {
    const fd = this.take('');
    const tuple: SocketTuple = {
      family: AF_INET,
      sip: packIp(ip),
      sport: port,
      dip: packIp('10.0.0.5'),
      dport: ownPort,
    };
    this.emit(types.PPME_SOCKET_ACCEPT4_6_X, { fd, tuple, queuepct: 0, queuelen: 0, queuemax: 128, flags: 0 });
    return fd;
  }

  send(fd: number, data: ByteString): void {
    this.emit(types.PPME_SOCKET_SENDTO_X, { res: data.length, data: snap(data), fd, size: data.length });
  }

  receive(fd: number, data: ByteString): void {
    this.emit(types.PPME_SOCKET_RECVFROM_X, { res: data.length, data: snap(data), fd, size: 65536 });
  }

  rename(oldpath: ByteString, newpath: ByteString): void {
    this.emit(types.PPME_SYSCALL_RENAME_X, { res: 0, oldpath, newpath });
  }

  unlink(name: ByteString): void {
    this.emit(types.PPME_SYSCALL_UNLINKAT_2_X, { res: 0, dirfd: AT_FDCWD, name, flags: 0 });
  }

  mkdir(path: ByteString, mode = 0o755): void {
    this.emit(types.PPME_SYSCALL_MKDIR_2_X, { res: 0, path, mode });
  }

  symlink(target: ByteString, linkpath: ByteString): void {
    this.emit(types.PPME_SYSCALL_SYMLINK_X, { res: 0, target, linkpath });
  }

  chmod(filename: ByteString, mode: number): void {
    this.emit(types.PPME_SYSCALL_CHMOD_X, { res: 0, filename, mode });
  }

  chdir(path: ByteString): void {
    this.cwd = path;
    this.emit(types.PPME_SYSCALL_CHDIR_X, { res: 0, path });
  }

  setuid(uid: number): void {
    this.uid = uid;
    this.emit(types.PPME_SYSCALL_SETUID_X, { res: 0, uid });
  }

  /** Any other event, by its type. */
  emit(type: number, params: Readonly<Record<string, ParamValue>>): void {
    this.scenario.emit(type, this.pid, params);
  }

  private socket(): number {
    const fd = this.take('');
    this.emit(types.PPME_SOCKET_SOCKET_X, { fd, domain: AF_INET, type: 1, proto: 6, flags: 0 });
    return fd;
  }

  private emitClone(res: number): void {
    const { uid, gid, vpid } = this;
    const flags = FORK_FLAGS | (this.container ? CHILD_IN_PIDNS : 0);
    const more = { flags, uid, gid, vtid: vpid, vpid, pidns_init_start_ts: 0 };
    this.emit(types.PPME_SYSCALL_CLONE_20_X, { res, ...this.identity(), ...more });
  }

  private identity(): Readonly<Record<string, ParamValue>> {
    const [exe = '', ...args] = this.argv;
    return {
      exe,
      args: closed(args) || undefined,
      tid: this.pid,
      pid: this.pid,
      ptid: this.parentPid,
      cwd: '',
      fdlimit: 1024,
      pgft_maj: 0,
      pgft_min: 100,
      vm_size: 4000,
      vm_rss: 800,
      vm_swap: 0,
      comm: this.comm,
      cgroups: this.cgroups,
    };
  }

  /** The lowest free descriptor, as the kernel gives it out. */
  private take(name: ByteString): number {
    let fd = 0;
    while (this.fds.has(fd)) fd++;
    this.fds.set(fd, name);
    return fd;
  }
}

/** The four bytes of `a.b.c.d`. */
export function packIp(ip: string): ByteString {
  return ip
    .split('.')
    .map((part) => String.fromCharCode(Number(part)))
    .join('');
}

function snap(data: ByteString): ByteString | undefined {
  return data.length === 0 ? undefined : data.slice(0, 80);
}

/** A number that stands for the file's inode: the same for the same path. */
function inode(path: ByteString): number {
  let hash = 17;
  for (let i = 0; i < path.length; i++) hash = (Math.imul(hash, 31) + path.charCodeAt(i)) >>> 0;
  return 1000 + (hash % 1_000_000);
}

/** Strings, each with its NUL. */
export function closed(strings: readonly ByteString[]): ByteString {
  return strings.map((s) => `${s}\0`).join('');
}
