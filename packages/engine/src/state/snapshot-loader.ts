import type {
  FdEntry,
  GroupEntry,
  InterfaceEntry,
  MachineInfo,
  ProcessEntry,
  SnapshotSink,
  UserEntry,
} from '@saker/scap/snapshot.ts';
import {
  FD_IPV4,
  FD_IPV4_SERVER,
  FD_IPV6,
  FD_IPV6_SERVER,
  FD_UNIX,
  FDF_CONNECTED,
  FDF_ROLE_CLIENT,
  FDF_ROLE_SERVER,
  FdInfo,
  L4_TCP,
} from './fd-info.ts';
import { setExePath } from './handlers/exec.ts';
import { isMappedIpv4 } from './inet-text.ts';
import { joinPath } from './path.ts';
import { endText, fillSock, setUnixEnds, swapEnds, tupleText } from './sock-info.ts';
import type { StateEngine } from './state-engine.ts';
import { CL_ACTIVE, ThreadInfo, UNINITIALISED_DURATION } from './thread-info.ts';

/** Turns the initial state of a capture into threads, descriptors, users and interfaces. */
export class SnapshotLoader implements SnapshotSink {
  private readonly state: StateEngine;
  private readonly serverPorts: Set<number>;
  private userLists: readonly UserEntry[];
  private groupLists: readonly GroupEntry[];
  private interfaceList: readonly InterfaceEntry[];

  constructor(state: StateEngine) {
    this.state = state;
    this.serverPorts = new Set();
    this.userLists = [];
    this.groupLists = [];
    this.interfaceList = [];
  }

  section(): void {
    this.state.reset();
    this.serverPorts.clear();
    this.userLists = [];
    this.groupLists = [];
    this.interfaceList = [];
  }

  machine(_info: MachineInfo): void {
    // Upstream replays without what the capture tells of the machine: pid namespaces start at ns since its boot.
  }

  interfaces(list: readonly InterfaceEntry[]): void {
    this.interfaceList = list;
  }

  users(users: readonly UserEntry[], groups: readonly GroupEntry[]): void {
    this.userLists = users;
    this.groupLists = groups;
  }

  process(entry: ProcessEntry): void {
    const thread = new ThreadInfo(entry.tid, this.state.table.newFds());
    thread.pid = entry.pid;
    thread.ptid = entry.ptid;
    thread.sid = entry.sid;
    thread.vpgid = entry.vpgid;
    thread.pgid = entry.pgid;
    thread.comm = entry.comm;
    thread.exe = entry.exe;
    setExePath(thread, entry.exePath);
    thread.exeWritable = entry.exeWritable;
    thread.exeUpperLayer = entry.exeUpperLayer;
    thread.exeLowerLayer = entry.exeLowerLayer;
    thread.exeFromMemfd = entry.exeFromMemfd;
    thread.setArgsRaw(entry.args);
    if (thread.isMain()) {
      thread.setEnvRaw(entry.env);
      const cwd = joinPath('', entry.cwd);
      thread.cwd = cwd.endsWith('/') ? cwd : `${cwd}/`;
    }
    thread.flags |= entry.flags | CL_ACTIVE;
    thread.fdLimit = entry.fdLimit;
    thread.capPermitted = entry.capPermitted;
    thread.capEffective = entry.capEffective;
    thread.capInheritable = entry.capInheritable;
    thread.exeIno = entry.exeIno;
    thread.exeInoCtime = entry.exeInoCtime;
    thread.exeInoMtime = entry.exeInoMtime;
    thread.exeInoCtimeDurationCloneTs = UNINITIALISED_DURATION;
    thread.exeInoCtimeDurationPidnsStart = UNINITIALISED_DURATION;
    thread.vmSize = entry.vmSize;
    thread.vmRss = entry.vmRss;
    thread.vmSwap = entry.vmSwap;
    thread.pfMajor = entry.pfMajor;
    thread.pfMinor = entry.pfMinor;
    thread.vtid = entry.vtid;
    thread.vpid = entry.vpid;
    thread.pidnsInitStartTs = entry.pidnsInitStartTs;
    thread.tty = entry.tty;
    const cgroups = this.state.cgroups.parse(entry.cgroups);
    if (cgroups !== undefined) thread.cgroupList = cgroups;
    thread.root = entry.root;
    thread.uid = entry.uid;
    thread.gid = entry.gid;
    thread.loginUid = entry.loginUid;
    this.state.users.seen('', entry.uid, entry.gid);
    this.state.table.add(thread, false);
  }

  fd(tid: number, entry: FdEntry): void {
    const thread = this.state.table.get(tid);
    if (thread === undefined) return;
    const info = describeFd(entry);
    if (info === undefined) return;
    if (info.type === FD_IPV4_SERVER || info.type === FD_IPV6_SERVER) this.serverPorts.add(info.sport);
    thread.ownFds.set(entry.fd, info);
  }

  complete(): void {
    const { table } = this.state;
    table.forEach((thread) => {
      table.link(thread);
    });
  }

  ready(): void {
    const { state } = this;
    state.network.set(this.interfaceList);
    state.interfaceAddresses = state.network.addresses();
    state.users.importLists(this.userLists, this.groupLists);
    state.table.forEach((thread) => {
      this.directSockets(thread);
    });
    state.table.forEach((thread) => {
      state.placeInContainer(thread);
    });
    state.ready = true;
    state.touchAll();
  }

  /** A connection that ends at a port somebody listens on was made by the other side. */
  private directSockets(thread: ThreadInfo): void {
    thread.ownFds.forEach((_fd, info) => {
      if (info.type !== FD_IPV4) return;
      if (!this.serverPorts.has(info.sport)) {
        info.flags |= FDF_ROLE_CLIENT;
        return;
      }
      swapEnds(info);
      info.name = tupleText(info.sip, info.sport, info.dip, info.dport);
      info.flags |= FDF_ROLE_SERVER;
    });
  }
}

/** A descriptor as the process list has it; undefined for kinds that upstream does not know. */
function describeFd(entry: FdEntry): FdInfo | undefined {
  if (entry.type < 0 || entry.type > 21 || entry.type === 0) return undefined;
  const info = new FdInfo(entry.type);
  info.ino = entry.ino <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(entry.ino) : entry.ino;
  switch (entry.type) {
    case FD_IPV4:
    case FD_IPV6: {
      let { sip, dip } = entry;
      if (entry.type === FD_IPV6 && isMappedIpv4(sip) && isMappedIpv4(dip)) {
        info.type = FD_IPV4;
        sip = sip.slice(12);
        dip = dip.slice(12);
      }
      fillSock(info, sip, entry.sport, dip, entry.dport, entry.l4);
      if (entry.l4 === L4_TCP) info.flags |= FDF_CONNECTED;
      info.name = tupleText(sip, entry.sport, dip, entry.dport);
      break;
    }
    case FD_IPV4_SERVER:
    case FD_IPV6_SERVER:
      fillSock(info, entry.sip, entry.sport, '', 0, entry.l4);
      info.name = endText(entry.sip, entry.sport);
      break;
    case FD_UNIX:
      setUnixEnds(info, entry.unixSource, entry.unixDest);
      info.name = entry.name;
      info.flags |= entry.name === '' ? FDF_ROLE_CLIENT : FDF_ROLE_SERVER;
      break;
    default:
      info.name = entry.name;
      info.openFlags = entry.openFlags;
      info.dev = entry.dev;
  }
  return info;
}
