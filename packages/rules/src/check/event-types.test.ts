import { EVENTS } from '@saker/schema/events.ts';
import { describe, expect, test } from 'vitest';
import { parseCondition } from '../language/parse.ts';
import { conditionEventTypes } from './event-types.ts';

const ALL = EVENTS.length;

function types(text: string) {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return conditionEventTypes(parsed.ast);
}

/** Names of the types, or how many there are when there are many. */
function names(text: string): string | number {
  const result = types(text);
  if (!result.ok) return result.message;
  if (result.types.size > 20) return result.types.size;
  return [...new Set([...result.types].map((type) => EVENTS[type]?.name))].sort().join();
}

const countOf = (...wanted: string[]) => EVENTS.filter(({ name, type }) => type > 1 && wanted.includes(name)).length;

test.each([
  ['proc.name = x', ALL],
  ['not proc.name = x', ALL],
  ['evt.type = open', 'open'],
  ['syscall.type = open', 'open'],
  ['evt.type in (open, openat) and proc.name = x', 'open,openat'],
  ['evt.type != open', ALL - countOf('open')],
  ['not evt.type in (open, close)', ALL - countOf('open', 'close')],
  ['not evt.type != open', 'open'],
  ['evt.type = open or proc.name = x', ALL],
  ['evt.type = open and not evt.type = open', ''],
  ['not (evt.type != open or proc.name = x)', 'open'],
  ['evt.type = alarm', 'syscall'],
  ['evt.type = syscall', ''],
  ['evt.type startswith open', ALL],
  ['evt.type = oneof (open)', ALL],
  ['evt.type exists', ALL],
  ['not evt.type exists', ''],
  ['evt.num = 0', ''],
  ['evt.num in (0)', ''],
  ['evt.num in (0, 1)', ALL],
  ['evt.num < 1', ''],
  ['evt.num > 0 and evt.type = open', 'open'],
  ['not evt.num > 0', ''],
  ['evt.num >= -1', ALL],
  ['evt.num = 0 or evt.type = open', 'open'],
  ['not concat(proc.name, "x") = y', ''],
  ['not concat("x", proc.name) = y', ALL],
  ['not concat(proc.name, "x") contains y', ALL],
])('%s', (text, expected) => expect(names(text)).toBe(expected));

test('old and new versions of an event', () => {
  const result = types('evt.type = execve');
  expect(result.ok && result.types.size).toBe(countOf('execve'));
  expect(countOf('execve')).toBeGreaterThan(2);
});

describe('what Falco cannot analyse', () => {
  const transformers = 'event code search does not support `evt.type` checks with transformers';
  const fields =
    'right-hand field comparisons on `evt.type`/`syscall.type` checks are not supported by event code search';
  test.each([
    ['evt.type = val(evt.type)', transformers],
    ['tolower(evt.type) = open', transformers],
    ['tolower(evt.type) exists', transformers],
    ['evt.type = val(proc.name)', fields],
    ['evt.type = tolower(proc.name)', fields],
    ['tolower(evt.type) contains open', ALL],
  ])('%s', (text, expected) => expect(names(text)).toBe(expected));
});
