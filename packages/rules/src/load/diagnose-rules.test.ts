import { Renderer } from '@saker/core/diagnostics/render.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnoseRules, MAX_PER_FILE } from './diagnose-rules.ts';
import { loadRules } from './load-rules.ts';

/** `line:column code message` of everything that is found. */
function diagnose(content: string): string[] {
  return diagnoseRules([{ name: 'f', content }]).diagnostics.map(({ code, message, span }) => {
    const before = content.slice(0, span?.start ?? 0).split('\n');
    return `${before.length}:${(before.at(-1) ?? '').length + 1} ${code} ${message}`;
  });
}

const rule = (name: string, condition: string, more = ''): string =>
  `- rule: ${name}\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: INFO\n${more}`;

describe('one bad item does not hide the others', () => {
  test.each([
    [
      'conditions',
      rule('A', 'evt.type = opne') + rule('B', 'proc.nam = x') + rule('C', 'evt.type = open'),
      [
        "3:14 LOAD_ERR_COMPILE_CONDITION There is no event type 'opne'.",
        "8:14 LOAD_ERR_COMPILE_CONDITION There is no field 'proc.nam'.",
      ],
    ],
    [
      'keys',
      '- rule: A\n  desc: d\n- rule: B\n  wat: d\n  condition: evt.type = open\n  desc: d\n  output: o\n  priority: INF\n',
      [
        "1:3 LOAD_ERR_YAML_VALIDATE The key 'condition' is missing.",
        '8:13 LOAD_ERR_YAML_VALIDATE There is no such priority.',
      ],
    ],
    [
      'YAML',
      `- rule: [A\n${rule('B', 'proc.nam = x')}- rule: {C\n${rule('D', 'evt.type = opne')}`,
      [
        '1:1 LOAD_ERR_YAML_PARSE',
        "4:14 LOAD_ERR_COMPILE_CONDITION There is no field 'proc.nam'.",
        '7:1 LOAD_ERR_YAML_PARSE',
        "10:14 LOAD_ERR_COMPILE_CONDITION There is no event type 'opne'.",
      ],
    ],
    [
      'a broken macro is told once',
      `- macro: m\n  condition: evt.type = open and (\n${rule('A', 'm')}${rule('B', 'm')}`,
      ['2:35 LOAD_ERR_COMPILE_CONDITION'],
    ],
    [
      'output and condition',
      rule('A', 'evt.type = opne').replace('output: o', 'output: "a %proc.nam"'),
      [
        "3:14 LOAD_ERR_COMPILE_CONDITION There is no event type 'opne'.",
        "4:15 LOAD_ERR_COMPILE_OUTPUT There is no field 'proc.nam'.",
      ],
    ],
  ])('%s', (_name, content, expected) => {
    const found = diagnose(content).filter((line) => line.includes('_ERR_'));
    expect(found).toHaveLength(expected.length);
    for (const [i, line] of expected.entries()) {
      if (line.includes('PARSE')) expect(found[i]).toContain('LOAD_ERR_YAML_PARSE');
      else expect(found[i]).toContain(line);
    }
  });
});

describe('carets point into the file', () => {
  test.each([
    ['folded', rule('A', '>\n    evt.type = open\n\n    and  proc.nam = x'), '6:10'],
    ['literal', rule('A', '|\n    evt.type = open\n      and proc.nam = x'), '5:11'],
    ['quoted', rule('A', '"evt.type = open \\\n    and\\x20proc.nam = x"'), '4:12'],
    [
      'after a list',
      `- list: l\n  items: [a, b, c, d, e, f]\n${rule('A', 'evt.type in (l) and proc.nam = x')}`,
      '5:14',
    ],
    [
      'behind a list',
      `- list: l\n  items: [open, read, write]\n${rule('A', 'evt.type in (l) and proc.nam = x')}`,
      '5:34',
    ],
    ['in a macro', `- macro: m\n  condition: proc.nam = x\n${rule('A', 'evt.type = open and m')}`, '2:14'],
    [
      'in an appended part',
      `${rule('A', 'evt.type = open')}- rule: A\n  condition: and proc.nam = x\n  override: {condition: append}\n`,
      '7:18',
    ],
  ])('%s', (_name, content, place) =>
    expect(diagnose(content).find((line) => line.includes('_ERR_'))).toContain(`${place} `),
  );
});

describe('what Falco accepts in silence', () => {
  test.each([
    ['a constant that wraps', rule('A', 'evt.type = open and user.uid = 4294967297'), '3:45 SAKER_CONSTANT_WRAPS'],
    ['a port that wraps', rule('A', 'evt.type = open and fd.sport in (53, 65589)'), 'SAKER_CONSTANT_WRAPS'],
    [
      'an item that is pasted',
      `- list: l\n  items: [a, "b)or(proc.pid=1"]\n${rule('A', 'evt.type = open and (proc.name in (l))')}`,
      'SAKER_PASTED_TEXT',
    ],
    [
      'an exception value that is pasted',
      rule('A', 'evt.type = open', '  exceptions:\n  - {name: e, fields: proc.name, values: ["a))and((proc.pid=1"]}\n'),
      'SAKER_PASTED_TEXT',
    ],
  ])('%s', (_name, content, expected) => {
    const found = diagnose(content);
    expect(found.filter((line) => !line.includes('SAKER'))).toEqual([]);
    expect(found.join('\n')).toContain(expected);
  });

  test.each([
    ['minus one', rule('A', 'evt.type = open and user.uid = -1')],
    [
      'texts with quotes',
      `- list: l\n  items: [a b, '"c d"', "'e'"]\n${rule('A', 'evt.type = open and proc.name in (l)')}`,
    ],
    [
      'lists and calls in exceptions',
      rule(
        'A',
        'evt.type = open',
        '  exceptions:\n  - {name: e, fields: [proc.name, fd.num], comps: [in, =], values: [[[a, b], 1], ["(a, b)", val(fd.num)]]}\n',
      ),
    ],
  ])('but not %s', (_name, content) => expect(diagnose(content)).toEqual([]));
});

test('says what to do', () => {
  const content = `- rule: A\n  desc: d\n  condition: >\n    evt.type = open\n    and proc.nme = cat\n  output: o\n  priority: INFO\n  colour: red\n`;
  const { diagnostics, contents } = diagnoseRules([{ name: 'my rules.yaml', content }]);
  const renderer = new Renderer(contents);
  expect(
    diagnostics.map((diagnostic) => renderer.render(diagnostic)).join('\n'),
  ).toBe(`error[LOAD_ERR_COMPILE_CONDITION]: There is no field 'proc.nme'.
 --> my rules.yaml:5:9
  |
5 |     and proc.nme = cat
  |         ^^^^^^^^
  = note: in rule 'A'
  = help: Did you mean 'proc.name', 'proc.aname' or 'proc.exe'?
  = help: 'saker fields' lists all fields.

warning[LOAD_UNKNOWN_KEY]: Unknown key 'colour': it is ignored.
 --> my rules.yaml:8:3
  |
8 |   colour: red
  |   ^^^^^^
  = note: in rule 'A'
`);
});

test('shows so many per file, errors first', () => {
  const content = Array.from({ length: 60 }, (_, i) => `- {list: l${i}, items: []}\n`).join('') + rule('A', 'x');
  const { diagnostics, omitted } = diagnoseRules([{ name: 'f', content }]);
  expect(diagnostics).toHaveLength(MAX_PER_FILE);
  expect(diagnostics.at(-1)?.severity).toBe('error');
  expect(omitted.get('f')).toBe(11);
});

test('never throws, whatever the text', () => {
  const words = fc.constantFrom(
    '- ',
    'rule: ',
    'list: l',
    'macro: m',
    'condition: ',
    'items: ',
    '[',
    ']',
    '{',
    '}',
    '\n',
    '\n  ',
    '\n- ',
    'a',
    'm',
    'and ',
    'l',
    '"',
    "'",
    ':',
    ' ',
    '&a ',
    '*a',
    '!',
    '|\n',
    '>\n',
    '\0',
    '\xff',
    'exceptions: ',
    'name: ',
    'values: ',
    'override: ',
    'append',
    'priority: INFO',
    'output: o',
    'desc: d',
    ', ',
    'evt.type=open',
    '%proc.name',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
      const { diagnostics, contents } = diagnoseRules([{ name: 'f', content: parts.join('') }]);
      const renderer = new Renderer(contents);
      for (const diagnostic of diagnostics) expect(renderer.render(diagnostic)).not.toBe('');
    }),
    { numRuns: 1000 },
  );
});

test('a place at the end of the file lies within the file', () => {
  const content = '- rule: "A';
  const spans = diagnoseRules([{ name: 'f', content }]).diagnostics.map(({ span }) => span);
  expect(spans).toEqual([{ file: 'f', start: content.length, end: content.length }]);
});

test('thousands of names that are not there are not all compared with thousands of names', () => {
  const names = Array.from({ length: 5000 }, (_, i) => `- macro: m${i}\n  condition: evt.num=1 and x${i}\n`);
  const started = performance.now();
  const { diagnostics } = diagnoseRules([{ name: 'f', content: names.join('') }]);
  expect(performance.now() - started).toBeLessThan(25_000);
  expect(diagnostics).toHaveLength(MAX_PER_FILE);
  expect(diagnostics[0]?.fixes[0]).toMatch(/^Did you mean 'm0'/);
});

test('warnings about exceptions with one name are bounded', () => {
  const exceptions = '  - {name: e, fields: proc.name}\n'.repeat(2000);
  const { results } = loadRules([{ name: 'f', content: rule('A', 'evt.num=1', `  exceptions:\n${exceptions}`) }]);
  const found = results[0]?.warnings.filter(({ code }) => code === 'LOAD_EXCEPTION_NAME_NOT_UNIQUE');
  expect(found?.length).toBe(10_000);
});
