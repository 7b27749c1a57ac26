import * as T from '@saker/schema/event-types.ts';
import { EVENT_TYPES } from './event-traits.ts';
import type { Handler, LooseHandler } from './handler.ts';
import * as announcements from './handlers/announcements.ts';
import { cloneExit } from './handlers/clone.ts';
import { closeExit, closeRangeExit } from './handlers/close.ts';
import { connectExit } from './handlers/connect.ts';
import * as cwd from './handlers/cwd.ts';
import * as descriptors from './handlers/descriptors.ts';
import { dup3Exit, dupExit, fcntlExit } from './handlers/dup.ts';
import * as enter from './handlers/enter.ts';
import { execExit } from './handlers/exec.ts';
import { procExit } from './handlers/exit.ts';
import * as identity from './handlers/identity.ts';
import * as io from './handlers/io.ts';
import * as open from './handlers/open.ts';
import { memoryExit, prlimitExit, rlimitExit, schedSwitch } from './handlers/resources.ts';
import { accept4Exit, acceptExit, bindExit, socketExit } from './handlers/socket.ts';

type Row<H> = readonly [handler: H, ...types: number[]];

const EXITS: readonly Row<Handler>[] = [
  [open.openExit, T.PPME_SYSCALL_OPEN_X],
  [open.creatExit, T.PPME_SYSCALL_CREAT_X],
  [open.openatExit, T.PPME_SYSCALL_OPENAT_2_X],
  [open.openat2Exit, T.PPME_SYSCALL_OPENAT2_X],
  [open.openByHandleExit, T.PPME_SYSCALL_OPEN_BY_HANDLE_AT_X],
  [closeExit, T.PPME_SYSCALL_CLOSE_X],
  [closeRangeExit, T.PPME_SYSCALL_CLOSE_RANGE_X],
  [dupExit, T.PPME_SYSCALL_DUP_1_X, T.PPME_SYSCALL_DUP2_X],
  [dup3Exit, T.PPME_SYSCALL_DUP3_X],
  [fcntlExit, T.PPME_SYSCALL_FCNTL_X],
  [
    io.ioExit,
    T.PPME_SYSCALL_READ_X,
    T.PPME_SYSCALL_READV_X,
    T.PPME_SYSCALL_PREAD_X,
    T.PPME_SYSCALL_PREADV_X,
    T.PPME_SYSCALL_WRITE_X,
    T.PPME_SYSCALL_WRITEV_X,
    T.PPME_SYSCALL_PWRITE_X,
    T.PPME_SYSCALL_PWRITEV_X,
  ],
  [io.recvExit, T.PPME_SOCKET_RECV_X],
  [io.recvfromExit, T.PPME_SOCKET_RECVFROM_X],
  [io.recvmsgExit, T.PPME_SOCKET_RECVMSG_X],
  [io.recvmmsgExit, T.PPME_SOCKET_RECVMMSG_X],
  [io.sendExit, T.PPME_SOCKET_SEND_X, T.PPME_SOCKET_SENDTO_X, T.PPME_SOCKET_SENDMSG_X],
  [io.sendmmsgExit, T.PPME_SOCKET_SENDMMSG_X],
  [socketExit, T.PPME_SOCKET_SOCKET_X],
  [bindExit, T.PPME_SOCKET_BIND_X],
  [connectExit, T.PPME_SOCKET_CONNECT_X],
  [acceptExit, T.PPME_SOCKET_ACCEPT_5_X],
  [accept4Exit, T.PPME_SOCKET_ACCEPT4_6_X],
  [descriptors.socketpairExit, T.PPME_SOCKET_SOCKETPAIR_X],
  [descriptors.pipeExit, T.PPME_SYSCALL_PIPE_X, T.PPME_SYSCALL_PIPE2_X],
  [descriptors.eventfdExit, T.PPME_SYSCALL_EVENTFD_X],
  [descriptors.eventfd2Exit, T.PPME_SYSCALL_EVENTFD2_X],
  [descriptors.signalfdExit, T.PPME_SYSCALL_SIGNALFD_X],
  [descriptors.signalfd4Exit, T.PPME_SYSCALL_SIGNALFD4_X],
  [descriptors.timerfdExit, T.PPME_SYSCALL_TIMERFD_CREATE_X],
  [descriptors.inotifyInitExit, T.PPME_SYSCALL_INOTIFY_INIT_X],
  [descriptors.inotifyInit1Exit, T.PPME_SYSCALL_INOTIFY_INIT1_X],
  [descriptors.bpfExit, T.PPME_SYSCALL_BPF_2_X],
  [descriptors.userfaultfdExit, T.PPME_SYSCALL_USERFAULTFD_X],
  [descriptors.ioUringSetupExit, T.PPME_SYSCALL_IO_URING_SETUP_X],
  [descriptors.epollCreateExit, T.PPME_SYSCALL_EPOLL_CREATE_X],
  [descriptors.epollCreate1Exit, T.PPME_SYSCALL_EPOLL_CREATE1_X],
  [descriptors.memfdCreateExit, T.PPME_SYSCALL_MEMFD_CREATE_X],
  [descriptors.pidfdOpenExit, T.PPME_SYSCALL_PIDFD_OPEN_X],
  [descriptors.pidfdGetfdExit, T.PPME_SYSCALL_PIDFD_GETFD_X],
  [execExit, T.PPME_SYSCALL_EXECVE_19_X, T.PPME_SYSCALL_EXECVEAT_X],
  [cwd.chdirExit, T.PPME_SYSCALL_CHDIR_X],
  [cwd.fchdirExit, T.PPME_SYSCALL_FCHDIR_X],
  [cwd.getcwdExit, T.PPME_SYSCALL_GETCWD_X],
  [cwd.chrootExit, T.PPME_SYSCALL_CHROOT_X],
  [identity.setuidExit, T.PPME_SYSCALL_SETUID_X],
  [identity.setreuidExit, T.PPME_SYSCALL_SETREUID_X],
  [identity.setresuidExit, T.PPME_SYSCALL_SETRESUID_X],
  [identity.setgidExit, T.PPME_SYSCALL_SETGID_X],
  [identity.setregidExit, T.PPME_SYSCALL_SETREGID_X],
  [identity.setresgidExit, T.PPME_SYSCALL_SETRESGID_X],
  [identity.setsidExit, T.PPME_SYSCALL_SETSID_X],
  [identity.capsetExit, T.PPME_SYSCALL_CAPSET_X],
  [identity.unshareExit, T.PPME_SYSCALL_UNSHARE_X],
  [identity.setnsExit, T.PPME_SYSCALL_SETNS_X],
  [identity.prctlExit, T.PPME_SYSCALL_PRCTL_X],
  [rlimitExit, T.PPME_SYSCALL_GETRLIMIT_X, T.PPME_SYSCALL_SETRLIMIT_X],
  [prlimitExit, T.PPME_SYSCALL_PRLIMIT_X],
  [memoryExit, T.PPME_SYSCALL_BRK_4_X, T.PPME_SYSCALL_MMAP_X, T.PPME_SYSCALL_MMAP2_X, T.PPME_SYSCALL_MUNMAP_X],
];

const ENTERS: readonly Row<Handler>[] = [
  [enter.openEnter, T.PPME_SYSCALL_OPEN_E],
  [enter.creatEnter, T.PPME_SYSCALL_CREAT_E],
  [enter.openatEnter, T.PPME_SYSCALL_OPENAT_2_E, T.PPME_SYSCALL_OPENAT2_E],
  [enter.execveEnter, T.PPME_SYSCALL_EXECVE_19_E],
  [enter.execveatEnter, T.PPME_SYSCALL_EXECVEAT_E],
  [enter.connectEnter, T.PPME_SOCKET_CONNECT_E],
];

const LIFE: readonly Row<LooseHandler>[] = [
  [cloneExit, T.PPME_SYSCALL_CLONE_20_X, T.PPME_SYSCALL_CLONE3_X, T.PPME_SYSCALL_FORK_20_X, T.PPME_SYSCALL_VFORK_20_X],
  [procExit, T.PPME_PROCEXIT_1_E],
];

const LOOKUPS: readonly Row<LooseHandler>[] = [
  [schedSwitch, T.PPME_SCHEDSWITCH_6_E],
  [announcements.userAdded, T.PPME_USER_ADDED_E],
  [announcements.userDeleted, T.PPME_USER_DELETED_E],
  [announcements.groupAdded, T.PPME_GROUP_ADDED_E],
  [announcements.groupDeleted, T.PPME_GROUP_DELETED_E],
  [announcements.asyncEvent, T.PPME_ASYNCEVENT_E],
  [announcements.containerJson, T.PPME_CONTAINER_JSON_2_E, T.PPME_CONTAINER_JSON_E],
  [announcements.container, T.PPME_CONTAINER_E],
];

function table<H>(rows: readonly Row<H>[]): readonly (H | undefined)[] {
  const out: (H | undefined)[] = new Array<H | undefined>(EVENT_TYPES).fill(undefined);
  for (const [handler, ...types] of rows) for (const type of types) out[type] = handler;
  return out;
}

/** By event type: exit events. */
export const EXIT_HANDLERS: readonly (Handler | undefined)[] = table(EXITS);
/** By event type: enter events that their exit events need. */
export const ENTER_HANDLERS: readonly (Handler | undefined)[] = table(ENTERS);
/** By event type: beginning and end of threads. */
export const LIFE_HANDLERS: readonly (LooseHandler | undefined)[] = table(LIFE);
/** By event type: events that only look their thread up. */
export const LOOKUP_HANDLERS: readonly (LooseHandler | undefined)[] = table(LOOKUPS);
