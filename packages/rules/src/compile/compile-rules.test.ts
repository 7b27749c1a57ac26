import type { FieldInfo } from '@saker/schema/field-info.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Constant, Typed, TypedCheck } from '../check/typed.ts';
import type { Operator } from '../language/ast.ts';
import { type MatchableRule, RuleMatcher } from './compile-rules.ts';
import type { Bound, FieldSource, FieldValue, Scope } from './field-source.ts';
import { interpret } from './interpret.ts';

/** A made-up event: field values by name. Threads keep their values unless `version` changes. */
interface FakeEvent {
  readonly tid: number;
  readonly version: number;
  readonly values: Readonly<Record<string, FieldValue | undefined>>;
}

const FIELDS: Readonly<
  Record<string, { info: FieldInfo; of: Scope; any?: boolean; unique?: boolean; cut?: (text: string) => string }>
> = {
  'p.env': { info: { name: 'p.env', type: 'CHARBUF', format: 'PF_NA', flags: [] }, of: 'thread', unique: true },
  'f.head': {
    info: { name: 'f.head', type: 'CHARBUF', format: 'PF_NA', flags: [] },
    of: 'event',
    cut: (t) => t.slice(0, 2),
  },
  'f.tail': {
    info: { name: 'f.tail', type: 'CHARBUF', format: 'PF_NA', flags: [] },
    of: 'event',
    cut: (t) => t.slice(-2),
  },
  'p.tail': {
    info: { name: 'p.tail', type: 'CHARBUF', format: 'PF_NA', flags: [] },
    of: 'thread',
  },
  'evt.around': { info: { name: 'evt.around', type: 'UINT64', format: 'PF_DEC', flags: [] }, of: 'event' },
  'evt.rawarg': { info: { name: 'evt.rawarg', type: 'INT64', format: 'PF_DEC', flags: [] }, of: 'event' },
  'f.once': { info: { name: 'f.once', type: 'CHARBUF', format: 'PF_NA', flags: [] }, of: 'event', unique: true },
  'p.name': { info: { name: 'p.name', type: 'CHARBUF', format: 'PF_NA', flags: [] }, of: 'thread' },
  'p.cmd': { info: { name: 'p.cmd', type: 'CHARBUF', format: 'PF_NA', flags: [] }, of: 'thread' },
  'p.parent': { info: { name: 'p.parent', type: 'CHARBUF', format: 'PF_NA', flags: [] }, of: 'tree' },
  'p.uid': { info: { name: 'p.uid', type: 'UINT32', format: 'PF_DEC', flags: [] }, of: 'thread' },
  'f.name': { info: { name: 'f.name', type: 'CHARBUF', format: 'PF_NA', flags: [] }, of: 'event' },
  'f.num': { info: { name: 'f.num', type: 'INT64', format: 'PF_DEC', flags: [] }, of: 'event' },
  'f.ok': { info: { name: 'f.ok', type: 'BOOL', format: 'PF_NA', flags: [] }, of: 'event' },
  'f.port': { info: { name: 'f.port', type: 'PORT', format: 'PF_DEC', flags: [] }, of: 'event', any: true },
  'f.types': { info: { name: 'f.types', type: 'CHARBUF', format: 'PF_NA', flags: ['IS_LIST'] }, of: 'event' },
  'f.ip': { info: { name: 'f.ip', type: 'IPADDR', format: 'PF_NA', flags: [] }, of: 'event' },
  'f.net': { info: { name: 'f.net', type: 'IPNET', format: 'PF_NA', flags: [] }, of: 'event' },
};

const THREADS: readonly object[] = [{}, {}, {}];

/** Type 1 knows everything; type 2 has no `f.*` but a constant `f.num`. */
const SOURCE: FieldSource<FakeEvent> = {
  bind(field, _arg, eventType): Bound<FakeEvent> {
    const fake = FIELDS[field.name];
    if (fake === undefined) throw new Error(field.name);
    if (eventType === 2 && field.name === 'f.num') return { kind: 'const', value: 3 };
    if (eventType === 2 && field.name.startsWith('f.')) return { kind: 'never' };
    const { cut } = fake;
    if (field.name === 'p.tail') {
      // Cut out of `p.name`; of root's processes the other end.
      return {
        kind: 'read',
        of: 'thread',
        extract: (e) => {
          const name = e.values['p.name'] as string | undefined;
          return e.values['p.uid'] === 0 ? name?.slice(0, 2) : name?.slice(-2);
        },
        key: {
          id: 'p',
          value: (e) => e.values['p.name'] as string | undefined,
          variant: (e) => (e.values['p.uid'] === 0 ? 1 : 0),
        },
      };
    }
    if (cut !== undefined) {
      // Cut out of `f.name`, from events with `f.ok` only: name and `f.ok` settle the value.
      return {
        kind: 'read',
        of: 'event',
        extract: (e) => (e.values['f.ok'] === true ? cut((e.values['f.name'] as string | undefined) ?? '') : undefined),
        key: {
          id: 'name',
          value: (e) => (e.values['f.name'] as string | undefined) ?? '',
          variant: (e) => (e.values['f.ok'] === true ? 1 : 0),
        },
      };
    }
    const read = {
      kind: 'read',
      of: fake.of,
      unique: fake.unique === true,
      extract: (e: FakeEvent) => e.values[field.name],
    } as const;
    return fake.any === true ? { ...read, any: true } : read;
  },
  thread: (e) => THREADS[e.tid],
  threadId: (e) => e.tid,
  threadVersion: (e) => e.version,
};

const words = ['', 'a', 'ab', 'abc', 'b', 'bash', 'sh', '/etc/passwd', '/etc/shadow', '/etc', 'x=1'] as const;
const text = fc.constantFrom(...words);
const number = fc.constantFrom(-1, 0, 1, 3, 22, 80, 2 ** 40);
const address = fc.constantFrom('\x7f\0\0\x01', '\x0a\0\0\x05', '\x0a\x01\0\x05', `${'\0'.repeat(15)}\x01`);
const net = fc.constantFrom(
  { kind: 'net', address: '\x0a\0\0\0', bits: 8 } as const,
  { kind: 'net', address: '\x7f\0\0\0', bits: 16 } as const,
  { kind: 'net', address: '\0'.repeat(16), bits: 64 } as const,
);

const TEXT_OPS = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'contains',
  'icontains',
  'startswith',
  'endswith',
  'glob',
  'iglob',
  'in',
  'intersects',
  'pmatch',
  'exists',
] as const;
const NUMBER_OPS = ['=', '!=', '<', '<=', '>', '>=', 'in', 'intersects', 'exists'] as const;
const EQUALITY_OPS = ['=', '!=', 'in', 'intersects', 'exists'] as const;
const MODIFIERS = [undefined, undefined, undefined, 'oneof', 'anyof', 'allof'] as const;

function check(
  name: string,
  op: Operator,
  values: readonly Constant[],
  modifier?: 'oneof' | 'anyof' | 'allof',
): TypedCheck {
  const info = (FIELDS[name] as { info: FieldInfo }).info;
  const set = op === 'in' || op === 'intersects' || op === 'pmatch';
  const useModifier = !set && op !== 'exists' && modifier !== undefined;
  return {
    kind: 'check',
    left: { kind: 'field', info },
    op,
    type: info.type,
    list: info.flags.includes('IS_LIST'),
    right:
      op === 'exists' ? { kind: 'none' } : { kind: 'values', values: set || useModifier ? values : values.slice(0, 1) },
    source: undefined,
    ...(useModifier ? { modifier } : {}),
  };
}

const checks: fc.Arbitrary<Typed> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('p.name', 'p.tail', 'p.cmd', 'p.env', 'p.parent', 'f.name', 'f.head', 'f.tail', 'f.once'),
      fc.constantFrom(...TEXT_OPS),
      fc.array(text, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...MODIFIERS),
    )
    .map(([f, op, v, m]) => check(f, op, v, m)),
  fc
    .tuple(
      fc.constantFrom('p.uid', 'f.num', 'f.port', 'evt.around', 'evt.rawarg'),
      fc.constantFrom(...NUMBER_OPS),
      fc.array(number, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...MODIFIERS),
    )
    .map(([f, op, v, m]) => check(f, op, v, m)),
  fc.tuple(fc.constantFrom(...EQUALITY_OPS), fc.boolean()).map(([op, v]) => check('f.ok', op, [v])),
  fc
    .tuple(fc.constantFrom('in', 'intersects', 'exists'), fc.array(text, { maxLength: 3 }))
    .map(([op, v]) => check('f.types', op as Operator, v)),
  fc
    .tuple(
      fc.constantFrom(...EQUALITY_OPS),
      fc.array(address, { minLength: 1, maxLength: 2 }),
      fc.constantFrom(...MODIFIERS),
    )
    .map(([op, v, m]) => check('f.ip', op, v, m)),
  fc
    .tuple(
      fc.constantFrom(...EQUALITY_OPS),
      fc.array(net, { minLength: 1, maxLength: 2 }),
      fc.constantFrom(...MODIFIERS),
    )
    .map(([op, v, m]) => check('f.net', op, v, m)),
  fc.constantFrom('=', '!=', '<').map(
    (op): Typed => ({
      ...(check('p.name', op as Operator, ['']) as TypedCheck),
      right: { kind: 'operand', operand: { kind: 'field', info: (FIELDS['f.name'] as { info: FieldInfo }).info } },
    }),
  ),
  fc.boolean().map((value): Typed => ({ kind: 'const', value, source: undefined })),
);

const { condition } = fc.letrec<{ condition: Typed; leaf: Typed }>((tie) => ({
  leaf: checks,
  condition: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    checks,
    tie('condition').map((child): Typed => ({ kind: 'not', child, source: undefined })),
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('condition'), { minLength: 2, maxLength: 4 }))
      .map(([kind, children]): Typed => ({ kind: kind as 'and' | 'or', children, source: undefined })),
  ),
}));

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 4 });

/** Three threads with fixed values per version, and events on them. */
const events: fc.Arbitrary<FakeEvent[]> = fc
  .tuple(
    fc.array(fc.record({ 'p.name': maybe(text), 'p.cmd': maybe(text), 'p.env': maybe(text), 'p.uid': maybe(number) }), {
      minLength: 6,
      maxLength: 6,
    }),
    fc.array(
      fc.record({
        tid: fc.integer({ min: -1, max: 2 }),
        late: fc.boolean(),
        own: fc.record({
          'p.parent': maybe(text),
          'f.name': maybe(text),
          'f.once': maybe(text),
          'f.num': maybe(number),
          'f.ok': maybe(fc.boolean()),
          'evt.around': maybe(fc.constantFrom(0, 1, 2, 50)),
          'evt.rawarg': maybe(number),
          'f.port': maybe(fc.array(number, { maxLength: 2 })),
          'f.types': maybe(fc.array(text, { maxLength: 2 })),
          'f.ip': maybe(address),
          'f.net': maybe(address),
        }),
      }),
      { minLength: 1, maxLength: 40 },
    ),
  )
  .map(([threads, list]) =>
    list.map(({ tid, late, own }) => ({
      tid,
      version: late ? 1 : 0,
      values: tid < 0 ? own : { ...own, ...threads[tid * 2 + (late ? 1 : 0)] },
    })),
  );

describe('compiled rules', () => {
  test.each(['first', 'all'] as const)('agree with the interpreter on random rules and events (%s)', (matching) => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 70 }), events, (conditions, list) => {
        const rules = conditions.map((c, i) => ({ id: i + 100, condition: c, eventTypes: [1, 2] }));
        const matcher = new RuleMatcher(rules, SOURCE, { matching });
        const out = new Int32Array(200);
        for (const type of [1, 2]) {
          for (const event of list) {
            const expected = rules.filter((r) => interpret(r.condition, event, type, SOURCE)).map((r) => r.id);
            const n = matcher.forType(type)?.(event, out, 0) ?? 0;
            expect([...out.subarray(0, n)]).toEqual(matching === 'first' ? expected.slice(0, 1) : expected);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('tell comparisons apart that Falco makes its own way', () => {
    const around = (max: number) => check('evt.around', '=', [max]);
    const rules: MatchableRule[] = [1, 3, 22, 80, 81, 82, 83, 84, 85, 86].map((max, i) => ({
      id: i,
      condition: around(max),
      eventTypes: [1],
    }));
    rules.push({ id: 20, condition: check('evt.rawarg', '=', [3, 22], 'anyof'), eventTypes: [1] });
    rules.push({ id: 21, condition: check('evt.rawarg', '=', [22, 3], 'anyof'), eventTypes: [1] });
    const match = new RuleMatcher(rules, SOURCE, { matching: 'all' }).forType(1);
    const out = new Int32Array(16);
    const n = match?.({ tid: 1, version: 0, values: { 'evt.around': 50, 'evt.rawarg': 22 } }, out, 0);
    expect([...out.subarray(0, n)]).toEqual([3, 4, 5, 6, 7, 8, 9, 21]);
  });

  test('tell variants of a key of the thread apart', () => {
    const rules = [{ id: 1, condition: check('p.tail', '=', ['ba']), eventTypes: [1] }];
    const match = new RuleMatcher(rules, SOURCE, { matching: 'all' }).forType(1);
    const out = new Int32Array(4);
    const count = (tid: number, uid: number) =>
      match?.({ tid, version: 0, values: { 'p.name': 'bash', 'p.uid': uid } }, out, 0);
    expect([count(0, 0), count(1, 1000), count(2, 0)]).toEqual([1, 0, 1]);
  });

  test('remember values beyond one table and start over', () => {
    const rules = [{ id: 7, condition: check('f.name', 'endswith', ['7']), eventTypes: [1] }];
    const matcher = new RuleMatcher(rules, SOURCE, { matching: 'all' });
    const match = matcher.forType(1);
    const out = new Int32Array(4);
    for (let i = 0; i < 40_000; i++) {
      const name = `file${i % 13 === 0 ? i : i % 3000}`;
      const n = match?.({ tid: 1, version: 0, values: { 'f.name': name } }, out, 0);
      expect(n).toBe(name.endsWith('7') ? 1 : 0);
    }
  });

  test('keep what is known of a value when more is asked of it later', () => {
    const rules = [0, 1, 2, 3, 4, 5].map((i) => ({
      id: i,
      condition: {
        kind: 'and' as const,
        children: [check('f.num', '>=', [i]), check('f.name', 'contains', ['a', 'b'].slice(i % 2))],
        source: undefined,
      },
      eventTypes: [1],
    }));
    const match = new RuleMatcher(rules, SOURCE, { matching: 'all' }).forType(1);
    const out = new Int32Array(8);
    const matches = (num: number, name: string): number[] => {
      const n = match?.({ tid: 1, version: 0, values: { 'f.num': num, 'f.name': name } }, out, 0);
      return [...out.subarray(0, n)];
    };
    expect(matches(0, 'xa')).toEqual([0]);
    expect(matches(5, 'xa')).toEqual([0, 2, 4]);
    expect(matches(1, 'xab')).toEqual([0, 1]);
    expect(matches(5, 'xab')).toEqual([0, 1, 2, 3, 4, 5]);
    expect(matches(2, 'xab')).toEqual([0, 1, 2]);
  });

  test('rule text never becomes code', () => {
    const hostile = `'"\`\\u2028\u2028 */ }); globalThis.hacked = 1; (() => { /*`;
    const rules = [
      { id: 1, condition: check('f.name', '=', [hostile]), eventTypes: [1] },
      { id: 2, condition: check('f.name', 'in', [hostile, 'b']), eventTypes: [1] },
      { id: 3, condition: check('p.parent', 'contains', [hostile]), eventTypes: [1] },
    ];
    const matcher = new RuleMatcher(rules, SOURCE, { matching: 'all' });
    const out = new Int32Array(4);
    const n = matcher.forType(1)?.({ tid: 1, version: 0, values: { 'f.name': hostile, 'p.parent': hostile } }, out, 0);
    expect([...out.subarray(0, n)]).toEqual([1, 2, 3]);
    expect('hacked' in globalThis).toBe(false);
  });
});
