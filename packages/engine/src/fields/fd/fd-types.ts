// HOT: allocation-free per event; bench: bench/replay
import {
  FD_BPF,
  FD_DIRECTORY,
  FD_EVENT,
  FD_EVENTPOLL,
  FD_FIFO,
  FD_FILE,
  FD_FILE_V2,
  FD_INOTIFY,
  FD_IO_URING,
  FD_IPV4,
  FD_IPV4_SERVER,
  FD_IPV6,
  FD_IPV6_SERVER,
  FD_MEMFD,
  FD_NETLINK,
  FD_PIDFD,
  FD_SIGNALFD,
  FD_TIMERFD,
  FD_UNIX,
  FD_UNKNOWN,
  FD_UNSUPPORTED,
  FD_USERFAULTFD,
} from '../../state/fd-info.ts';

/** fd.typechar and fd.type of each kind; upstream gives userfaultfd the letter of unix sockets, too. */
const KINDS: readonly (readonly [type: number, char: string, name: string])[] = [
  [FD_UNKNOWN, 'o', '<NA>'],
  [FD_FILE, 'f', 'file'],
  [FD_DIRECTORY, 'd', 'directory'],
  [FD_IPV4, '4', 'ipv4'],
  [FD_IPV6, '6', 'ipv6'],
  [FD_IPV4_SERVER, '4', 'ipv4'],
  [FD_IPV6_SERVER, '6', 'ipv6'],
  [FD_FIFO, 'p', 'pipe'],
  [FD_UNIX, 'u', 'unix'],
  [FD_EVENT, 'e', 'event'],
  [FD_UNSUPPORTED, 'X', '<NA>'],
  [FD_SIGNALFD, 's', 'signalfd'],
  [FD_EVENTPOLL, 'l', 'eventpoll'],
  [FD_INOTIFY, 'i', 'inotify'],
  [FD_TIMERFD, 't', 'timerfd'],
  [FD_NETLINK, 'n', 'netlink'],
  [FD_FILE_V2, 'f', 'file'],
  [FD_BPF, 'b', 'bpf'],
  [FD_USERFAULTFD, 'u', 'userfaultfd'],
  [FD_IO_URING, 'r', 'io_uring'],
  [FD_MEMFD, 'm', 'memfd'],
  [FD_PIDFD, 'P', 'pidfd'],
];

const CHARS: readonly string[] = KINDS.map((_, type) => kind(type)[1]);
const NAMES: readonly string[] = KINDS.map((_, type) => kind(type)[2]);

function kind(type: number): readonly [number, string, string] {
  return KINDS.find((k) => k[0] === type) ?? [type, '?', '<NA>'];
}

/** Letter of a descriptor's kind (FD_*); '?' for kinds that nobody knows. */
export function typeChar(type: number): string {
  return type >= 0 && type < CHARS.length ? (CHARS[type] as string) : '?';
}

/** Name of a descriptor's kind; '<NA>' (a value, not a missing one) where it has none. */
export function typeString(type: number): string {
  return type >= 0 && type < NAMES.length ? (NAMES[type] as string) : '<NA>';
}

export function isFile(type: number): boolean {
  return type === FD_FILE_V2 || type === FD_FILE;
}

/** Sockets with two ends. */
export function isConnection(type: number): boolean {
  return type === FD_IPV4 || type === FD_IPV6;
}

/** Sockets with one address of their own. */
export function isServer(type: number): boolean {
  return type === FD_IPV4_SERVER || type === FD_IPV6_SERVER;
}
