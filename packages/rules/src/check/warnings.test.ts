import { expect, test } from 'vitest';
import { parseCondition } from '../language/parse.ts';
import { conditionWarnings, deprecatedFieldsInFormat } from './warnings.ts';

test.each([
  ['proc.name = <NA>', [], false],
  ['ka.verb = <NA>', [], true],
  ['jevt.value[/a] in (a, <NA>)', [], true],
  ['ka.verb contains <NA>', [], false],
  ['ka.verb = oneof (<NA>)', [], false],
  ['evt.wait_latency > 0 and (evt.dir = < or not evt.dir exists)', ['evt.dir', 'evt.wait_latency'], false],
  ['tolower(evt.latency.human) = x', ['evt.latency.human'], false],
  ['proc.name = val(evt.dir)', [], false],
])('%s', (text, deprecatedFields, unsafeNaCheck) => {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.message);
  expect(conditionWarnings(parsed.ast)).toEqual({ deprecatedFields, unsafeNaCheck });
});

test('a mention in an output counts, also inside a longer name', () => {
  expect(deprecatedFieldsInFormat('%evt.latency.ns of %evt.dir')).toEqual(['evt.dir', 'evt.latency', 'evt.latency.ns']);
  expect(deprecatedFieldsInFormat('%proc.name')).toEqual([]);
});
