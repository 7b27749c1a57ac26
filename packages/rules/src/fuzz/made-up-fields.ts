import { type ByteString, bytesToArray } from '@saker/core/byte-string.ts';
import { hashOf } from '@saker/core/fuzz/random.ts';
import type { FieldInfo } from '@saker/schema/field-info.ts';
import type { Constant, Typed } from '../check/typed.ts';
import type { Bound, FieldScalar, FieldSource, FieldValue, Scope } from '../compile/field-source.ts';
import { valueKind } from '../compile/operators/predicate.ts';

/** An event that has all its values from numbers. */
export interface MadeUpEvent {
  readonly seed: number;
  readonly tid: number;
  /** Another one, other values of the thread. */
  readonly version: number;
}

const THREADS: readonly object[] = [{}, {}, {}];
/** Fields with several values of their own. */
const ANY = /^(?:fd\.(?:ip|port|proto|net|[cslr]ip\.name)|proc\.a(?:pid|name|exe|exepath|cmdline|env))$/;

const TEXTS: readonly ByteString[] = [
  '',
  'bash',
  'sh',
  '/etc/passwd',
  '/etc',
  '/',
  'a',
  'b',
  'x',
  'A B',
  '\xc3\xa9',
  '\xff',
  'a\nb',
];
const NUMBERS: readonly FieldScalar[] = [
  0,
  1,
  -1,
  3,
  22,
  80,
  255,
  1024,
  2 ** 31,
  2 ** 40,
  2n ** 63n,
  2n ** 64n - 1n,
  -(2n ** 63n),
];
const ADDRESSES: readonly ByteString[] = ['\x7f\0\0\x01', '\x0a\0\0\x05', '\x01\x02\x03\x04', `${'\0'.repeat(15)}\x01`];

/** Fields whose values are made up, but often near what rules compare with. */
export function madeUpFields(rules: readonly Typed[]): FieldSource<MadeUpEvent> {
  const texts = [...TEXTS];
  const numbers = [...NUMBERS];
  for (const constant of constantsOf(rules)) {
    if (typeof constant === 'number' || typeof constant === 'bigint') numbers.push(constant);
    if (typeof constant !== 'string' || constant.includes('\0')) continue;
    texts.push(
      constant,
      `${constant}x`,
      `x${constant}`,
      constant.slice(1),
      constant.slice(0, -1),
      constant.toUpperCase(),
    );
  }
  const scalar = (info: FieldInfo, hash: number): FieldScalar => {
    const from = <T>(pool: readonly T[]): T => pool[hash % pool.length] as T;
    switch (valueKind(info.type)) {
      case 'text':
        return from(texts);
      case 'buffer':
        return hash % 5 === 0 ? 'a\0b' : from(texts);
      case 'bool':
        return hash % 2 === 0;
      case 'address':
      case 'network':
        return from(ADDRESSES);
      case 'number':
        return from(numbers);
    }
  };
  const value = (info: FieldInfo, hash: number, any: boolean): FieldValue | undefined => {
    if (any || info.flags.includes('IS_LIST')) {
      return Array.from({ length: hash % 4 }, (_, i) => scalar(info, mix(hash, i)));
    }
    return hash % 7 === 0 ? undefined : scalar(info, hash >>> 3);
  };
  const hashes = new Map<string, number>();
  return {
    bind(info, arg, eventType): Bound<MadeUpEvent> {
      // Events are numbered from 1, and the compiler knows.
      if (info.name === 'evt.num') return { kind: 'read', of: 'event', extract: (event) => 1 + event.seed };
      const name = `${info.name}[${arg ?? ''}`;
      const own = hashes.get(name) ?? hashOf(bytesToArray(name));
      hashes.set(name, own);
      const any = arg === undefined && ANY.test(info.name);
      const kind = mix(own, eventType) % 10;
      if (kind === 0) return { kind: 'never' };
      const fixed = any ? undefined : value(info, mix(own, 1), false);
      if (kind === 1 && fixed !== undefined) return { kind: 'const', value: fixed };
      const of = scopeOf(info.name);
      const extract = (event: MadeUpEvent) => value(info, mix(own, seedOf(of, event)), any);
      const unique = kind < 4;
      if (kind > 7 && of === 'event') {
        return { kind: 'read', of, any, unique, extract, key: { id: 'seed', value: (event) => event.seed } };
      }
      return { kind: 'read', of, any, unique, extract };
    },
    thread: (event) => THREADS[event.tid],
    threadId: (event) => event.tid,
    threadVersion: (event) => event.version,
  };
}

function scopeOf(name: string): Scope {
  if (/^proc\.[ap]\w|^proc\.vpgid/.test(name)) return 'tree';
  return /^(?:proc|user|group|thread|container)\./.test(name) ? 'thread' : 'event';
}

function seedOf(of: Scope, { seed, tid, version }: MadeUpEvent): number {
  return of === 'thread' ? mix(tid, version) : seed;
}

function mix(a: number, b: number): number {
  let t = Math.imul(a ^ (b + 0x9e3779b9), 0x85ebca6b);
  t = Math.imul(t ^ (t >>> 13), 0xc2b2ae35);
  return (t ^ (t >>> 16)) >>> 0;
}

function constantsOf(conditions: readonly Typed[]): readonly Constant[] {
  const found: Constant[] = [];
  const open = [...conditions];
  for (let each = open.pop(); each !== undefined && found.length < 1000; each = open.pop()) {
    if (each.kind === 'and' || each.kind === 'or') open.push(...each.children);
    else if (each.kind === 'not') open.push(each.child);
    else if (each.kind === 'check' && each.right.kind === 'values') found.push(...each.right.values.slice(0, 20));
  }
  return found;
}
