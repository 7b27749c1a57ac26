import type { FieldInfo } from '@saker/schema/field-info.ts';
import { describe, expect, test } from 'vitest';
import type { Typed } from '../check/typed.ts';
import { RuleMatcher } from './compile-rules.ts';
import type { FieldSource } from './field-source.ts';

interface FakeEvent {
  readonly ts: number;
  name: string;
}

function info(name: string): FieldInfo {
  return { name, type: name === 'since' ? 'RELTIME' : 'CHARBUF', format: 'PF_NA', flags: [] };
}

/** `since`: time since the rule's last look; `rename`: yields "x" and gives the event another name. */
const SOURCE: FieldSource<FakeEvent> = {
  bind(field) {
    if (field.name === 'since') {
      const own = () => {
        let last: number | undefined;
        return (e: FakeEvent) => {
          const since = last === undefined ? 0 : e.ts - last;
          last = e.ts;
          return since;
        };
      };
      return { kind: 'read', of: 'event', extract: () => -1, own };
    }
    if (field.name === 'name') return { kind: 'read', of: 'event', extract: (e) => e.name };
    return {
      kind: 'read',
      of: 'event',
      impure: true,
      extract: (e) => {
        e.name = 'renamed';
        return 'x';
      },
    };
  },
  thread: () => undefined,
  threadId: () => -1,
  threadVersion: () => 0,
};

function check(name: string, op: '=' | '>' | '<', value: string | number): Typed {
  return {
    kind: 'check',
    left: { kind: 'field', info: info(name) },
    op,
    type: info(name).type,
    list: false,
    right: { kind: 'values', values: [value] },
    source: undefined,
  };
}

function and(...children: Typed[]): Typed {
  return { kind: 'and', children, source: undefined };
}

function or(...children: Typed[]): Typed {
  return { kind: 'or', children, source: undefined };
}

/** Ids of the rules that match each event; events are of types 1 and 2 in turn. */
function run(
  conditions: readonly Typed[],
  events: readonly FakeEvent[],
  matching: 'first' | 'all' = 'all',
): number[][] {
  const rules = conditions.map((condition, id) => ({ id, condition, eventTypes: [1, 2] }));
  const matcher = new RuleMatcher(rules, SOURCE, { matching });
  const out = new Int32Array(8);
  return events.map((event, i) => {
    const n = matcher.forType(1 + (i % 2))?.({ ...event }, out, 0) ?? 0;
    return [...out.subarray(0, n)];
  });
}

const EVENTS: readonly FakeEvent[] = [
  { ts: 10, name: 'a' },
  { ts: 15, name: 'b' },
  { ts: 18, name: 'a' },
  { ts: 30, name: 'b' },
];

describe('time since the own last look', () => {
  test('counts from the event at which the rule got that far', () => {
    const late = and(check('name', '=', 'a'), check('since', '>', 6));
    // Looks at 10 and 18 only.
    expect(run([check('since', '>', 6), late], EVENTS)).toEqual([[], [], [1], [0]]);
  });

  test('is the same for all parts of one condition', () => {
    expect(run([and(check('since', '>', 2), check('since', '<', 6))], EVENTS)).toEqual([[], [0], [0], []]);
  });

  test('passes by events that an earlier rule took', () => {
    expect(run([check('name', '=', 'b'), check('since', '>', 6)], EVENTS, 'first')).toEqual([[], [0], [1], [0]]);
  });
});

describe('fields that change others', () => {
  test('what the rule has seen before stays, other rules see the change', () => {
    const renames = check('rename', '=', 'y');
    const again = and(check('name', '=', 'a'), or(renames, check('name', '=', 'a')));
    expect(run([again, check('name', '=', 'a'), check('name', '=', 'renamed')], EVENTS.slice(0, 1))).toEqual([[0, 2]]);
  });
});
