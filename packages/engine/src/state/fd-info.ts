import type { ByteString } from '@saker/core/byte-string.ts';

/** Kinds of descriptors, numbered as in .scap files (SCAP_FD_*). */
export const FD_UNKNOWN = 0;
export const FD_FILE = 1;
export const FD_DIRECTORY = 2;
export const FD_IPV4 = 3;
export const FD_IPV6 = 4;
export const FD_IPV4_SERVER = 5;
export const FD_IPV6_SERVER = 6;
export const FD_FIFO = 7;
export const FD_UNIX = 8;
export const FD_EVENT = 9;
export const FD_UNSUPPORTED = 10;
export const FD_SIGNALFD = 11;
export const FD_EVENTPOLL = 12;
export const FD_INOTIFY = 13;
export const FD_TIMERFD = 14;
export const FD_NETLINK = 15;
export const FD_FILE_V2 = 16;
export const FD_BPF = 17;
export const FD_USERFAULTFD = 18;
export const FD_IO_URING = 19;
export const FD_MEMFD = 20;
export const FD_PIDFD = 21;

/** Transport protocols of sockets (SCAP_L4_*). */
export const L4_UNKNOWN = 0;
export const L4_NA = 1;
export const L4_TCP = 2;
export const L4_UDP = 3;
export const L4_ICMP = 4;
export const L4_RAW = 5;

/** Bits of {@link FdInfo.flags}. */
export const FDF_ROLE_CLIENT = 1 << 2;
export const FDF_ROLE_SERVER = 1 << 3;
export const FDF_SOCKET_PIPE = 1 << 6;
export const FDF_CONNECTED = 1 << 13;
export const FDF_CONNECTION_PENDING = 1 << 15;
export const FDF_CONNECTION_FAILED = 1 << 16;
export const FDF_OVERLAY_UPPER = 1 << 17;
export const FDF_OVERLAY_LOWER = 1 << 18;

/** Type of a descriptor of which nothing is known; prints as '?'. */
export const FD_UNINITIALIZED = -1;

/** Bits of {@link FdInfo.openFlags} that make exec close the descriptor: PPM_O_CLOEXEC, and 1 for epoll and memfd. */
export const PPM_O_CLOEXEC = 1 << 12;
const CLOEXEC_1 = 1;

/** Addresses of a socket. Written by the functions of sock-info.ts only. */
export class SockInfo {
  /** The addresses as upstream lays them out. */
  readonly bytes: Uint8Array;
  l4: number;
  sip: ByteString;
  sport: number;
  dip: ByteString;
  dport: number;
  unixSource: bigint;
  unixDest: bigint;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.l4 = L4_UNKNOWN;
    this.sip = '';
    this.sport = 0;
    this.dip = '';
    this.dport = 0;
    this.unixSource = 0n;
    this.unixDest = 0n;
  }

  copy(): SockInfo {
    const copy = new SockInfo(this.bytes.slice());
    copy.l4 = this.l4;
    copy.sip = this.sip;
    copy.sport = this.sport;
    copy.dip = this.dip;
    copy.dport = this.dport;
    copy.unixSource = this.unixSource;
    copy.unixDest = this.unixDest;
    return copy;
  }
}

/** Of everything that is no socket, or has no address yet. */
export const NO_SOCK: SockInfo = new SockInfo(new Uint8Array(0));

/**
 * One open file descriptor of a process.
 * Owned by the fd table of its process (the main thread's). Shared between processes after a fork until one of them
 * changes it: use {@link FdTable.own} before writing.
 */
export class FdInfo {
  type: number;
  /** PPM_O_* bits of open, or of the call that created the descriptor. */
  openFlags: number;
  /** FDF_* bits. */
  flags: number;
  /** What `fd.name` says: absolute path, `ip:port->ip:port`, `src->dst path`, ... */
  name: ByteString;
  /** The path as the program gave it. */
  nameRaw: ByteString;
  dev: number;
  mountId: number;
  /** Inode number; bigint only above 2^53. */
  ino: number | bigint;
  /** Process that a pidfd refers to. */
  pid: number;
  /** Addresses of sockets; read them through the getters below. */
  sock: SockInfo;
  /** Which table may write it; see {@link FdTable}. */
  token: number;
  /** Memo of fields: what `fd.directory` and `fd.filename` made of the name {@link splitName}. */
  splitName: ByteString | undefined;
  directory: ByteString;
  filename: ByteString;

  constructor(type: number) {
    this.type = type;
    this.openFlags = 0;
    this.flags = 0;
    this.name = '';
    this.nameRaw = '';
    this.dev = 0;
    this.mountId = 0;
    this.ino = 0;
    this.pid = 0;
    this.sock = NO_SOCK;
    this.token = 0;
    this.splitName = undefined;
    this.directory = '';
    this.filename = '';
  }

  copy(): FdInfo {
    const copy = new FdInfo(this.type);
    copy.openFlags = this.openFlags;
    copy.flags = this.flags;
    copy.name = this.name;
    copy.nameRaw = this.nameRaw;
    copy.dev = this.dev;
    copy.mountId = this.mountId;
    copy.ino = this.ino;
    copy.pid = this.pid;
    copy.sock = this.sock === NO_SOCK ? NO_SOCK : this.sock.copy();
    return copy;
  }

  /** Socket: L4_*. */
  get l4(): number {
    return this.sock.l4;
  }

  /** Socket: address of 4 or 16 bytes; '' where the type has none. For server sockets only the source pair is set. */
  get sip(): ByteString {
    return this.sock.sip;
  }

  get sport(): number {
    return this.sock.sport;
  }

  get dip(): ByteString {
    return this.sock.dip;
  }

  get dport(): number {
    return this.sock.dport;
  }

  /** Unix socket: kernel addresses of both ends. */
  get unixSource(): bigint {
    return this.sock.unixSource;
  }

  get unixDest(): bigint {
    return this.sock.unixDest;
  }

  /** Whether exec closes it. */
  closeOnExec(): boolean {
    if ((this.openFlags & PPM_O_CLOEXEC) !== 0) return true;
    return (this.type === FD_EVENTPOLL || this.type === FD_MEMFD) && (this.openFlags & CLOEXEC_1) !== 0;
  }

  clearCloseOnExec(): void {
    this.openFlags &= ~(PPM_O_CLOEXEC | CLOEXEC_1);
  }
}
