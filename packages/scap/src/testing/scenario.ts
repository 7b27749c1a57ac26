import { utf8ToBytes } from '@saker/core/byte-string.ts';
import { PPME_ASYNCEVENT_E, PPME_USER_ADDED_E } from '@saker/schema/event-types.ts';
import { fdEntry, SCAP_FD_FILE_V2 } from '../blocks/fd-list.ts';
import { encodeEvent, viewEvent } from '../codec/encode.ts';
import type { ParamValue } from '../codec/param-value.ts';
import type { FdEntry, GroupEntry, ProcessEntry, UserEntry } from '../snapshot.ts';
import type { ScapWriter } from '../writer.ts';
import { MACHINE, processEntry } from './entries.ts';
import { closed, type ProcessSpec, ScenarioProcess } from './scenario-process.ts';

/** A container of a made-up machine. */
export interface ScenarioContainer {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  /** `repository:tag` */
  readonly image: string;
  readonly privileged?: boolean;
}

export interface ScenarioOptions {
  /** ns since the epoch of the first event. */
  readonly start?: bigint;
  readonly hostname?: string;
  readonly users?: readonly UserEntry[];
  readonly groups?: readonly GroupEntry[];
  readonly containers?: readonly ScenarioContainer[];
  /** The same seed gives the same capture. */
  readonly seed?: number;
}

const ROOT_USER: UserEntry = { uid: 0, gid: 0, name: 'root', home: '/root', shell: '/bin/bash' };
const ROOT_GROUP: GroupEntry = { gid: 0, name: 'root' };
const LOOPBACK = {
  name: 'lo',
  address: '\x7f\0\0\x01',
  netmask: '\xff\0\0\0',
  broadcast: '\x7f\0\0\x01',
  linkSpeed: 0n,
};

/**
 * Writes the capture of a made-up machine: declare the processes that run already with {@link existing}, then let them
 * act. The initial state is written with the first act. For tests, benchmarks and demonstrations.
 *
 * ```ts
 * const scenario = new Scenario(writer, { hostname: 'web-1' });
 * const bash = scenario.existing({ exePath: '/bin/bash', args: ['bash'] });
 * const cat = bash.run('/bin/cat', ['cat', '/etc/shadow']);
 * cat.close(cat.open('/etc/shadow'));
 * cat.exit();
 * writer.flush();
 * ```
 */
export class Scenario {
  /** Events written so far, announcements included. */
  events: number;
  /** ns since the epoch of the latest event. */
  now: bigint;
  private readonly writer: ScapWriter;
  private readonly options: ScenarioOptions;
  private readonly running: ScenarioProcess[];
  private random: number;
  private lastPid: number;
  private started: boolean;

  constructor(writer: ScapWriter, options: ScenarioOptions = {}) {
    this.events = 0;
    this.now = options.start ?? 1_760_000_000_000_000_000n;
    this.writer = writer;
    this.options = options;
    this.running = [];
    this.random = (options.seed ?? 1) >>> 0;
    this.lastPid = 1000;
    this.started = false;
  }

  /** A process that runs before the capture begins. */
  existing(spec: ProcessSpec): ScenarioProcess {
    if (this.started) throw new Error('the scenario has begun: let a process run it');
    const made = new ScenarioProcess(this, spec.pid ?? this.newPid(), spec);
    this.running.push(made);
    return made;
  }

  /** Writes an event of thread `tid`, a little later than the last one. */
  emit(type: number, tid: number, params: Readonly<Record<string, ParamValue>>): void {
    if (!this.started) this.begin();
    this.now += BigInt(500 + (this.draw() % 20_000));
    const evt = viewEvent(encodeEvent({ type, tid, ts: this.now, params }));
    evt.cpu = this.draw() % MACHINE.cpus;
    this.writer.event(evt);
    this.events++;
  }

  /** Lets time pass without events. */
  wait(milliseconds: number): void {
    this.now += BigInt(Math.round(milliseconds * 1e6));
  }

  newPid(): number {
    return ++this.lastPid;
  }

  /** The next number below 2^32 of a fixed sequence (a linear congruential generator, constants of Numerical Recipes). */
  draw(): number {
    this.random = (Math.imul(this.random, 1664525) + 1013904223) >>> 0;
    return this.random >>> 8;
  }

  private begin(): void {
    this.started = true;
    const { users = [], groups = [], containers = [], hostname = 'demo' } = this.options;
    this.writer.section();
    this.writer.machine({ ...MACHINE, hostname: utf8ToBytes(hostname) });
    this.writer.interfaces([LOOPBACK]);
    this.writer.users([ROOT_USER, ...users], [ROOT_GROUP, ...groups]);
    this.writer.processes(this.running.map(toEntry));
    for (const process of this.running) this.writer.fds(process.pid, fdEntries(process));
    for (const user of users) this.emit(PPME_USER_ADDED_E, -1, { ...user, container_id: '' });
    for (const container of containers) this.announce(container);
  }

  private announce(container: ScenarioContainer): void {
    const data = `${utf8ToBytes(JSON.stringify({ container: describe(container, this.now) }))}\0`;
    this.emit(PPME_ASYNCEVENT_E, -1, { plugin_id: 0, name: 'container', data });
  }
}

/** The container's document as upstream's container plugin writes it for Docker. */
function describe(container: ScenarioContainer, now: bigint): Readonly<Record<string, unknown>> {
  const [repository = '', tag = 'latest'] = container.image.split(':');
  return {
    Mounts: [],
    User: '',
    cni_json: '',
    cpu_period: 100000,
    cpu_quota: 0,
    cpu_shares: 1024,
    cpuset_cpu_count: 0,
    created_time: Number(now / 1_000_000_000n) - 60,
    env: [],
    full_id: container.id,
    host_ipc: false,
    host_network: false,
    host_pid: false,
    id: container.id.slice(0, 12),
    image: container.image,
    imagedigest: '',
    imageid: '',
    imagerepo: repository,
    imagetag: tag,
    ip: '',
    is_pod_sandbox: false,
    labels: {},
    memory_limit: 0,
    name: container.name,
    pod_sandbox_id: '',
    pod_sandbox_labels: null,
    port_mappings: [],
    privileged: container.privileged ?? false,
    size: -1,
    swap_limit: 0,
    type: 0,
  };
}

function toEntry(process: ScenarioProcess): ProcessEntry {
  const [exe = '', ...args] = process.argv;
  return processEntry(process.pid, {
    ptid: process.parentPid,
    sid: process.sid,
    vtid: process.vpid,
    vpid: process.vpid,
    comm: process.comm,
    exe,
    exePath: process.exePath,
    args: closed(args),
    cwd: process.cwd,
    env: closed(process.env),
    cgroups: process.cgroups,
    uid: process.uid,
    gid: process.gid,
    tty: process.tty,
  });
}

function fdEntries(process: ScenarioProcess): FdEntry[] {
  return [...process.fds].map(([fd, name]) =>
    fdEntry(fd, SCAP_FD_FILE_V2, { name, openFlags: 3, ino: BigInt(fd + 3) }),
  );
}
