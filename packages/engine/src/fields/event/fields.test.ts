import type { ParamValue } from '@saker/scap/codec/param-value.ts';
import * as E from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { describe, expect, test } from 'vitest';
import { FD_DIRECTORY, FD_FIFO, FD_FILE_V2, FD_IPV4, FD_UNIX, L4_TCP } from '../../state/fd-info.ts';
import { type EventFixture, eventContext } from '../../testing/event-fixture.ts';
import type { EventContext } from '../event-context.ts';
import type { FieldArg, FieldValue } from '../field.ts';
import { lookupField } from '../registry.ts';
import { extractOf } from './bind.ts';

const fds: NonNullable<EventFixture['fds']> = [
  { fd: 3, type: FD_FILE_V2, name: '/etc/passwd' },
  { fd: 4, type: FD_DIRECTORY, name: '/srv' },
  { fd: 5, type: FD_IPV4, sip: '\x0a\0\0\x01', sport: 40000, dip: '\x0a\0\0\x02', dport: 443, l4: L4_TCP },
  { fd: 6, type: FD_FIFO, name: 'pipe:[1]' },
  { fd: 7, type: FD_UNIX, name: '/dev/log' },
];

type Params = Readonly<Record<string, ParamValue>>;

function fieldArg(text: string): FieldArg {
  return /^\d+$/.test(text) ? { text, index: Number(text) } : { text };
}

/** The field's value, which has to be the same bound to the event's type and to any type, printed. */
function read(ctx: EventContext, name: string, arg?: string): FieldValue | undefined {
  const field = lookupField(name);
  if (field === undefined) throw new Error(`${name} is not a field`);
  const argument = arg === undefined ? undefined : fieldArg(arg);
  const typed = extractOf(field.bind(argument, ctx.evt.type))(ctx);
  expect(extractOf(field.bind(argument, -1))(ctx)).toEqual(typed);
  return typed;
}

/** The field's value as conditions see it. */
function condition(ctx: EventContext, name: string, arg?: string): FieldValue | undefined {
  const field = lookupField(name);
  if (field === undefined) throw new Error(`${name} is not a field`);
  const argument = arg === undefined ? undefined : fieldArg(arg);
  return extractOf((field.bindCondition ?? field.bind)(argument, ctx.evt.type))(ctx);
}

function event(type: number, params: Params = {}, more: Partial<EventFixture> = {}): EventContext {
  return eventContext({ type, params, fds, ...more });
}

type Row = readonly [field: string, type: number, params: Params, expected: FieldValue | undefined];

function table(rows: readonly Row[]): void {
  for (const [field, type, params, expected] of rows) {
    test(`${field} of ${EVENTS[type]?.enum}: ${String(expected)}`, () => {
      const [name, arg] = field.split('|') as [string, string | undefined];
      expect(read(event(type, params), name, arg)).toEqual(expected);
    });
  }
}

describe('type', () => {
  table([
    ['evt.type', E.PPME_SYSCALL_OPENAT_2_X, {}, 'openat'],
    ['evt.type', E.PPME_GENERIC_X, { ID: 1, nativeID: 219 }, 'restart_syscall'],
    ['evt.type', E.PPME_GENERIC_X, { ID: 0, nativeID: 219 }, 'restart_syscall'],
    ['evt.type', E.PPME_GENERIC_X, { ID: 0, nativeID: 60000 }, 'unknown'],
    ['evt.type', E.PPME_GENERIC_X, { ID: 0 }, 'unknown'],
    ['evt.type', E.PPME_ASYNCEVENT_E, { name: 'container' }, 'container'],
    ['evt.asynctype', E.PPME_ASYNCEVENT_E, { name: 'container' }, 'container'],
    ['evt.asynctype', E.PPME_PROCINFO_E, {}, 'procinfo'],
    ['evt.asynctype', E.PPME_SYSCALL_OPENAT_2_X, {}, undefined],
    ['evt.is_async', E.PPME_PROCINFO_E, {}, true],
    ['evt.is_async', E.PPME_SCHEDSWITCH_6_E, {}, false],
    ['syscall.type', E.PPME_SYSCALL_OPENAT_2_X, {}, 'openat'],
    ['syscall.type', E.PPME_SCHEDSWITCH_6_E, {}, undefined],
    ['evt.dir', E.PPME_SYSCALL_OPENAT_2_X, {}, '<'],
    ['evt.dir', E.PPME_SCHEDSWITCH_6_E, {}, '>'],
    ['evt.type.is|open', E.PPME_SYSCALL_OPEN_X, {}, 1],
    ['evt.type.is|open', E.PPME_SYSCALL_CLOSE_X, {}, 0],
    ['evt.type.is|3', E.PPME_SYSCALL_OPEN_X, {}, 1],
    ['evt.type.is|2', E.PPME_SYSCALL_OPEN_X, {}, 0],
    ['evt.category', E.PPME_SYSCALL_OPENAT_2_X, {}, 'file'],
    ['evt.category', E.PPME_SYSCALL_READ_X, { fd: 3 }, 'file'],
    ['evt.category', E.PPME_SYSCALL_READ_X, { fd: 5 }, 'net'],
    ['evt.category', E.PPME_SYSCALL_READ_X, { fd: 6 }, 'ipc'],
    ['evt.category', E.PPME_SYSCALL_READ_X, { fd: 99 }, 'unknown'],
    ['evt.category', E.PPME_SYSCALL_PIPE2_X, {}, 'IPC'],
    ['evt.source', E.PPME_SYSCALL_READ_X, {}, 'syscall'],
    ['evt.pluginname', E.PPME_SYSCALL_READ_X, {}, undefined],
  ]);
});

describe('result', () => {
  table([
    ['evt.rawres', E.PPME_SYSCALL_READ_X, { res: 17 }, 17],
    ['evt.rawres', E.PPME_SYSCALL_READ_X, { res: -11 }, -11],
    ['evt.rawres', E.PPME_SYSCALL_READ_X, {}, 0],
    ['evt.rawres', E.PPME_GENERIC_X, { ID: 1 }, undefined],
    ['evt.rawres', E.PPME_SCHEDSWITCH_6_E, {}, undefined],
    ['evt.res', E.PPME_SYSCALL_READ_X, { res: 17 }, 'SUCCESS'],
    ['evt.res', E.PPME_SYSCALL_READ_X, { res: -11 }, 'EAGAIN'],
    ['evt.res', E.PPME_SYSCALL_READ_X, { res: -999 }, '-999'],
    ['evt.res', E.PPME_SYSCALL_OPENAT_2_X, { fd: -2 }, 'ENOENT'],
    ['evt.res', E.PPME_GENERIC_X, { ID: 1 }, undefined],
    ['evt.failed', E.PPME_SYSCALL_READ_X, { res: -11 }, true],
    ['evt.failed', E.PPME_SYSCALL_READ_X, { res: 0 }, false],
    ['evt.count', E.PPME_SYSCALL_READ_X, {}, 1],
    ['evt.count.exit', E.PPME_SYSCALL_READ_X, {}, 1],
    ['evt.count.exit', E.PPME_SCHEDSWITCH_6_E, {}, undefined],
    ['evt.count.error', E.PPME_SYSCALL_READ_X, { res: -11 }, 1],
    ['evt.count.error.file', E.PPME_SYSCALL_READ_X, { res: -11, fd: 3 }, 1],
    ['evt.count.error.file', E.PPME_SYSCALL_READ_X, { res: -11, fd: 5 }, undefined],
    ['evt.count.error.file', E.PPME_SYSCALL_OPENAT_2_X, { fd: -2 }, 1],
    ['evt.count.error.net', E.PPME_SYSCALL_READ_X, { res: 1, fd: 5 }, 0],
    ['evt.count.error.other', E.PPME_SYSCALL_READ_X, { res: -11, fd: 6 }, 1],
    ['evt.count.error.other', E.PPME_SYSCALL_OPENAT_2_X, { fd: -2 }, undefined],
    ['evt.count.error.memory', E.PPME_SYSCALL_MMAP_X, { res: -12 }, 1],
    ['evt.count.error.memory', E.PPME_SYSCALL_READ_X, { res: -12 }, undefined],
  ]);
});

describe('transfers', () => {
  table([
    ['evt.is_io', E.PPME_SYSCALL_READ_X, {}, true],
    ['evt.is_io', E.PPME_SYSCALL_CLOSE_X, {}, false],
    ['evt.is_io_write', E.PPME_SYSCALL_READ_X, {}, false],
    ['evt.io_dir', E.PPME_SYSCALL_WRITE_X, {}, 'write'],
    ['evt.io_dir', E.PPME_SYSCALL_READ_X, {}, 'read'],
    ['evt.io_dir', E.PPME_SYSCALL_CLOSE_X, {}, undefined],
    ['evt.is_wait', E.PPME_SYSCALL_POLL_X, {}, true],
    ['evt.is_syslog', E.PPME_SYSCALL_WRITE_X, { fd: 7 }, true],
    ['evt.is_syslog', E.PPME_SYSCALL_WRITE_X, { fd: 3 }, false],
    ['evt.buflen', E.PPME_SYSCALL_READ_X, { res: 17, fd: 3 }, 17],
    ['evt.buflen', E.PPME_SYSCALL_READ_X, { res: -11, fd: 3 }, undefined],
    ['evt.buflen', E.PPME_SYSCALL_READ_X, { res: 17, fd: 99 }, undefined],
    ['evt.buflen.out', E.PPME_SYSCALL_READ_X, { res: 17, fd: 3 }, undefined],
    ['evt.buflen.in', E.PPME_SYSCALL_READ_X, { res: 17, fd: 3 }, 17],
    ['evt.buflen.file.in', E.PPME_SYSCALL_READ_X, { res: 17, fd: 3 }, 17],
    ['evt.buflen.net', E.PPME_SYSCALL_READ_X, { res: 17, fd: 3 }, undefined],
    ['evt.buflen.net.in', E.PPME_SYSCALL_READ_X, { res: 17, fd: 5 }, 17],
    ['evt.buffer', E.PPME_SYSCALL_READ_X, { data: 'a\0b' }, 'a.b'],
    ['evt.buffer', E.PPME_SYSCALL_CLOSE_X, {}, undefined],
  ]);

  test('conditions see the bytes of a buffer', () => {
    expect(condition(event(E.PPME_SYSCALL_READ_X, { data: 'a\0b' }), 'evt.buffer')).toBe('a\0b');
    expect(condition(event(E.PPME_SYSCALL_READ_X), 'evt.buffer')).toBe('');
  });

  test('an empty buffer prints what earlier parameters left', () => {
    const ctx = event(E.PPME_SYSCALL_READ_X, { data: '0123456789' });
    read(ctx, 'evt.args');
    const empty = event(E.PPME_SYSCALL_READ_X, { res: 0 });
    (empty as { scratch: EventContext['scratch'] }).scratch = ctx.scratch;
    expect(extractOf(lookupField('evt.buffer')?.bind(undefined, empty.evt.type) ?? { kind: 'never' })(empty)).toBe(
      'NULL\x0056789',
    );
  });
});

describe('opening', () => {
  table([
    ['evt.is_open_read', E.PPME_SYSCALL_OPENAT_2_X, { flags: 1 }, true],
    ['evt.is_open_write', E.PPME_SYSCALL_OPENAT_2_X, { flags: 1 }, false],
    ['evt.is_open_write', E.PPME_SYSCALL_OPEN_X, { flags: 3 }, true],
    ['evt.is_open_write', E.PPME_SYSCALL_CREAT_X, {}, false],
    ['evt.is_open_create', E.PPME_SYSCALL_OPENAT2_X, { flags: 1 << 14 }, true],
    ['evt.is_open_create', E.PPME_SYSCALL_OPENAT2_X, { fd: 3, flags: 1 << 13 }, true],
    ['evt.is_open_create', E.PPME_SYSCALL_OPENAT2_X, { fd: -2, flags: 1 << 13 }, false],
    ['evt.is_open_exec', E.PPME_SYSCALL_OPENAT_2_X, { flags: 4, mode: 0o755 }, true],
    ['evt.is_open_exec', E.PPME_SYSCALL_OPENAT_2_X, { flags: 4, mode: 0o644 }, false],
    ['evt.is_open_exec', E.PPME_SYSCALL_OPENAT_2_X, { flags: 1, mode: 0o755 }, false],
    ['evt.is_open_exec', E.PPME_SYSCALL_CREAT_X, { mode: 0o010 }, true],
    ['evt.is_open_exec', E.PPME_SYSCALL_OPEN_BY_HANDLE_AT_X, { flags: 4 }, false],
  ]);
});

describe('parameters', () => {
  const open = { fd: 3, dirfd: -100, name: 'x', flags: 1, mode: 0, dev: 0, ino: 0 };
  table([
    ['evt.arg|name', E.PPME_SYSCALL_OPENAT_2_X, open, '/home/u/x'],
    ['evt.arg|2', E.PPME_SYSCALL_OPENAT_2_X, open, '/home/u/x'],
    ['evt.arg|3', E.PPME_SYSCALL_OPENAT_2_X, open, 'O_RDONLY'],
    ['evt.arg|9', E.PPME_SYSCALL_OPENAT_2_X, open, undefined],
    ['evt.arg|-1', E.PPME_SYSCALL_OPENAT_2_X, open, undefined],
    ['evt.arg|uid', E.PPME_SYSCALL_OPENAT_2_X, open, undefined],
    ['evt.rawarg|flags', E.PPME_SYSCALL_OPENAT_2_X, open, 1],
    ['evt.rawarg|dirfd', E.PPME_SYSCALL_OPENAT_2_X, open, -100],
    ['evt.rawarg|name', E.PPME_SYSCALL_OPENAT_2_X, open, 'x'],
    ['evt.rawarg|name', E.PPME_SYSCALL_OPENAT_2_X, {}, '<NA>'],
    ['evt.rawarg|flags', E.PPME_SYSCALL_OPENAT_2_X, {}, undefined],
    ['evt.rawarg|uid', E.PPME_SYSCALL_OPENAT_2_X, open, undefined],
    ['evt.rawarg|addr', E.PPME_SYSCALL_MMAP_X, { addr: 2n ** 64n - 1n }, 2n ** 64n - 1n],
    ['evt.rawarg|data', E.PPME_SYSCALL_WRITE_X, { data: '\0\xff' }, '\0\xff'],
    ['evt.args', E.PPME_SYSCALL_CLOSE_X, { res: -9, fd: 3 }, 'res=-9(EBADF) fd=3(<f>/etc/passwd)'],
    ['evt.args', E.PPME_GENERIC_X, { ID: 1, nativeID: 219 }, ''],
    ['evt.info', E.PPME_SYSCALL_CLOSE_X, { res: 0, fd: 99 }, 'res=0 fd=99'],
  ]);

  test('conditions and outputs say the same of parameters', () => {
    const ctx = event(E.PPME_SYSCALL_OPENAT_2_X, open);
    for (const name of Object.keys(open)) expect(condition(ctx, 'evt.arg', name)).toBe(read(ctx, 'evt.arg', name));
  });
});

describe('paths', () => {
  table([
    ['evt.abspath', E.PPME_SYSCALL_MKDIRAT_X, { dirfd: -100, path: '../x' }, '/home/x'],
    ['evt.abspath', E.PPME_SYSCALL_MKDIRAT_X, { dirfd: 99, path: 'x' }, '<UNKNOWN>/x'],
    ['evt.abspath', E.PPME_SYSCALL_MKDIRAT_X, { dirfd: 99, path: '/a//b' }, '/a/b'],
    ['evt.abspath', E.PPME_SYSCALL_MKDIRAT_X, { dirfd: -100 }, undefined],
    ['evt.abspath', E.PPME_SYSCALL_MKDIR_2_X, { path: '/a' }, undefined],
    ['evt.abspath|dst', E.PPME_SYSCALL_RENAMEAT_X, { newdirfd: -100, newpath: 'b' }, '/home/u/b'],
    ['evt.abspath|src', E.PPME_SYSCALL_RENAMEAT_X, { olddirfd: -100, oldpath: 'a' }, '/home/u/a'],
    ['evt.abspath', E.PPME_SYSCALL_RENAMEAT_X, { olddirfd: -100, oldpath: 'a' }, '/home/u/a'],
    ['fs.path.name', E.PPME_SYSCALL_MKDIR_2_X, { res: 0, path: 'a' }, '/home/u/a'],
    ['fs.path.nameraw', E.PPME_SYSCALL_MKDIR_2_X, { res: 0, path: 'a' }, 'a'],
    ['fs.path.name', E.PPME_SYSCALL_MKDIR_2_X, { res: -17, path: 'a' }, undefined],
    ['fs.path.name', E.PPME_SYSCALL_MKDIR_2_X, { res: 0, path: '/a/../b/' }, '/b'],
    ['fs.path.name', E.PPME_SYSCALL_MKDIRAT_X, { res: 0, dirfd: 4, path: 'a' }, '/srv/a'],
    ['fs.path.name', E.PPME_SYSCALL_MKDIRAT_X, { res: 0, dirfd: 99, path: 'a' }, '<UNKNOWN>a'],
    ['fs.path.name', E.PPME_SYSCALL_OPENAT_2_X, { fd: -2, dirfd: -100, name: 'a' }, '<UNKNOWN>'],
    ['fs.path.nameraw', E.PPME_SYSCALL_OPENAT_2_X, { fd: -2, dirfd: -100, name: 'a' }, 'a'],
    ['fs.path.nameraw', E.PPME_SYSCALL_OPENAT_2_X, { fd: -1, dirfd: -100, name: 'a' }, undefined],
    ['fs.path.source', E.PPME_SYSCALL_RENAME_X, { res: 0, oldpath: 'a', newpath: 'b' }, '/home/u/a'],
    ['fs.path.targetraw', E.PPME_SYSCALL_RENAME_X, { res: 0, oldpath: 'a', newpath: 'b' }, 'b'],
    ['fs.path.target', E.PPME_SYSCALL_RENAMEAT2_X, { res: 0, newdirfd: 4, newpath: 'b' }, '/srv/b'],
    ['fs.path.source', E.PPME_SYSCALL_LINK_2_X, { res: 0, oldpath: 'a', newpath: 'b' }, '/home/u/b'],
    ['fs.path.target', E.PPME_SYSCALL_SYMLINKAT_X, { res: 0, target: 'a', linkpath: 'b' }, '<UNKNOWN>a'],
    ['fs.path.name', E.PPME_SYSCALL_RENAME_X, { res: 0, oldpath: 'a', newpath: 'b' }, undefined],
  ]);

  test('evt.abspath below a directory turns the event to that directory', () => {
    const ctx = event(E.PPME_SYSCALL_OPENAT_2_X, { fd: 3, dirfd: 4, name: 'x', flags: 1 });
    expect(ctx.fd?.name).toBe('/srv/x');
    expect(read(ctx, 'evt.abspath')).toBe('/srv/x');
    expect(ctx.fd?.name).toBe('/srv');
  });

  test('evt.abspath below an unknown directory leaves the descriptor to fd.* alone', () => {
    const ctx = event(E.PPME_SYSCALL_OPENAT_2_X, { fd: 3, dirfd: 99, name: 'x', flags: 1 });
    const seen = () => ['fd.type', 'fd.name', 'fd.num', 'fs.path.name'].map((name) => read(ctx, name));
    expect(seen()).toEqual(['file', '<UNKNOWN>x', 3, '<UNKNOWN>x']);
    expect(read(ctx, 'evt.abspath')).toBe('<UNKNOWN>/x');
    expect(seen()).toEqual(['file', '<UNKNOWN>x', 3, '<UNKNOWN>']);
  });

  test('evt.abspath of a failed open below an unknown directory leaves nothing', () => {
    const ctx = event(E.PPME_SYSCALL_OPENAT_2_X, { fd: -2, dirfd: 99, name: 'x', flags: 1 });
    expect(read(ctx, 'evt.abspath')).toBe('<UNKNOWN>/x');
    expect([read(ctx, 'fd.type'), read(ctx, 'fd.name')]).toEqual([undefined, '<UNKNOWN>x']);
  });
});

describe('times', () => {
  test('of the event itself', () => {
    const ctx = event(E.PPME_SYSCALL_CLOSE_X);
    expect(read(ctx, 'evt.rawtime')).toBe(1795330138274433820n);
    expect(read(ctx, 'evt.rawtime.s')).toBe(1795330138);
    expect(read(ctx, 'evt.rawtime.ns')).toBe(274433820);
    expect(read(ctx, 'evt.time.iso8601')).toBe('2026-11-22T06:48:58.274433820+0000');
  });

  test('since the first and since the last event', () => {
    const ctx = event(E.PPME_SYSCALL_CLOSE_X);
    expect(read(ctx, 'evt.reltime')).toBe(0);
    expect(read(ctx, 'evt.deltatime')).toBe(0);
    ctx.lastTsHi = ctx.evt.tsHi;
    ctx.lastTsLo = ctx.evt.tsLo;
    ctx.evt.tsHi += 1;
    expect(read(ctx, 'evt.reltime')).toBe(2 ** 32);
    expect(read(ctx, 'evt.reltime.s')).toBe(4);
    expect(read(ctx, 'evt.deltatime.ns')).toBe(294967296);
  });

  test('process information does not start the clock', () => {
    const ctx = event(E.PPME_PROCINFO_E);
    expect(read(ctx, 'evt.reltime')).toBe(1795330138274433820n);
  });

  test('around a moment, in milliseconds', () => {
    const ctx = event(E.PPME_SYSCALL_CLOSE_X);
    expect(condition(ctx, 'evt.around', '1795330138274433820')).toBe(0);
    expect(condition(ctx, 'evt.around', '1795330138274433821')).toBe(1);
    expect(condition(ctx, 'evt.around', '1795330138000000000')).toBe(275);
    expect(read(ctx, 'evt.around', '1795330138000000000')).toBeUndefined();
  });
});

test('number, CPU and host', () => {
  const ctx = event(E.PPME_SYSCALL_CLOSE_X, {}, { num: 77 });
  ctx.evt.cpu = 65535;
  ctx.hostname = 'demo';
  expect(read(ctx, 'evt.num')).toBe(77);
  expect(read(ctx, 'evt.cpu')).toBe(-1);
  expect(read(ctx, 'evt.hostname')).toBe('demo');
});

test('counters count for themselves', () => {
  const ctx = event(E.PPME_SYSCALL_CLOSE_X);
  const counter = lookupField('util.cnt');
  const [a, b] = [0, 1].map(() => extractOf(counter?.bind(undefined, ctx.evt.type) ?? { kind: 'never' }));
  expect([a?.(ctx), a?.(ctx), b?.(ctx)]).toEqual([1, 2, 1]);
});

test('events of old container managers', () => {
  const description = 'ID:0123456789abcdef; Image: busybox@sha256:12; name:box ;Event:start';
  const ctx = event(E.PPME_INFRASTRUCTURE_EVENT_E, { description });
  expect(read(ctx, 'evt.infra.docker.name')).toBe('start');
  expect(read(ctx, 'evt.infra.docker.container.id')).toBe('0123456789ab');
  expect(read(ctx, 'evt.infra.docker.container.name')).toBe('box');
  expect(read(ctx, 'evt.infra.docker.container.image')).toBe('busybox');
});
