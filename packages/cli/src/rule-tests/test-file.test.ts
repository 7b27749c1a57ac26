import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTestFile } from './test-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'saker-rule-tests-'));

function read(text: string) {
  const path = join(folder, 't.yaml');
  writeFileSync(path, text);
  const result = readTestFile(path);
  return 'error' in result ? result.error.replace(`${folder}/`, '') : result;
}

const withStep = (step: string) =>
  `rules: [r.yaml]\ntests:\n  - name: x\n    alerts: []\n    events:\n      - ${step}\n`;

test('a whole file', () => {
  const file = read(
    [
      'rules: [r.yaml, /abs/folder]',
      'matching: all',
      'tests:',
      '  - name: ${one}',
      '    capture: a.scap',
      '    alerts: [Plain, {rule: Full, event: 3, priority: Notice, output: "x", fields: {a: 1, b: ~}}]',
      '  - name: two',
      '    events: []',
      '    alerts: []',
    ].join('\n'),
  );
  expect(file).toMatchObject({
    rules: [join(folder, 'r.yaml'), '/abs/folder'],
    matching: 'all',
    tests: [
      {
        name: '${one}',
        capture: join(folder, 'a.scap'),
        alerts: [
          { rule: 'Plain', fields: new Map() },
          {
            rule: 'Full',
            event: 3,
            priority: 'Notice',
            output: 'x',
            fields: new Map([
              ['a', '1'],
              ['b', null],
            ]),
          },
        ],
      },
      { name: 'two', alerts: [] },
    ],
  });
});

test.each([
  ['', "t.yaml: a test file needs 'rules'"],
  ['rules: [r]', "t.yaml:1:1: a test file needs 'tests'"],
  ['rules: r', "t.yaml:1:8: 'rules' is a list"],
  [
    'rules: [r]\nmatchin: all\ntests: [{name: x, capture: y, alerts: []}]',
    "t.yaml:2:1: a test file has no 'matchin'. Did you mean 'matching'?",
  ],
  ['rules: [r]\ntests: [{name: x, alerts: []}]', "t.yaml:2:9: a test has either 'capture' or 'events'"],
  ['rules: [r]\ntests: [{name: x, capture: y}]', "t.yaml:2:9: a test needs 'alerts'; [] for none"],
  ['rules: [r]\ntests: [{name: x, capture: y, alerts: [{ruel: z}]}]', "t.yaml:2:40: an alert needs 'rule'"],
  [withStep('opne: {pid: 1}'), "t.yaml:6:9: there is no step 'opne'. Did you mean 'open'?"],
  [withStep('exec: {pid: 1}'), "t.yaml:6:15: exec needs 'exe'"],
  [withStep('exec: {pid: one, exe: /x}'), "t.yaml:6:21: 'pid' is a number"],
  [
    withStep('exec: {pid: 2, exe: /x, exe_flags: [EXE_WRITEABLE]}'),
    "t.yaml:6:15: there is no flag 'EXE_WRITEABLE'. Did you mean 'EXE_WRITABLE'?",
  ],
  [withStep('open: {pid: 2, path: /x, for: reading}'), "t.yaml:6:15: 'for' is read, write or create, not 'reading'"],
  [withStep('connect: {pid: 2, to: 1.2.3.4}'), "t.yaml:6:31: '1.2.3.4' is not ADDRESS:PORT"],
  [withStep('connect: {pid: 2, to: "1.2.3.400:80"}'), "t.yaml:6:31: '1.2.3.400:80' is not ADDRESS:PORT"],
  [
    withStep('connect: {pid: 2, to: "[::1]:80", from: "1.2.3.4:1"}'),
    "t.yaml:6:31: '1.2.3.4:1->[::1]:80' mixes IPv4 and IPv6",
  ],
  [withStep('event: {pid: 2, type: opne}'), "t.yaml:6:16: there is no event 'opne'"],
  [
    withStep('event: {pid: 2, type: ptrace, params: {requst: 1}}'),
    "t.yaml:6:48: 'ptrace' has no parameter 'requst'. Did you mean 'request'?",
  ],
  [
    withStep('event: {pid: 2, type: ptrace, params: {request: PTRACE_X}}'),
    "t.yaml:6:57: 'request' cannot be 'PTRACE_X'",
  ],
  ['rules: [r', 't.yaml:'],
])('%j', (text, message) => {
  const result = read(text);
  if (message.endsWith(':')) expect(result).toContain(message);
  else expect(result).toBe(message);
});
