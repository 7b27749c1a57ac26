import * as types from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { describe, expect, test } from 'vitest';
import { decodeEvent } from '../codec/decode.ts';
import { encodeEvent, viewEvent } from '../codec/encode.ts';
import type { ParamValue } from '../codec/param-value.ts';
import { eventVerdict, KEEP } from '../event-shapes.ts';
import type { EventView } from '../event-view.ts';
import { PARAM_SIZES } from '../param-sizes.ts';
import { CONVERSIONS } from './conversions.ts';
import { CONVERTED, Converter, DROPPED, FAILED } from './converter.ts';

type Params = Readonly<Record<string, ParamValue>>;

function old(type: number, params: Params, tid = 7): EventView {
  return viewEvent(encodeEvent({ type, ts: 1n, tid, params, nparams: Object.keys(params).length }));
}

function convert(converter: Converter, evt: EventView): readonly [outcome: string, result?: unknown] {
  const outcome = converter.convert(evt);
  if (outcome === DROPPED) return ['dropped'];
  if (outcome === FAILED) return ['failed', converter.problem];
  const { type, params } = decodeEvent(evt);
  return [EVENTS[type]?.enum ?? '', params];
}

const PAIRS: readonly [
  name: string,
  enter: readonly [number, Params] | undefined,
  exit: readonly [number, Params],
  result: readonly unknown[],
][] = [
  [
    'a read takes descriptor and size from its enter event',
    [types.PPME_SYSCALL_READ_E, { fd: 3, size: 100 }],
    [types.PPME_SYSCALL_READ_X, { res: 5, data: 'hello' }],
    ['PPME_SYSCALL_READ_X', { res: 5, data: 'hello', fd: 3, size: 100 }],
  ],
  [
    'without the enter event there are defaults',
    undefined,
    [types.PPME_SYSCALL_READ_X, { res: 5, data: 'hello' }],
    ['PPME_SYSCALL_READ_X', { res: 5, data: 'hello', fd: 0, size: 0 }],
  ],
  [
    'or empty parameters, where the table says so',
    undefined,
    [types.PPME_SYSCALL_UNLINK_X, { res: -2 }],
    ['PPME_SYSCALL_UNLINK_2_X', { res: -2, path: undefined }],
  ],
  [
    'a replaced type takes over its enter event',
    [types.PPME_SYSCALL_UNLINK_E, { path: '/tmp/x' }],
    [types.PPME_SYSCALL_UNLINK_X, { res: 0 }],
    ['PPME_SYSCALL_UNLINK_2_X', { res: 0, path: '/tmp/x' }],
  ],
  [
    'the exit event of another call does not fit',
    [types.PPME_SYSCALL_READ_E, { fd: 3, size: 100 }],
    [types.PPME_SYSCALL_WRITE_X, { res: 5, data: 'hello' }],
    ['failed', 'PPME_SYSCALL_WRITE_X follows PPME_SYSCALL_READ_E'],
  ],
  [
    'a current event stays what it is',
    [types.PPME_SYSCALL_READ_E, { fd: 3, size: 100 }],
    [types.PPME_SYSCALL_CLOSE_X, { res: 0, fd: 9 }],
    ['PPME_SYSCALL_CLOSE_X', { res: 0, fd: 9 }],
  ],
  [
    'a layout that never was',
    undefined,
    [types.PPME_SYSCALL_READ_X, { res: 5 }],
    ['failed', 'PPME_SYSCALL_READ_X with 1 parameters'],
  ],
];

test.each(PAIRS)('%s', (_, enter, exit, result) => {
  const converter = new Converter();
  if (enter) expect(convert(converter, old(...enter))).toEqual(['dropped']);
  expect(convert(converter, old(...exit))).toEqual(result);
});

test('an enter event serves one exit event of its own thread', () => {
  const converter = new Converter();
  converter.convert(old(types.PPME_SYSCALL_CLOSE_E, { fd: 3 }, 7));
  converter.convert(old(types.PPME_SYSCALL_CLOSE_E, { fd: 4 }, 8));
  const exit = (tid: number): unknown => convert(converter, old(types.PPME_SYSCALL_CLOSE_X, { res: 0 }, tid))[1];
  expect(exit(8)).toEqual({ res: 0, fd: 4 });
  expect(exit(7)).toEqual({ res: 0, fd: 3 });
  expect(exit(7)).toEqual({ res: 0, fd: 0 });
});

test('the first execve layout goes through all versions', () => {
  const first = { res: 0, exe: 'ls', args: '-l\0', tid: 7, pid: 7, ptid: 1, cwd: '/', fdlimit: 10 };
  const [name, params] = convert(new Converter(), old(types.PPME_SYSCALL_EXECVE_8_X, first));
  expect(name).toBe('PPME_SYSCALL_EXECVE_19_X');
  expect(Object.keys(params as Params)).toHaveLength(31);
  expect(params).toMatchObject(first);
});

test('enter events that race with the kernel pass and are kept too', () => {
  const enter = { fd: 3, addr: { family: 2, ip: '\x7f\0\0\x01', port: 80 } };
  const converter = new Converter();
  expect(convert(converter, old(types.PPME_SOCKET_CONNECT_E, enter))).toEqual(['PPME_SOCKET_CONNECT_E', enter]);
  const late = { res: 0, tuple: undefined, fd: 3 };
  expect(convert(converter, old(types.PPME_SOCKET_CONNECT_X, late))[1]).toEqual({ ...late, addr: enter.addr });
});

test('an enter event is used up by the first step that takes from it', () => {
  const enter = { fd: 3, addr: { family: 2, ip: '\x7f\0\0\x01', port: 80 } };
  const converter = new Converter();
  converter.convert(old(types.PPME_SOCKET_CONNECT_E, enter));
  const exit = { res: 0, tuple: undefined };
  expect(convert(converter, old(types.PPME_SOCKET_CONNECT_X, exit))[1]).toEqual({ ...exit, fd: 3, addr: undefined });
});

test('separate container parameters become one document', () => {
  const parts = { id: 'abc', type: 6, name: 'web', image: 'nginx:1' };
  expect(convert(new Converter(), old(types.PPME_CONTAINER_E, parts))).toEqual([
    'PPME_CONTAINER_JSON_2_E',
    { json: '{"id":"abc","type":6,"name":"web","image":"nginx:1"}' },
  ]);
});

test('unused types are dropped, and more parameters than the table has are refused', () => {
  expect(convert(new Converter(), old(types.PPME_PROCEXIT_X, {}))).toEqual(['dropped']);
  const evt = old(types.PPME_SYSCALL_CLOSE_X, { res: 0, fd: 1 });
  evt.nparams = 3;
  expect(convert(new Converter(), evt)).toEqual(['failed', 'PPME_SYSCALL_CLOSE_X with 3 parameters']);
});

test('an event that would grow beyond its buffer is refused', () => {
  const big = old(types.PPME_SYSCALL_READ_X, { res: 1, data: 'x'.repeat(65_490) });
  expect(convert(new Converter(), big)).toEqual(['failed', 'a converted event of more than 65536 bytes']);
});

describe('every row of the table', () => {
  test.each(CONVERSIONS.map((row) => [`${row.from} ${row.nparams}`, row] as const))(
    '%s ends at a current event',
    (_, row) => {
      const info = EVENTS.find((e) => e.enum === row.from);
      if (info === undefined) throw new Error('not in the event table');
      const converter = new Converter();
      const evt = filled(info.type, row.nparams);
      const outcome = converter.convert(evt);
      expect([outcome, converter.problem]).toEqual([outcome === DROPPED ? DROPPED : CONVERTED, '']);
      if (outcome === CONVERTED && (evt.type & 1) === 1) expect(eventVerdict(evt.type, evt.nparams)).toBe(KEEP);
    },
  );
});

/** An event whose parameters are as long as their types want. */
function filled(type: number, nparams: number): EventView {
  const params = Object.fromEntries(
    (EVENTS[type]?.params ?? []).slice(0, nparams).map((p) => [p.name, { raw: 'x'.repeat(PARAM_SIZES[p.type] || 5) }]),
  );
  return viewEvent(encodeEvent({ type, ts: 1n, tid: 7, params, nparams }));
}
