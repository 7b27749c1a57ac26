import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../project.ts';
import { Scenario } from '../scenario/scenario.ts';
import { runCommand } from '../testing/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'saker-commands-'));
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const rule = (name: string, condition: string, more = '') =>
  `- rule: ${name}\n  desc: d\n  condition: ${condition}\n  output: "%proc.name %fd.name"\n  priority: NOTICE\n  tags: [t]\n${more}`;

let capture = '';
let rules = '';
beforeAll(() => {
  const story = new Scenario(1_700_000_000_000_000_000n, 'h');
  story.running({ pid: 1, parent: 0, exe: '/sbin/init' });
  story.exec({ pid: 10, exe: '/bin/cat' });
  story.open(10, '/etc/shadow', ['O_RDONLY']);
  story.wait(5_000);
  story.open(10, '/tmp/\x1b[2J', ['O_RDONLY']);
  capture = file('a.scap', story.toScap());
  rules = file(
    'r.yaml',
    rule('Open', 'evt.type = openat') + rule('Shadow', 'evt.type = openat and fd.name = /etc/shadow'),
  );
});

describe('replay', () => {
  test('text alerts, escaped', async () => {
    const { code, out, err } = await runCommand(['replay', capture, '-r', rules]);
    expect(out.replaceAll(/^\d\d:\d\d:/gm, '')).toBe(
      '20.004000000: Notice cat /etc/shadow\n25.005000000: Notice cat /tmp/\\u001b[2J\n',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('all matches, JSON, figures', async () => {
    const { out, err } = await runCommand(
      ['replay', capture, '-r', rules, '--json', '--rule-matching', 'all', '--stats'],
      { FALCO_HOSTNAME: 'box' },
    );
    const alerts = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(alerts.map((alert) => [alert.rule, alert.hostname, alert.output_fields['fd.name'], alert.time])).toEqual([
      ['Open', 'box', '/etc/shadow', '2023-11-14T22:13:20.004000000Z'],
      ['Shadow', 'box', '/etc/shadow', '2023-11-14T22:13:20.004000000Z'],
      ['Open', 'box', '/tmp/\x1b[2J', '2023-11-14T22:13:25.005000000Z'],
    ]);
    expect(JSON.parse(err)).toMatchObject({ events: 5, seen: 5, alerts: 3, rules: { Open: 2, Shadow: 1 } });
  });

  test('several captures, each with a state of its own; a limit of event time', async () => {
    const twice = await runCommand(['replay', capture, capture, '-r', rules]);
    expect(twice.out.trimEnd().split('\n')).toHaveLength(4);
    const short = await runCommand(['replay', capture, '-r', rules, '-M', '3']);
    expect(short.out.trimEnd().split('\n')).toHaveLength(1);
  });

  test('configuration: selections, priority, appended output, file', async () => {
    const log = join(folder, 'alerts.log');
    const config = file(
      'falco.yaml',
      `rules_files: [${rules}]\nrules: [{disable: {rule: Op*}}]\njson_output: true\nappend_output:\n- match: {tags: [t]}\n  extra_output: "pid=%proc.pid"\n  extra_fields: [evt.type, {who: "<%user.name>"}]\n- suggested_output: true\nfile_output: {enabled: true, filename: ${log}}\n`,
    );
    expect(await runCommand(['replay', capture, '-c', config])).toEqual({ code: 0, out: '', err: '' });
    const alert = JSON.parse(readFileSync(log, 'utf8'));
    expect(alert.output).toMatch(/Notice cat \/etc\/shadow pid=10 container_id=host container_name=host$/);
    expect(alert.output_fields).toMatchObject({ 'evt.type': 'openat', who: '<root>', 'proc.pid': 10 });
    const none = await runCommand(['replay', capture, '-c', config, '-o', 'priority=error']);
    expect(none).toEqual({ code: 0, out: '', err: '' });
  });

  test('static fields: in conditions, outputs, and among the suggested', async () => {
    const located = file(
      'static.yaml',
      rule('Here', 'evt.type = openat and static.site = "a b"').replace('%fd.name', '%static.site'),
    );
    const options = ['-o', 'static_fields.site=a b', '-o', 'append_output[].suggested_output=true'];
    const { out, err } = await runCommand(['replay', capture, '-r', located, '--json', ...options]);
    expect(err).toBe('');
    const alert = JSON.parse(out.split('\n')[0] as string);
    expect(alert.output).toMatch(/cat a b container_id=host container_name=host static_site=a b$/);
    expect(alert.output_fields['static.site']).toBe('a b');
    expect((await runCommand(['replay', capture, '-r', located])).err).toContain("There is no field 'static.site'");
  });

  test("Falco's own way to replay", async () => {
    const { out } = await runCommand([
      '-r',
      rules,
      '-o',
      'engine.kind=replay',
      '-o',
      `engine.replay.capture_file=${capture}`,
    ]);
    expect(out.trimEnd().split('\n')).toHaveLength(2);
  });

  test('a capture that breaks off: what is good counts, then the place', async () => {
    const bytes = readFileSync(capture);
    const broken = file('broken.scap', bytes.subarray(0, bytes.length - 10));
    const { code, out, err } = await runCommand(['replay', broken, '-r', rules]);
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toMatch(
      /broken\.scap: the capture ends inside a block \(block 0x216 at byte \d+: expected \d+, got \d+\); 4 events were replayed\n$/,
    );
  });

  test.each([
    [['replay', '/missing.scap'], 3, /cannot open \/missing\.scap: no such file/],
    [['replay', '/', '-M', 'x'], 2, /-M takes a number of seconds, not 'x'/],
    [['replay', 'x', '-r', '/missing.yaml'], 3, /cannot read rules \/missing\.yaml: no such file/],
    [['replay', 'x', '-c', '/missing.yaml'], 3, /cannot read the configuration \/missing\.yaml/],
    [['replay', 'x', '-o', 'priority=loud'], 1, /unknown priority 'loud'/],
    [
      ['replay', 'x', '-o', 'append_output[].extra_output=%nope'],
      1,
      /append_output: rule '.*': output '.*%nope': unknown filter/,
    ],
    [['replay', 'x', '-o', 'json_ouput=true', '--dry-run'], 0, /unknown key 'json_ouput'\. Did you mean 'json_output'/],
  ])('refuses %j', async (words, code, message) => {
    const result = await runCommand(words);
    expect(result.err).toMatch(message);
    expect(result.code).toBe(code);
  });

  test('invalid rules: what and where', async () => {
    const bad = file('bad.yaml', rule('Bad', 'evt.type = opne'));
    const { code, err } = await runCommand(['replay', capture, '-r', bad]);
    expect(code).toBe(1);
    expect(err).toContain("rule 'Bad'");
    expect(err).toContain('LOAD_ERR_COMPILE_CONDITION');
  });
});

describe('explain', () => {
  test('a match, a near miss, a rule that is shadowed', async () => {
    const match = await runCommand(['explain', capture, '-r', rules, '--rule', 'Shadow']);
    expect(match.out).toContain(
      "Rule 'Shadow' matches event 4 (openat, cat 10).\nIt does not alert: 'Open', which was defined earlier",
    );
    expect(match.out).toContain('* true   all of\n*   true   evt.type = openat');
    const miss = await runCommand(['explain', capture, '-r', rules, '--rule', 'Shadow', '--event', '5']);
    expect(miss.out).toContain("Rule 'Shadow' does not match event 5");
    expect(miss.out).toContain('*   false  fd.name = /etc/shadow');
    const json = JSON.parse((await runCommand(['explain', capture, '-r', rules, '--rule', 'Open', '--json'])).out);
    expect(json).toMatchObject({
      rule: 'Open',
      event: 4,
      matching: ['Open', 'Shadow'],
      explanation: { kind: 'check', result: true },
    });
  });

  test.each([
    [['--rule', 'Shadwo'], 2, /no rule 'Shadwo' among the 2 that are loaded\. Did you mean 'Shadow'/],
    [[], 2, /--rule NAME is missing/],
    [['--rule', 'Open', '--event', '99'], 1, /there is no event 99; the last one is 5/],
    [['--rule', 'Open', '--event', '0'], 2, /--event takes the number of an event/],
  ])('refuses %j', async (words, code, message) => {
    const result = await runCommand(['explain', capture, '-r', rules, ...words]);
    expect(result.err).toMatch(message);
    expect(result.code).toBe(code);
  });

  test('a rule about other events', async () => {
    const other = file('other.yaml', rule('Exits', 'evt.type = ptrace'));
    const { code, err } = await runCommand(['explain', capture, '-r', other, '--rule', 'Exits']);
    expect({ code, err }).toEqual({
      code: 1,
      err: "saker explain: the capture has no event that 'Exits' is about (ptrace)\n",
    });
  });
});

test('rules cost counts events and matches', async () => {
  const { out } = await runCommand(['rules', 'cost', capture, '-r', rules, '--json']);
  const costs = JSON.parse(out) as { rule: string; events: number }[];
  expect(costs.map((cost) => [cost.rule, cost.events]).sort()).toEqual([
    ['Open', 2],
    ['Shadow', 2],
  ]);
});

describe('rules test', () => {
  test('the default rules do what their tests say', async () => {
    const { code, out } = await runCommand(['rules', 'test', join(PROJECT_ROOT, 'rules/tests/saker_rules.test.yaml')]);
    expect(out).toMatch(/^\d+ passed, 0 failed\n$/);
    expect(code).toBe(0);
  });

  test('a failure shows the difference', async () => {
    const path = file('t.yaml', `rules: [${rules}]\ntests:\n- {name: n, capture: a.scap, alerts: [Open, Shadow]}\n`);
    const { code, out } = await runCommand(['rules', 'test', path]);
    expect(code).toBe(1);
    expect(out).toBe(
      `FAILED  ${path}: n\n        Open\n      - Shadow\n      + Open, event 5, "cat /tmp/\\u001b[2J"\n0 passed, 1 failed\n`,
    );
  });
});

test('up replays the incident', async () => {
  const { code, out } = await runCommand(['up', '--json']);
  expect(code).toBe(0);
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).rule),
  ).toContain('Program run from memory');
});
