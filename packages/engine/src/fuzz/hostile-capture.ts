import type { ByteString } from '@saker/core/byte-string.ts';
import { pick, type Random } from '@saker/core/fuzz/random.ts';
import { encodeEvent, viewEvent } from '@saker/scap/codec/encode.ts';
import type { ParamValue } from '@saker/scap/codec/param-value.ts';
import { PARAM_SIZES } from '@saker/scap/param-sizes.ts';
import { MACHINE, processEntry } from '@saker/scap/testing/entries.ts';
import { captureBytes } from '@saker/scap/writer.ts';
import type { ParamType } from '@saker/schema/event-info.ts';
import * as types from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { hostileContainer } from './hostile-container.ts';

const ALL: readonly number[] = EVENTS.map(({ type }) => type);
/** Events that the state follows, so that they meet more often. */
const STATEFUL: readonly number[] = EVENTS.filter(({ name }) =>
  /^(?:clone3?|v?fork|execve(?:at)?|openat2?|open|close|dup[23]?|procexit|socket|accept4?|connect|bind|chdir|fchdir|chroot|setuid|setsid|pipe2?|prctl|container|asyncevent|useradded|userdeleted|read|write|sendto)$/.test(
    name,
  ),
).map(({ type }) => type);

/** Few threads and descriptors, so that events meet. */
const IDS: readonly number[] = [0, 1, 2, 3, 4, 5, 42, -1, -2, -100, 255, 65536, 0x7fffffff, -0x80000000, 1e15];
const TEXTS: readonly ByteString[] = [
  ...[
    '',
    'a',
    'sh',
    '/etc/passwd',
    '/',
    '.',
    '..',
    '../..',
    '//a/./b/../c',
    '<NA>',
    '\xff\xfe',
    '\xed\xa0\x80',
    'a\nb',
    '\x1b[31m',
    '"',
    '\\',
    '\x7f',
  ],
  ...[
    'cpu=/docker/'.padEnd(76, 'a'),
    `/kubepods/pod${'b'.repeat(36)}/${'c'.repeat(64)}`,
    '{"container":{"id":"x","type":0}}',
    '{',
    'HOME=/x',
    'x'.repeat(5000),
  ],
  ...[
    '127.0.0.1:80->1.2.3.4:5',
    '/bin/sh\0-c\0ls\0',
    '\0\0\0',
    'memfd:x',
    'pipe:[1]',
    '/proc/self/fd/3',
    '\xf0\x9f\x98\x80',
  ],
];

/** A capture whose blocks are in order, of any events in any order with nearly any values. */
export function hostileCapture(random: Random): Uint8Array {
  const length = 10 + (random() % 150);
  return captureBytes((writer) => {
    writer.section();
    if (random() % 4 > 0) writer.machine(MACHINE);
    const tids = [1, 2, 3, 42, pick(IDS, random)];
    writer.processes(
      tids.map((tid) =>
        processEntry(tid, {
          pid: pick([tid, 1, 2], random),
          ptid: pick(IDS, random),
          comm: pick(TEXTS, random).slice(0, 16),
          exe: pick(TEXTS, random),
          args: pick(TEXTS, random),
          cwd: pick(TEXTS, random),
          cgroups: pick(TEXTS, random),
        }),
      ),
    );
    let ts = 1_700_000_000_000_000_000n;
    for (let i = 0; i < length; i++) {
      ts += BigInt(random() % 5) * 10n ** BigInt(random() % 12) - 3n;
      writer.event(viewEvent(hostileEvent(ts, random)));
    }
  });
}

function hostileEvent(ts: bigint, random: Random): ReturnType<typeof encodeEvent> {
  const type = random() % 20 === 0 ? types.PPME_ASYNCEVENT_E : pick(random() % 2 === 0 ? STATEFUL : ALL, random);
  const info = EVENTS[type] as (typeof EVENTS)[number];
  const nparams = random() % 10 === 0 ? random() % (info.params.length + 1) : info.params.length;
  const params: Record<string, ParamValue> = {};
  for (const { name, type: kind } of info.params.slice(0, nparams)) {
    params[name] = { raw: hostileParam(kind, name, random).slice(0, 0xffff) };
  }
  if (type === types.PPME_ASYNCEVENT_E && random() % 2 === 0 && nparams >= 3) {
    params.name = { raw: pick(['container\0', 'container_removed\0'], random) };
    params.data = { raw: `${random() % 4 === 0 ? pick(TEXTS, random) : hostileContainer(random)}\0` };
  }
  return encodeEvent({ type, ts, tid: pick(IDS, random), params, nparams });
}

function hostileParam(type: ParamType, name: string, random: Random): ByteString {
  if (random() % 25 === 0) return '';
  if (random() % 25 === 0) return randomBytes(random() % 40, random);
  const size = PARAM_SIZES[type];
  if (size === 16) return randomBytes(16, random);
  if (size > 0) {
    const small =
      /^(?:res|tid|pid|ptid|vtid|vpid|pgid|fd|fd1|fd2|oldfd|newfd|dirfd|ret)/.test(name) || random() % 3 > 0;
    return small ? integer(pick(IDS, random), size) : randomBytes(size, random);
  }
  switch (type) {
    case 'PT_CHARBUF':
    case 'PT_FSPATH':
    case 'PT_FSRELPATH':
      return `${pick(TEXTS, random).replaceAll('\0', '')}${random() % 20 === 0 ? '' : '\0'}`;
    case 'PT_CHARBUFARRAY':
    case 'PT_CHARBUF_PAIR_ARRAY':
      return `${Array.from({ length: random() % 6 }, () => pick(TEXTS, random)).join('\0')}\0`;
    case 'PT_SOCKADDR':
    case 'PT_SOCKTUPLE': {
      const family = pick([1, 2, 10, 0, 255], random);
      const body =
        {
          1: type === 'PT_SOCKADDR' ? 0 : 16,
          2: type === 'PT_SOCKADDR' ? 6 : 12,
          10: type === 'PT_SOCKADDR' ? 18 : 36,
        }[family] ?? 3;
      return String.fromCharCode(family) + randomBytes(body, random) + (family === 1 ? `${pick(TEXTS, random)}\0` : '');
    }
    case 'PT_FDLIST':
      return integer(random() % 4, 2) + randomBytes((random() % 4) * 10, random);
    case 'PT_DYN':
      return String.fromCharCode(random() % 4) + integer(pick(IDS, random), 8);
    default:
      return random() % 2 === 0 ? pick(TEXTS, random) : randomBytes(random() % 100, random);
  }
}

function integer(value: number, size: number): ByteString {
  const number = BigInt.asUintN(64, BigInt(value));
  return Array.from({ length: size }, (_, i) => String.fromCharCode(Number((number >> BigInt(8 * i)) & 0xffn))).join(
    '',
  );
}

function randomBytes(length: number, random: Random): ByteString {
  return Array.from({ length }, () => String.fromCharCode(random() & 0xff)).join('');
}
