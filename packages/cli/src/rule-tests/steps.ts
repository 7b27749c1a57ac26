import { didYouMeanText } from '@saker/core/did-you-mean.ts';
import { VALUES } from '@saker/schema/values.ts';
import type { ConfigNode } from '../config/node.ts';
import { ALL_CAPABILITIES, type ProgramSpec, Scenario } from '../scenario/scenario.ts';
import { addressOf, currentEvent, paramValue, tupleOf } from './event-params.ts';
import { Members, TestFileError, textOf } from './members.ts';

/** 2026-01-01 00:00:00 UTC */
const START = 1_767_225_600_000_000_000n;

/** What a step of a test does to the scenario. */
type Step = (scenario: Scenario, members: Members) => void;

const OPEN_FLAGS: Readonly<Record<string, readonly string[]>> = {
  read: ['O_RDONLY'],
  write: ['O_WRONLY'],
  create: ['O_WRONLY', 'O_CREAT'],
};

const STEPS: Readonly<Record<string, Step>> = {
  user: (scenario, m) =>
    scenario.user(
      m.needNumber('uid'),
      m.number('gid') ?? 0,
      m.needText('name'),
      m.text('home') ?? '/',
      m.text('shell') ?? '/bin/sh',
    ),
  container: (scenario, m) => {
    const id = m.text('id');
    if (id !== undefined && !/^[0-9a-f]{64}$/.test(id))
      throw new TestFileError(m.place, "'id' has 64 hexadecimal digits");
    const mounts = m.list('mounts')?.map((node) => {
      const mount = new Members(node, 'a mount');
      const spec = {
        source: mount.needText('source'),
        target: mount.needText('target'),
        writable: !mount.has('writable') || mount.flag('writable'),
      };
      mount.end();
      return spec;
    });
    const labels = m.get('labels');
    scenario.container({
      name: m.needText('name'),
      ...(id === undefined ? {} : { id }),
      image: m.needText('image'),
      privileged: m.flag('privileged'),
      mounts: mounts ?? [],
      labels:
        labels?.kind === 'map'
          ? Object.fromEntries([...labels.entries].map(([key, entry]) => [key, textOf(entry.value, key)]))
          : {},
    });
  },
  running: (scenario, m) => scenario.running(program(m)),
  exec: (scenario, m) => scenario.exec(program(m)),
  open: (scenario, m) => {
    const purpose = m.text('for') ?? 'read';
    const flags = m.texts('flags') ?? OPEN_FLAGS[purpose];
    if (flags === undefined) throw new TestFileError(m.place, `'for' is read, write or create, not '${purpose}'`);
    checkFlags('file_flags', flags, m);
    scenario.open(m.needNumber('pid'), m.needText('path'), flags, m.number('result'));
  },
  connect: (scenario, m) => {
    const pid = m.needNumber('pid');
    const to = m.need('to');
    const addr = addressOf(textOf(to, 'to'), to);
    const from = m.text('from') ?? (addr.family === 2 ? '10.0.0.2:40000' : '[fd00::2]:40000');
    const protocol = m.text('protocol') ?? 'tcp';
    if (protocol !== 'tcp' && protocol !== 'udp') throw new TestFileError(m.place, "'protocol' is tcp or udp");
    const result = m.number('result') ?? 0;
    const fd = m.number('fd') ?? scenario.freshFd(pid);
    const [type, proto] = protocol === 'tcp' ? [1, 6] : [2, 17];
    scenario.event(pid, 'PPME_SOCKET_SOCKET_X', { fd, domain: addr.family, type, proto, flags: 0 });
    scenario.event(pid, 'PPME_SOCKET_CONNECT_E', { fd, addr });
    const tuple = tupleOf(`${from}->${textOf(to, 'to')}`, to);
    scenario.event(pid, 'PPME_SOCKET_CONNECT_X', { res: result, tuple, fd, addr });
  },
  exit: (scenario, m) => scenario.exit(m.needNumber('pid')),
  event: (scenario, m) => {
    const name = m.needText('type');
    const info = currentEvent(name);
    if (info === undefined) throw new TestFileError(m.place, `there is no event '${name}'`);
    const params = m.get('params');
    if (params !== undefined && params.kind !== 'map') throw new TestFileError(params.place, "'params' is a map");
    const values = [...(params?.entries ?? [])].map(([key, entry]) => {
      const param = info.params.find((known) => known.name === key);
      if (param !== undefined) return [key, paramValue(entry.value, param)] as const;
      const known = info.params.map((other) => other.name);
      throw new TestFileError(entry.place, `'${name}' has no parameter '${key}'.${didYouMeanText(key, known)}`);
    });
    scenario.event(m.needNumber('pid'), info.enum, Object.fromEntries(values));
  },
};

/** The capture that the steps of a test make. Throws {@link TestFileError}. */
export function captureOfSteps(steps: readonly ConfigNode[]): Uint8Array {
  const scenario = new Scenario(START, 'test');
  scenario.running({ pid: 1, parent: 0, exe: '/sbin/init' });
  for (const node of steps) {
    const entry = node.kind === 'map' && node.entries.size === 1 ? [...node.entries][0] : undefined;
    if (entry === undefined) throw new TestFileError(node.place, 'a step is one map: what happens, and its members');
    const [name, { place, value }] = entry;
    if (name === 'wait') {
      scenario.wait(
        new Members({ kind: 'map', entries: new Map([[name, { place, value }]]), place }, 'wait').needNumber(name),
      );
      continue;
    }
    const step = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
    if (step === undefined) {
      throw new TestFileError(
        place,
        `there is no step '${name}'.${didYouMeanText(name, [...Object.keys(STEPS), 'wait'])}`,
      );
    }
    const members = new Members(value, name);
    step(scenario, members);
    members.end();
  }
  return scenario.toScap();
}

function program(m: Members): ProgramSpec {
  const exeFlags = m.texts('exe_flags') ?? [];
  checkFlags('execve_flags', exeFlags, m);
  const optional = {
    parent: m.number('parent'),
    arg0: m.text('arg0'),
    name: m.text('name'),
    cwd: m.text('cwd'),
    uid: m.number('uid'),
    gid: m.number('gid'),
    loginUid: m.number('loginuid'),
    tty: m.number('tty'),
    container: m.text('container'),
    vpid: m.number('vpid'),
    args: m.texts('args'),
    env: m.texts('env'),
    capabilities: m.flag('privileged') ? ALL_CAPABILITIES : undefined,
  };
  return {
    pid: m.needNumber('pid'),
    exe: m.needText('exe'),
    session: m.flag('session'),
    exeFlags,
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Partial<ProgramSpec>),
  };
}

function checkFlags(table: 'file_flags' | 'execve_flags', flags: readonly string[], m: Members): void {
  const known = VALUES[table].map(([name]) => name as string);
  for (const flag of flags) {
    if (!known.includes(flag))
      throw new TestFileError(m.place, `there is no flag '${flag}'.${didYouMeanText(flag, known)}`);
  }
}
