import { describe, expect, test } from 'vitest';
import { SYSCALL_FIELDS } from '../check/field-catalogue.ts';
import type { TypedOperand } from '../check/typed.ts';
import { parseFormat } from './format.ts';

function shown(operand: TypedOperand): string {
  if (operand.kind === 'field')
    return operand.arg === undefined ? operand.info.name : `${operand.info.name}/${operand.arg}`;
  return `${operand.name}(${operand.args.map((arg) => (arg.kind === 'value' || arg.kind === 'list' ? '..' : shown(arg))).join()})`;
}

function format(template: string) {
  const result = parseFormat(template, SYSCALL_FIELDS);
  if (!result.ok) throw new Error(result.message);
  const { segments, fields, lenient } = result.format;
  return {
    lenient,
    segments: segments.map((segment) =>
      segment.kind === 'text' ? segment.text : { value: shown(segment.operand), width: segment.width },
    ),
    fields: fields.map(({ name, transformed }) => (transformed ? `${name}!` : name)),
  };
}

describe('accepted', () => {
  test.each([
    ['text', ['text'], []],
    ['%proc.name', [{ value: 'proc.name', width: 0 }], ['proc.name']],
    ['a=%proc.name.', ['a=', { value: 'proc.name', width: 0 }, '.'], ['proc.name']],
    ['%proc.nameless', [{ value: 'proc.name', width: 0 }, 'less'], ['proc.name']],
    [
      '%proc.name%proc.pid',
      [
        { value: 'proc.name', width: 0 },
        { value: 'proc.pid', width: 0 },
      ],
      ['proc.name', 'proc.pid'],
    ],
    ['%10proc.aname[2]', [{ value: 'proc.aname/2', width: 10 }], ['proc.aname[2]']],
    ['%evt.arg.name', [{ value: 'evt.arg/name', width: 0 }], ['evt.arg.name']],
    ['%99999999999proc.pid', [{ value: 'proc.pid', width: 65_535 }], ['proc.pid']],
    ['%toupper(proc.name)', [{ value: 'toupper(proc.name)', width: 0 }], ['proc.name', 'toupper(proc.name)!']],
    [
      '%len(tolower(proc.name))',
      [{ value: 'len(tolower(proc.name))', width: 0 }],
      ['proc.name', 'len(tolower(proc.name))!'],
    ],
    ['%join("-", (proc.name, "x"))', [{ value: 'join(..,..)', width: 0 }], ['proc.name', 'join(-,(proc.name,x))!']],
    ['ü%fd.name', ['\xc3\xbc', { value: 'fd.name', width: 0 }], ['fd.name']],
  ])('%s', (template, segments, fields) => {
    expect(format(template)).toEqual({ lenient: false, segments, fields });
    expect(format(`*${template}`)).toEqual({ lenient: true, segments, fields });
  });
});

describe('refused', () => {
  const unknown = "unknown filter: unexpected token after '";
  test.each([
    ['', 'empty formatting token'],
    ['cpu 5%', 'invalid formatting syntax: formatting cannot end with a %'],
    ['%12', 'invalid formatting syntax: formatting cannot end with a number'],
    ['%', 'invalid formatting syntax: formatting cannot end with a %'],
    ['100% sure', unknown],
    ['%no.such', unknown],
    ['%%proc.name', unknown],
    ['%tolower(proc.name', unknown],
    ['%tolower(proc.pid)', unknown],
    ['%tolower(proc.name, proc.pname)', 'unknown multivalue transformer'],
  ])('%s', (template, message) => expect(parseFormat(template, SYSCALL_FIELDS)).toEqual({ ok: false, message }));
});

test('long names that are none are cut in a moment', () => {
  const started = performance.now();
  expect(parseFormat(`%proc.nam${'1'.repeat(200_000)}`, SYSCALL_FIELDS)).toMatchObject({ ok: false });
  expect(parseFormat(`%(${'a'.repeat(200_000)}`, SYSCALL_FIELDS)).toMatchObject({ ok: false });
  expect(parseFormat(`%proc.name${'1'.repeat(200_000)}`, SYSCALL_FIELDS)).toMatchObject({
    ok: true,
    format: {
      fields: [{ name: 'proc.name' }],
      segments: [{ kind: 'value' }, { kind: 'text', text: '1'.repeat(200_000) }],
    },
  });
  expect(performance.now() - started).toBeLessThan(5000);
});
