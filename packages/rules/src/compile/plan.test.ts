import { expect, test } from 'vitest';
import type { TypedCheck } from '../check/typed.ts';
import type { FieldBinder } from './field-source.ts';
import { planRules } from './plan.ts';

const source: FieldBinder<undefined> = { bind: () => ({ kind: 'read', of: 'event', extract: () => 'x' }) };

const isNot = (value: string): TypedCheck => ({
  kind: 'check',
  left: { kind: 'field', info: { name: 'proc.name', type: 'CHARBUF', format: 'PF_NA', flags: [] } },
  op: '!=',
  type: 'CHARBUF',
  list: false,
  right: { kind: 'values', values: [value] },
  source: undefined,
});

test('a condition of very many parts is planned in a moment', () => {
  const children = Array.from({ length: 30_000 }, (_, i) => isNot(`p${i}`));
  const started = performance.now();
  const plan = planRules([{ id: 0, condition: { kind: 'and', children, source: undefined } }], source, 0);
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(plan.stages).toHaveLength(1);
  expect(plan.rest).toEqual([{ kind: 'true' }]);
});
