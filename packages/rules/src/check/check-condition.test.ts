import { describe, expect, test } from 'vitest';
import { resolveMacros } from '../language/macros.ts';
import { parseCondition } from '../language/parse.ts';
import { type CheckResult, checkCondition } from './check-condition.ts';
import { SYSCALL_FIELDS } from './field-catalogue.ts';
import type { TypedCheck } from './typed.ts';

function check(text: string): CheckResult {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return checkCondition(parsed.ast, SYSCALL_FIELDS);
}

function typedCheck(text: string): TypedCheck {
  const result = check(text);
  if (!result.ok) throw new Error(result.message);
  if (result.typed.kind !== 'check') throw new Error(`expected a check, got ${result.typed.kind}`);
  return result.typed;
}

describe('typed', () => {
  test.each([
    ['evt.cpu = 65536', { op: '=', type: 'INT16', right: { kind: 'values', values: [0] } }],
    ['proc.name == "\\xff"', { op: '=', right: { kind: 'values', values: ['\xff'] } }],
    ['proc.name = ü', { right: { kind: 'values', values: ['\xc3\xbc'] } }],
    ['proc.name exists', { op: 'exists', right: { kind: 'none' } }],
    ['proc.name in ()', { op: 'in', right: { kind: 'values', values: [] } }],
    ['proc.name in name', { op: 'in', right: { kind: 'values', values: ['name'] } }],
    ['evt.buffer bcontains 00ff', { type: 'BYTEBUF', right: { kind: 'values', values: ['\x00\xff'] } }],
    ['fd.types intersects (file)', { list: true, type: 'CHARBUF' }],
    ['len(fd.types) > 1', { list: false, type: 'UINT64', right: { kind: 'values', values: [1] } }],
    ['len(proc.name) = 3', { type: 'UINT64', left: { kind: 'transform', name: 'len' } }],
    ['proc.name startswith oneof (a, b)', { modifier: 'oneof', right: { kind: 'values', values: ['a', 'b'] } }],
    [
      'proc.name = val(proc.pname)',
      { right: { kind: 'operand', operand: { kind: 'field', info: { name: 'proc.pname' } } } },
    ],
    [
      'proc.name = tolower(proc.pname)',
      { right: { kind: 'operand', operand: { kind: 'transform', name: 'tolower' } } },
    ],
    ['evt.rawarg.fd = 3', { type: 'FD', left: { info: { name: 'evt.rawarg', type: 'FD' }, arg: 'fd' } }],
    ['getopt(fd.types, "a:")[a] = x', { type: 'CHARBUF', list: false, left: { name: 'getopt', arg: 'a' } }],
    ['evt.type = container_removed', { right: { values: ['container_removed'] } }],
  ])('%s', (text, shape) => expect(typedCheck(text)).toMatchObject(shape));

  test('a node leads back to its expression', () => {
    const parsed = parseCondition('not proc.name = a');
    if (!parsed.ok || parsed.ast.kind !== 'not') throw new Error('expected a not');
    const result = checkCondition(parsed.ast, SYSCALL_FIELDS);
    expect(result).toMatchObject({
      ok: true,
      typed: { kind: 'not', source: parsed.ast, child: { source: parsed.ast.child } },
    });
  });

  test('a macro used twice is one object, in all conditions of a load, and warns each time', () => {
    const body = parseCondition('proc.name = proc.pname');
    const rule = parseCondition('m or m');
    if (!body.ok || !rule.ok) throw new Error('does not parse');
    const macros = new Map([['m', body.ast]]);
    const resolved = resolveMacros(rule.ast, macros);
    if (!resolved.ok) throw new Error(resolved.message);
    const cache = new Map();
    const [one, two] = [1, 2].map(() => checkCondition(resolved.ast, SYSCALL_FIELDS, cache));
    if (!one?.ok || !two?.ok || one.typed.kind !== 'or' || two.typed.kind !== 'or') throw new Error('expected two ors');
    expect(new Set([...one.typed.children, ...two.typed.children]).size).toBe(1);
    expect(two.warnings).toHaveLength(2);
  });
});

describe('refused', () => {
  test.each([
    ['proc.name = a and fd.num = x', 'x is not a valid number', 18],
    ['proc.nope = 1', 'filter_check called with nonexistent field proc.nope', 0],
    ['proc.pid contains 1', "filter error: 'contains' operator not supported for numeric filters", 0],
    ['proc.name bcontains 00', "filter error: 'bcontains' operator not supported for string filters", 0],
    ['fd.types = a', "filter error: '=' operator not supported list filters", 0],
    [
      'fd.sip contains oneof (1.2.3.4)',
      "filter error: 'contains' with modifier not supported for ip address and network filters",
      0,
    ],
    ['evt.rawarg.tuple = 1', "filter error: '=' operator not supported for type 'SOCKTUPLE'", 0],
    ['evt.buffer bcontains xyz', 'filter error: bcontains and bstartswith operator support hex strings only', 0],
    ['evt.type = opne', 'unknown event type opne', 0],
    ['tolower(evt.type) = opne', 'unknown event type opne', 0],
    ['evt.around[5] != 3', "evt.around supports only '=' comparison operator", 0],
    ['proc.name regex "a("', 'invalid regex pattern: missing ): a(', 0],
    [
      'tolower(proc.pid) = x',
      "can't add field transformer: type 'INT64' is not supported by 'tolower' transformer applied on field 'proc.pid'",
      0,
    ],
    [
      'b64(len(proc.name)) = x',
      "can't add field transformer: type 'UINT64' is not supported by 'b64' transformer applied on field 'proc.name'",
      0,
    ],
    ['tolower(evt.rawarg.name) = x', "field 'evt.rawarg' does not support transformers", 0],
    ['join(proc.name) = x', "unknown field transfomer 'join'", 0],
    ['join(",", proc.name) = x', 'join() second argument must be a list', 0],
    ['join(",", getopt(fd.types, "a")) = x', 'join() second argument must be a list', 0],
    ['concat(proc.name, proc.pid) = x', 'concat() arguments must be strings', 0],
    ['concat(proc.name, "x")[1] = x', "transformer 'concat' does not support field arguments", 0],
    ['getopt(fd.types, "a")[ab] = x', 'getopt() field argument must be a single option character', 0],
    ['tolower(proc.name)[1] = x', "filter error: transformer 'tolower' does not support field arguments", 0],
    [
      'proc.name = val(proc.pid)',
      "field 'proc.name' has type 'CHARBUF' while the right-hand side field 'proc.pid' has incompatible type 'INT64'",
      0,
    ],
    [
      'getopt(fd.types, "a") in val(proc.name)',
      "field 'INTERNAL' has type 'CHARBUF (list)' while the right-hand side field 'proc.name' has incompatible type 'CHARBUF'",
      0,
    ],
    ['proc.name regex val(proc.pname)', "operator 'REGEX' doesn't support right-hand side fields", 0],
    ['fd.net = val(fd.sip)', "field type 'IPNET' doesn't support right-hand side fields", 0],
    ['len(fd.types) = val(evt.num)', "field 'fd.types' doesn't support right-hand side fields", 0],
    ['proc.name = val(proc.aname)', "field 'proc.aname' can't be used as a right-hand side field", 0],
    ['a or b', "filter error: unexpected identifier 'a'", 0],
  ])('%s', (text, message, index) => {
    expect(check(text)).toMatchObject({ ok: false, message, pos: { index }, fatal: false });
  });

  test.each([
    ['tolower(proc.name, proc.pname) = x', 'unknown multivalue transformer'],
    ['fd.sport = 99999999999', 'stoi'],
  ])('%s, on which Falco ends', (text, message) =>
    expect(check(text)).toMatchObject({ ok: false, message, fatal: true }),
  );
});

describe('warnings', () => {
  const simpler = "may be optimized with simpler operators such as '=', 'contains', 'startswith', 'endswith'";
  test.each([
    ['proc.name regex "^abc$"', [`regex check with '^abc$' ${simpler}`]],
    ['proc.name regex ".*abc.+"', [`regex check with '.*abc.+' ${simpler}`]],
    ['proc.name regex "a.c"', []],
    ['proc.name in (proc.pname, a)', ["'proc.pname' may be a valid field misused as a const string value"]],
    ['proc.name = "proc. pname"', ["'proc. pname' may be a valid field misused as a const string value"]],
    ['proc.name = "tolower(x)"', ["'tolower(x)' may be a valid field transformer misused as a const string value"]],
    ['proc.name = evt.arg.nosuch', []],
  ])('%s', (text, messages) => {
    const result = check(text);
    expect(result.ok && result.warnings.map(({ message }) => message)).toEqual(messages);
  });
});
