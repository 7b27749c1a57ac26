import { DYNAMIC_PARAMS, type DynamicVariant } from '@saker/schema/dynamic-params.ts';
import type { EventInfo, ParamInfo, ParamType } from '@saker/schema/event-info.ts';
import { EVENTS } from '@saker/schema/events.ts';
import fc from 'fast-check';
import { fdEntry, SCAP_FD_LAST } from '../blocks/fd-list.ts';
import type { EventInput } from '../codec/encode.ts';
import type { ParamValue } from '../codec/param-value.ts';
import { PARAM_SIZES } from '../param-sizes.ts';
import type { FdEntry, GroupEntry, InterfaceEntry, MachineInfo, ProcessEntry, UserEntry } from '../snapshot.ts';

/** Random values in their canonical form: what decoding an encoded one gives back. */

function bytes(maxLength: number, minLength = 0): fc.Arbitrary<string> {
  const unit = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
  return fc.string({ unit, minLength, maxLength });
}

/** Bytes without NUL. */
function text(maxLength: number): fc.Arbitrary<string> {
  const unit = fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code));
  return fc.string({ unit, maxLength });
}

/** Strings, each with its NUL. */
function list(): fc.Arbitrary<string> {
  return fc.array(text(12), { maxLength: 5 }).map((parts) => parts.map((part) => `${part}\0`).join(''));
}

const u32 = fc.nat({ max: 0xffffffff });
const u64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const safe = fc.maxSafeInteger();

function compact(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

const SIGNED: ReadonlySet<ParamType> = new Set([
  'PT_INT8',
  'PT_INT16',
  'PT_INT32',
  'PT_INT64',
  'PT_ERRNO',
  'PT_FD',
  'PT_PID',
  'PT_FD32',
  'PT_PID32',
]);

function number(type: ParamType): fc.Arbitrary<number | bigint> {
  const bits = BigInt(8 * PARAM_SIZES[type]);
  const range = SIGNED.has(type)
    ? { min: -(1n << (bits - 1n)), max: (1n << (bits - 1n)) - 1n }
    : { min: 0n, max: (1n << bits) - 1n };
  return fc.bigInt(range).map(compact);
}

function paramValue(param: ParamInfo, type: ParamType = param.type): fc.Arbitrary<ParamValue> {
  switch (type) {
    case 'PT_CHARBUF':
    case 'PT_FSPATH':
    case 'PT_FSRELPATH':
      return text(20);
    case 'PT_BYTEBUF':
      return bytes(30, 1);
    case 'PT_CHARBUFARRAY':
    case 'PT_CHARBUF_PAIR_ARRAY':
      return fc.array(text(8), { minLength: 1, maxLength: 4 });
    case 'PT_FDLIST':
      return fc.array(fc.record({ fd: safe, flags: fc.integer({ min: -0x8000, max: 0x7fff }) }), { maxLength: 4 });
    case 'PT_SOCKADDR':
      return address;
    case 'PT_SOCKTUPLE':
      return tuple;
    case 'PT_DYN':
      return variant(param);
    case 'PT_IPV4ADDR':
      return bytes(4, 4);
    case 'PT_IPV6ADDR':
      return bytes(16, 16);
    default:
      return number(type);
  }
}

const port = fc.nat({ max: 0xffff });
const address: fc.Arbitrary<ParamValue> = fc.oneof(
  fc.record({ family: fc.constant(1), path: text(20) }),
  fc.record({ family: fc.constant(2), ip: bytes(4, 4), port }),
  fc.record({ family: fc.constant(10), ip: bytes(16, 16), port }),
  fc.record({ family: fc.constant(16) }),
);
const tuple: fc.Arbitrary<ParamValue> = fc.oneof(
  fc.record({ family: fc.constant(1), source: u64, dest: u64, path: text(20) }),
  fc.record({ family: fc.constant(2), sip: bytes(4, 4), sport: port, dip: bytes(4, 4), dport: port }),
  fc.record({ family: fc.constant(10), sip: bytes(16, 16), sport: port, dip: bytes(16, 16), dport: port }),
);

function variant(param: ParamInfo): fc.Arbitrary<ParamValue> {
  const variants = (DYNAMIC_PARAMS as Readonly<Record<string, readonly DynamicVariant[]>>)[param.values ?? ''] ?? [];
  return fc.oneof(
    ...variants.map((v, index) => fc.record({ variant: fc.constant(index), value: paramValue(param, v.type) })),
  );
}

/** Any event of the table, with each parameter empty at times, and trailing ones missing. */
export const eventInput: fc.Arbitrary<EventInput> = fc.constantFrom(...EVENTS).chain(inputOf);

function inputOf(info: EventInfo): fc.Arbitrary<EventInput> {
  return fc.nat({ max: info.params.length }).chain((nparams) =>
    fc.record({
      type: fc.constant(info.type),
      ts: u64,
      tid: fc.oneof(fc.nat(), fc.constant(-1)),
      nparams: fc.constant(nparams),
      params: fc.record(
        Object.fromEntries(
          info.params.slice(0, nparams).map((p) => [p.name, fc.oneof(fc.constant(undefined), paramValue(p))]),
        ),
      ),
    }),
  );
}

export const machineInfo: fc.Arbitrary<MachineInfo> = fc.record({
  cpus: u32,
  memoryBytes: u64,
  maxPid: u64,
  hostname: text(127),
  bootTs: u64,
  flags: u64,
  reserved3: u64,
  reserved4: u64,
});

export const processEntries: fc.Arbitrary<ProcessEntry[]> = fc.array(
  fc.record({
    tid: safe,
    pid: safe,
    ptid: safe,
    sid: safe,
    vpgid: safe,
    pgid: safe,
    comm: text(15),
    exe: text(30),
    exePath: text(30),
    args: list(),
    cwd: text(30),
    fdLimit: safe,
    flags: u32,
    uid: u32,
    gid: u32,
    vmSize: u32,
    vmRss: u32,
    vmSwap: u32,
    pfMajor: safe,
    pfMinor: safe,
    env: list(),
    vtid: safe,
    vpid: safe,
    cgroups: bytes(30),
    root: text(10),
    pidnsInitStartTs: u64,
    tty: u32,
    loginUid: u32,
    exeWritable: fc.boolean(),
    capInheritable: u64,
    capPermitted: u64,
    capEffective: u64,
    exeUpperLayer: fc.boolean(),
    exeIno: u64,
    exeInoCtime: u64,
    exeInoMtime: u64,
    exeFromMemfd: fc.boolean(),
    exeLowerLayer: fc.boolean(),
  }),
  { maxLength: 4 },
);

export const fdEntries: fc.Arbitrary<FdEntry[]> = fc.array(
  fc.integer({ min: 1, max: SCAP_FD_LAST }).chain((type) => fdDetail(type)),
  { maxLength: 6 },
);

function fdDetail(type: number): fc.Arbitrary<FdEntry> {
  const named = { name: text(30) };
  const width = type === 3 || type === 5 ? 4 : 16;
  const ip = bytes(width, width);
  const detail: Readonly<Record<number, fc.Arbitrary<Partial<FdEntry>>>> = {
    3: fc.record({ sip: ip, dip: ip, sport: port, dport: port, l4: fc.nat({ max: 5 }) }),
    4: fc.record({ sip: ip, dip: ip, sport: port, dport: port, l4: fc.nat({ max: 5 }) }),
    5: fc.record({ sip: ip, sport: port, l4: fc.nat({ max: 5 }) }),
    6: fc.record({ sip: ip, sport: port, l4: fc.nat({ max: 5 }) }),
    8: fc.record({ unixSource: u64, unixDest: u64, ...named }),
    16: fc.record({ openFlags: u32, dev: u32, ...named }),
  };
  return fc
    .record({ fd: safe, ino: u64, rest: detail[type] ?? fc.record(named) })
    .map(({ fd, ino, rest }) => fdEntry(fd, type, { ino, ...rest }));
}

export const userEntries: fc.Arbitrary<UserEntry[]> = fc.array(
  fc.record({ uid: u32, gid: u32, name: text(20), home: text(30), shell: text(20) }),
  { maxLength: 5 },
);

export const groupEntries: fc.Arbitrary<GroupEntry[]> = fc.array(fc.record({ gid: u32, name: text(20) }), {
  maxLength: 5,
});

export const interfaceEntries: fc.Arbitrary<InterfaceEntry[]> = fc.array(
  fc.constantFrom(4, 16).chain((width) => {
    const ip = bytes(width, width);
    return fc.record({ name: text(15), address: ip, netmask: ip, broadcast: ip, linkSpeed: u64 });
  }),
  { maxLength: 4 },
);
