import type {
  FdEntry,
  GroupEntry,
  InterfaceEntry,
  MachineInfo,
  ProcessEntry,
  SnapshotSink,
  UserEntry,
} from './snapshot.ts';

/** Keeps the initial state of a capture's latest section as it is told. */
export class SnapshotCollector implements SnapshotSink {
  machineInfo: MachineInfo | undefined;
  interfaceList: readonly InterfaceEntry[];
  userList: readonly UserEntry[];
  groupList: readonly GroupEntry[];
  readonly processes: ProcessEntry[];
  /** Descriptors by thread id, in the order of the file. */
  readonly fds: Map<number, FdEntry[]>;
  sections: number;

  constructor() {
    this.machineInfo = undefined;
    this.interfaceList = [];
    this.userList = [];
    this.groupList = [];
    this.processes = [];
    this.fds = new Map();
    this.sections = 0;
  }

  section(): void {
    this.sections++;
    this.machineInfo = undefined;
    this.interfaceList = [];
    this.userList = [];
    this.groupList = [];
    this.processes.length = 0;
    this.fds.clear();
  }

  machine(info: MachineInfo): void {
    this.machineInfo = info;
  }

  interfaces(list: readonly InterfaceEntry[]): void {
    this.interfaceList = list;
  }

  users(users: readonly UserEntry[], groups: readonly GroupEntry[]): void {
    this.userList = users;
    this.groupList = groups;
  }

  process(entry: ProcessEntry): void {
    this.processes.push(entry);
  }

  fd(tid: number, entry: FdEntry): void {
    const known = this.fds.get(tid);
    if (known) known.push(entry);
    else this.fds.set(tid, [entry]);
  }

  complete(): void {}

  ready(): void {}
}
