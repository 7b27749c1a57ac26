import { PPME_SYSCALL_READ_X } from '@saker/schema/event-types.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { expect, test } from 'vitest';
import { isBufferParam, ParamScratch } from './param-scratch.ts';

const params = EVENTS[PPME_SYSCALL_READ_X]?.params ?? [];
const [res, data] = params;
if (res === undefined || data === undefined) throw new Error('read has two parameters at least');

test('shorter texts leave the ends of longer ones behind', () => {
  const scratch = new ParamScratch();
  scratch.note(data, 'abcdefgh', true);
  scratch.note(res, '12', false);
  expect(scratch.lastBuffer()).toBe('12\0defgh');
  scratch.note(data, 'xy', true);
  expect(scratch.lastBuffer()).toBe('xy');
});

test('long texts make the memory grow', () => {
  const scratch = new ParamScratch();
  scratch.note(data, 'x'.repeat(5000), true);
  expect(scratch.lastBuffer()).toBe('x'.repeat(5000));
});

test('what holds bytes', () => {
  expect(isBufferParam(data, 0)).toBe(true);
  expect(isBufferParam(res, 0)).toBe(false);
  const option = { name: 'val', type: 'PT_DYN', format: 'PF_DEC', values: 'sockopt_dynamic_param' } as const;
  expect(isBufferParam(option, 0)).toBe(true);
  expect(isBufferParam(option, 1)).toBe(false);
});
