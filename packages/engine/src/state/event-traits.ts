import * as T from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';

/** How the state engine finds the thread of an event. */
export const KIND_EXIT = 0;
/** Enter events and tracepoints with a thread. */
export const KIND_ENTER = 1;
/** Clone exits and process exits: an unknown thread is not made up. */
export const KIND_LIFE = 2;
/** Only looks the thread up. */
export const KIND_LOOKUP = 3;

/** Room for event types; the table has fewer. */
export const EVENT_TYPES = 512;

/** Per event type: KIND_*. */
export const KIND: Uint8Array = new Uint8Array(EVENT_TYPES);
/** Per event type: index of the parameter with the descriptor the event uses; -1 = none. */
export const FD_PARAM: Int8Array = new Int8Array(EVENT_TYPES).fill(-1);
/** Per event type: 1 = uses a descriptor (EF_USES_FD). */
export const USES_FD: Uint8Array = new Uint8Array(EVENT_TYPES);
/** Per event type: 1 = creates, uses or closes a descriptor, so that fd fields have a value. */
export const HAS_FD: Uint8Array = new Uint8Array(EVENT_TYPES);
/** Per event type: 1 = never shown to rules (enter events that exist only for their exit events). */
export const HIDDEN: Uint8Array = new Uint8Array(EVENT_TYPES);
/** Per event type: 1 = belongs to the initial state while nothing else has come (never shown to rules there). */
export const INITIAL: Uint8Array = new Uint8Array(EVENT_TYPES);

/** Positions in exit events: upstream's scap_event.c, which is not the parameter of that name for a few of them. */
const EXIT_FD: readonly (readonly [param: number, types: readonly number[]])[] = [
  [
    1,
    [
      T.PPME_SYSCALL_SETNS_X,
      T.PPME_SOCKET_LISTEN_X,
      T.PPME_SOCKET_SHUTDOWN_X,
      T.PPME_SYSCALL_FCHDIR_X,
      T.PPME_SYSCALL_LSEEK_X,
      T.PPME_SYSCALL_LLSEEK_X,
      T.PPME_SYSCALL_IOCTL_3_X,
      T.PPME_SYSCALL_FSTAT_X,
      T.PPME_SYSCALL_CLOSE_X,
      T.PPME_SYSCALL_GETDENTS_X,
      T.PPME_SYSCALL_GETDENTS64_X,
      T.PPME_SYSCALL_FLOCK_X,
      T.PPME_SYSCALL_COPY_FILE_RANGE_X,
      T.PPME_SYSCALL_FCNTL_X,
      T.PPME_SYSCALL_DUP_1_X,
      T.PPME_SYSCALL_DUP2_X,
      T.PPME_SYSCALL_DUP3_X,
      T.PPME_SYSCALL_NEWFSTATAT_X,
      T.PPME_SYSCALL_FCHOWNAT_X,
      T.PPME_SYSCALL_FCHMODAT_X,
      T.PPME_SYSCALL_MKDIRAT_X,
      T.PPME_SYSCALL_UNLINKAT_2_X,
      T.PPME_SYSCALL_MKNODAT_X,
      T.PPME_SOCKET_SENDMMSG_X,
      T.PPME_SOCKET_RECVMMSG_X,
      T.PPME_SYSCALL_IO_URING_REGISTER_X,
      T.PPME_SYSCALL_IO_URING_ENTER_X,
      T.PPME_SOCKET_SETSOCKOPT_X,
      T.PPME_SOCKET_GETSOCKOPT_X,
      T.PPME_SYSCALL_FSCONFIG_X,
      T.PPME_SYSCALL_FINIT_MODULE_X,
      T.PPME_SYSCALL_FCHMOD_X,
      T.PPME_SYSCALL_FCHOWN_X,
    ],
  ],
  [
    2,
    [
      T.PPME_SYSCALL_READ_X,
      T.PPME_SYSCALL_PREAD_X,
      T.PPME_SOCKET_BIND_X,
      T.PPME_SYSCALL_WRITE_X,
      T.PPME_SYSCALL_PWRITE_X,
      T.PPME_SOCKET_RECV_X,
      T.PPME_SOCKET_SEND_X,
      T.PPME_SOCKET_SENDTO_X,
      T.PPME_SOCKET_SENDMSG_X,
      T.PPME_SYSCALL_SENDFILE_X,
      T.PPME_SYSCALL_SPLICE_X,
      T.PPME_SYSCALL_WRITEV_X,
      T.PPME_SYSCALL_PWRITEV_X,
      T.PPME_SOCKET_CONNECT_X,
      T.PPME_SYSCALL_SYMLINKAT_X,
    ],
  ],
  [3, [T.PPME_SOCKET_RECVFROM_X, T.PPME_SYSCALL_READV_X, T.PPME_SYSCALL_PREADV_X]],
  [5, [T.PPME_SOCKET_RECVMSG_X]],
  [8, [T.PPME_SYSCALL_MMAP_X, T.PPME_SYSCALL_MMAP2_X]],
];

/** Enter events keep the descriptor first, except these. */
const ENTER_FD: readonly (readonly [param: number, types: readonly number[]])[] = [
  [4, [T.PPME_SYSCALL_MMAP_E, T.PPME_SYSCALL_MMAP2_E]],
  [1, [T.PPME_SYSCALL_SPLICE_E]],
];

const CLONE_EXITS = [
  T.PPME_SYSCALL_CLONE_20_X,
  T.PPME_SYSCALL_CLONE3_X,
  T.PPME_SYSCALL_FORK_20_X,
  T.PPME_SYSCALL_VFORK_20_X,
];
const INITIAL_TYPES = [
  T.PPME_CONTAINER_JSON_2_E,
  T.PPME_USER_ADDED_E,
  T.PPME_USER_DELETED_E,
  T.PPME_GROUP_ADDED_E,
  T.PPME_GROUP_DELETED_E,
  T.PPME_ASYNCEVENT_E,
];
const HIDDEN_TYPES = [
  T.PPME_SYSCALL_OPEN_E,
  T.PPME_SYSCALL_OPENAT_2_E,
  T.PPME_SYSCALL_OPENAT2_E,
  T.PPME_SYSCALL_CREAT_E,
  T.PPME_SOCKET_CONNECT_E,
  T.PPME_SYSCALL_EXECVE_19_E,
  T.PPME_SYSCALL_EXECVEAT_E,
];

for (const event of EVENTS) {
  const { type, flags } = event;
  const enter = type % 2 === 0;
  KIND[type] = enter ? KIND_ENTER : KIND_EXIT;
  if (flags.includes('EF_SKIPPARSERESET')) KIND[type] = KIND_LOOKUP;
  if (flags.includes('EF_USES_FD')) {
    USES_FD[type] = 1;
    if (enter) FD_PARAM[type] = 0;
  }
  if (flags.some((flag) => flag === 'EF_USES_FD' || flag === 'EF_CREATES_FD' || flag === 'EF_DESTROYS_FD')) {
    HAS_FD[type] = 1;
  }
}
for (const [param, types] of [...EXIT_FD, ...ENTER_FD]) for (const type of types) FD_PARAM[type] = param;
for (const type of CLONE_EXITS) KIND[type] = KIND_LIFE;
KIND[T.PPME_PROCEXIT_1_E] = KIND_LIFE;
KIND[T.PPME_SCHEDSWITCH_6_E] = KIND_LOOKUP;
KIND[T.PPME_PLUGINEVENT_E] = KIND_LOOKUP;
KIND[T.PPME_CONTAINER_JSON_E] = KIND_LOOKUP;
for (const type of INITIAL_TYPES) {
  INITIAL[type] = 1;
  KIND[type] = KIND_LOOKUP;
}
for (const type of HIDDEN_TYPES) HIDDEN[type] = 1;
