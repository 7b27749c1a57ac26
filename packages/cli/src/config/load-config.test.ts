import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from './load-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'saker-config-'));

function load(text: string, options: readonly string[] = [], environment: Record<string, string> = {}) {
  const path = join(folder, 'falco.yaml');
  writeFileSync(path, text);
  const result = loadConfig(path, options, environment);
  if ('error' in result) throw new Error(result.error.replaceAll(folder, ''));
  return { ...result, warnings: result.warnings.map((text) => text.replaceAll(`${folder}/`, '')) };
}

test('defaults', () => {
  const result = loadConfig(undefined, [], {});
  expect(result).toMatchObject({
    settings: {
      rulesFiles: [],
      ruleMatching: 'first',
      minPriority: 7,
      alerts: { json: false, includeOutput: true, includeMessage: false, includeTags: true, isoTime: false },
      stdout: true,
      file: undefined,
    },
    warnings: [],
  });
});

test('everything that replay uses', () => {
  const { settings, warnings } = load(
    [
      'rules_files: [a.yaml, rules.d]',
      'rules:',
      '  - disable: {tag: network}',
      '  - enable: {rule: "Read *"}',
      'rule_matching: all',
      'priority: Notice',
      'json_output: yes',
      'json_include_tags_property: off',
      'time_format_iso_8601: true',
      'buffer_format_base64: true',
      'append_output:',
      '  - match: {source: syscall, tags: [a, b]}',
      '    extra_output: "on=%evt.hostname"',
      '    extra_fields: [proc.pid, {who: "%user.name"}]',
      '  - suggested_output: true',
      'static_fields: {site: "${SITE}"}',
      'file_output: {enabled: true, keep_alive: true, filename: alerts.log}',
      'stdout_output: {enabled: false}',
    ].join('\n'),
    [],
    { SITE: 'here' },
  );
  expect(warnings).toEqual([]);
  expect(settings).toMatchObject({
    rulesFiles: ['a.yaml', 'rules.d'],
    ruleSwitches: [
      { enable: false, tag: 'network' },
      { enable: true, rule: 'Read *' },
    ],
    ruleMatching: 'all',
    minPriority: 5,
    alerts: { json: true, includeTags: false, isoTime: true, base64Buffers: true },
    appendOutput: [
      {
        source: 'syscall',
        tags: ['a', 'b'],
        extraOutput: 'on=%evt.hostname',
        rawFields: ['proc.pid'],
        formattedFields: [['who', '%user.name']],
        suggestedOutput: false,
      },
      { tags: [], rawFields: [], formattedFields: [], suggestedOutput: true },
    ],
    staticFields: new Map([['site', 'here']]),
    stdout: false,
    file: { filename: 'alerts.log', keepOpen: true },
  });
});

test('warnings say where, what, and what was meant', () => {
  const { warnings } = load(
    [
      'jsn_output: true',
      'json_output: maybe',
      'engine:',
      '  kind: reply',
      '  replay: {capture: x}',
      'priority: [a]',
      'http_output:',
      '  enabled: true',
    ].join('\n'),
  );
  expect(warnings).toEqual([
    "falco.yaml:1:1: unknown key 'jsn_output'. Did you mean 'json_output'?",
    "falco.yaml:2:14: 'json_output' has to be true or false, not 'maybe'",
    "falco.yaml:4:9: 'engine.kind' has to be one of replay, modern_ebpf, kmod, nodriver, not 'reply'",
    "falco.yaml:5:12: unknown key 'capture' in 'engine.replay'.",
    "falco.yaml:6:11: 'priority' has to be one of emergency, alert, critical, error, warning, notice, informational, info, debug, not a list",
    "falco.yaml:8:12: 'http_output' is not there yet; it is ignored",
  ]);
});

test.each([
  ['rule_matching: both', "/falco.yaml: rule_matching is first or all, not 'both'"],
  ['priority: loud', "/falco.yaml: unknown priority 'loud'"],
  ['file_output: {enabled: true}', '/falco.yaml: file_output is enabled but has no filename'],
  [
    'rules: [{enable: {name: x}}]',
    "/falco.yaml:1:9: an entry of 'rules' is 'enable:' or 'disable:' with a rule or a tag",
  ],
  ['rules_file: a\nrules_files: b', '/falco.yaml: both rules_files and rules_file are set'],
  ['engine: {kind: replay}', "/falco.yaml: engine.kind is 'replay' but engine.replay.capture_file is not set"],
  ['a: &x [*x]', '/falco.yaml:1:'],
  ['[1, 2]', '/falco.yaml: a configuration is a map of keys'],
  ['a: "b', '/falco.yaml:1:'],
])('refuses %s', (text, message) => {
  expect(() => load(text)).toThrow(message);
});

test('options of the command line win', () => {
  const text = 'json_output: false\nrules_files: [a.yaml, b.yaml]\n';
  const { settings } = load(text, [
    'json_output=true',
    'rules_files[1]=c.yaml',
    'rules_files[]=d.yaml',
    'rules[].disable.rule=Read *',
    'rules[]={enable: {tag: t}}',
    'file_output={enabled: true, filename: x}',
    'stdout_output.enabled=true',
    'static_fields.a\\.b=c=d',
  ]);
  expect(settings.alerts.json).toBe(true);
  expect(settings.rulesFiles).toEqual(['a.yaml', 'c.yaml', 'd.yaml']);
  expect(settings.ruleSwitches).toEqual([
    { enable: false, rule: 'Read *' },
    { enable: true, tag: 't' },
  ]);
  expect(settings.file).toEqual({ filename: 'x', keepOpen: false });
  expect(settings.stdout).toBe(true);
  expect(settings.staticFields).toEqual(new Map([['a.b', 'c=d']]));
});

test.each([
  ['json_output', '-o json_output: it has to be KEY=VALUE'],
  ['=x', "-o =x: a key is missing at ''"],
  ['a..b=x', "a key is missing at '.b'"],
  ['a[x]=1', "'x' is no position in a list"],
  ['a[1]=1', 'the list has 0 items, there is no [1]'],
  ['a[0=1', "']' is missing"],
  ['a\\x=1', "'\\x' is no escape"],
  ['a={b', undefined],
  ['a={b: [}', undefined],
])('option %s', (option, message) => {
  const result = loadConfig(undefined, [option], {});
  if (message === undefined) expect('error' in result).toBe(option.endsWith('}'));
  else expect(result).toMatchObject({ error: expect.stringContaining(message) });
});

test('config_files: strategies, folders, nothing where there is nothing', () => {
  const more = join(folder, 'more.d');
  mkdirSync(more);
  writeFileSync(join(more, '1.yaml'), 'rules_files: [b.yaml]\njson_output: true\n');
  writeFileSync(join(more, '2.yaml'), 'rules_files: [c.yaml]\n');
  writeFileSync(join(folder, 'override.yaml'), 'rules_files: [d.yaml]\n');
  writeFileSync(join(folder, 'add.yaml'), 'rules_files: [e.yaml]\npriority: alert\n');
  const main = (entries: string) => `config_files: [${entries}]\nrules_files: [a.yaml]\n`;

  const appended = load(main(`${more}, ${folder}/missing.yaml`));
  expect(appended.settings.rulesFiles).toEqual(['a.yaml', 'b.yaml', 'c.yaml']);
  expect(appended.settings.alerts.json).toBe(true);
  expect(appended.files).toHaveLength(3);
  const replaced = load(main(`{path: ${folder}/override.yaml, strategy: override}`));
  expect(replaced.settings.rulesFiles).toEqual(['d.yaml']);
  const added = load(main(`{path: ${folder}/add.yaml, strategy: add-only}`));
  expect(added.settings).toMatchObject({ rulesFiles: ['a.yaml'], minPriority: 1 });
  expect(load('rules_files: [a.yaml]', [`config_files=${more}`]).settings.rulesFiles).toEqual([
    'a.yaml',
    'b.yaml',
    'c.yaml',
  ]);

  writeFileSync(join(folder, 'nested.yaml'), 'config_files: [x]\n');
  expect(() => load(main(`${folder}/nested.yaml`))).toThrow(
    '/nested.yaml:1:1: config_files belongs in the main file only',
  );
  expect(() => load(main(`${folder}/falco.yaml`))).toThrow('config_files names the file itself');
});
