import { SYSCALL_FIELDS } from '@saker/rules/check/field-catalogue.ts';
import { type OutputFormat, parseFormat } from '@saker/rules/language/format.ts';
import * as E from '@saker/schema/event-types.ts';
import { expect, test } from 'vitest';
import type { EventContext } from '../fields/event-context.ts';
import { FD_FILE_V2 } from '../state/fd-info.ts';
import { EVENT_TS, eventContext } from '../testing/event-fixture.ts';
import { type AlertOptions, DEFAULT_ALERT_OPTIONS } from './alert-options.ts';
import { type AlertRule, AlertWriter, type ExtraField } from './alert-writer.ts';
import { internalAlert } from './internal-alert.ts';

const RULE: AlertRule = {
  name: 'Read "it"',
  source: 'syscall',
  priority: 'Informational',
  tags: ['T1555', 'filesystem'],
};
const TEXT: AlertOptions = { ...DEFAULT_ALERT_OPTIONS, hostname: 'demo' };
const JSON_LINES: AlertOptions = { ...TEXT, json: true };

function parse(template: string): OutputFormat {
  const result = parseFormat(template, SYSCALL_FIELDS);
  if (!result.ok) throw new Error(result.message);
  return result.format;
}

function read(data: string, name = '/etc/passwd'): EventContext {
  const fds = [{ fd: 3, type: FD_FILE_V2, name }];
  const params = { res: data.length, data, fd: 3, size: 4096 };
  return eventContext({ type: E.PPME_SYSCALL_READ_X, params, fds, num: 12 });
}

function write(template: string, options: AlertOptions, ctx = read('x'), extras: readonly ExtraField[] = []): string {
  return new AlertWriter(RULE, parse(template), options, extras).write(ctx);
}

function outputFields(line: string): string {
  return line.slice(line.indexOf('"output_fields":') + 16, line.indexOf(',"priority"'));
}

/** Local time is what the environment says: these tests work in any zone. */
const clock = new Date(Number(EVENT_TS / 1_000_000n)).toTimeString().slice(0, 8);

test('a line of text', () => {
  expect(write('File opened (file=%fd.name container=%container.image.tag proc=%proc.name[)', TEXT)).toBe(
    `${clock}.274433820: Informational File opened (file=/etc/passwd container= proc=cat[)`,
  );
});

test('missing values, widths and transformers in text', () => {
  expect(write('%evt.asynctype|%8proc.name|%2proc.name|%toupper(proc.name)|%evt.num', TEXT)).toMatch(
    /: Informational <NA>\|cat {5}\|ca\|CAT\|12$/,
  );
});

test('control characters and invalid UTF-8 in text', () => {
  expect(write('%fd.name', TEXT, read('', '/a\n\x01"\xff\xc3\xa9'))).toMatch(/ \/a\\n\\u0001\\"\ufffdé$/);
});

test('a line of JSON', () => {
  expect(write('%evt.type of %fd.name by %proc.pname (%evt.rawres %evt.failed %evt.time.s)', JSON_LINES)).toBe(
    `{"hostname":"demo","output":"${clock}.274433820: Informational read of /etc/passwd by init (1 false ${clock})",` +
      '"output_fields":{"evt.failed":false,"evt.rawres":1,"evt.time":1795330138274433820,' +
      '"evt.time.s":1795330138274433820,"evt.type":"read","fd.name":"/etc/passwd","proc.pname":"init"},' +
      '"priority":"Informational","rule":"Read \\"it\\"","source":"syscall","tags":["T1555","filesystem"],' +
      '"time":"2026-11-22T06:48:58.274433820Z"}',
  );
});

test('fields without a value are null, with numbers of any size', () => {
  const line = write('%evt.asynctype %evt.rawtime %evt.rawtime.ns %evt.deltatime %evt.latency.ns', JSON_LINES);
  expect(outputFields(line)).toBe(
    '{"evt.asynctype":null,"evt.deltatime":0,"evt.latency.ns":0,"evt.rawtime":1795330138274433820,' +
      '"evt.rawtime.ns":274433820,"evt.time":1795330138274433820}',
  );
});

test('transformers show the field inside them, not themselves', () => {
  const line = write('%toupper(proc.name) %proc.aname[1] %proc.name %proc.name', JSON_LINES);
  expect(outputFields(line)).toBe('{"evt.time":1795330138274433820,"proc.aname[1]":"init","proc.name":"cat"}');
  expect(line).toContain('Informational CAT init cat cat"');
});

test('members can be left out', () => {
  const bare = { ...JSON_LINES, includeOutput: false, includeOutputFields: false, includeTags: false };
  expect(write('%proc.name', bare)).toBe(
    '{"hostname":"demo","priority":"Informational","rule":"Read \\"it\\"","source":"syscall","time":"2026-11-22T06:48:58.274433820Z"}',
  );
  expect(write('-%proc.name-', { ...bare, includeMessage: true })).toContain('"message":"-cat-","priority"');
});

test('ISO 8601 replaces the clock, also as a field', () => {
  const options = { ...JSON_LINES, timeIso8601: true };
  const line = write('%proc.name', options);
  expect(line).toContain('"output":"2026-11-22T06:48:58.274433820+0000: Informational cat"');
  expect(outputFields(line)).toBe('{"evt.time.iso8601":1795330138274433820,"proc.name":"cat"}');
});

test('base64 buffers', () => {
  const options = { ...JSON_LINES, buffers: 'base64' } as const;
  const line = write('%evt.arg.data %evt.args %evt.buffer', options, read('\0\x01'));
  // The buffer itself is encoded when it is read and once more when it is printed.
  expect(outputFields(line)).toBe(
    '{"evt.arg.data":"AAE=","evt.args":"res=2 data=AAE= fd=3(<f>/etc/passwd) size=4096","evt.buffer":"QUFFPQ==","evt.time":1795330138274433820}',
  );
});

test('extra fields: raw ones keep their type, templates are strings', () => {
  const extras: readonly ExtraField[] = [
    { key: 'evt.num', raw: true, format: parse('%evt.num') },
    { key: 'who', raw: false, format: parse('%proc.name (%evt.asynctype)') },
    { key: 'proc.name', raw: false, format: parse('over') },
  ];
  expect(outputFields(write('%proc.name', JSON_LINES, read('x'), extras))).toBe(
    '{"evt.num":12,"evt.time":1795330138274433820,"proc.name":"over","who":"cat (<NA>)"}',
  );
  expect(write('%proc.name', TEXT, read('x'), extras)).toMatch(/: Informational cat$/);
});

test('evt.deltatime counts between the alerts of one template', () => {
  const writer = new AlertWriter(RULE, parse('%evt.deltatime %evt.deltatime.s %evt.deltatime.ns'), TEXT);
  const ctx = read('x');
  expect(writer.write(ctx)).toMatch(/ 0 0 000000000$/);
  ctx.evt.tsHi += 1;
  expect(writer.write(ctx)).toMatch(/ 4294967296 4 294967296$/);
});

test('one writer serves events of several types', () => {
  const writer = new AlertWriter(RULE, parse('%evt.type %evt.arg.fd %evt.arg.name'), TEXT);
  const open = { type: E.PPME_SYSCALL_OPENAT_2_X, params: { fd: -2, dirfd: -100, name: 'x' } };
  expect(writer.write(read('x'))).toMatch(/ read <f>\/etc\/passwd <NA>$/);
  expect(writer.write(eventContext(open))).toMatch(/ openat ENOENT \/home\/u\/x$/);
  expect(writer.write(read('x'))).toMatch(/ read <f>\/etc\/passwd <NA>$/);
});

test('alerts about Saker itself', () => {
  const alert = {
    ts: EVENT_TS,
    priority: 'Debug',
    rule: 'Falco internal: syscall event drop',
    message: '2 events lost',
    fields: { n_evts: 2n ** 60n, ebpf_enabled: '1', drop: null },
  };
  expect(internalAlert(alert, TEXT)).toBe(
    `${clock}.274433820: Debug 2 events lost (drop=null ebpf_enabled="1" n_evts=1152921504606846976)`,
  );
  expect(internalAlert(alert, JSON_LINES)).toBe(
    '{"hostname":"demo","output":"2 events lost","output_fields":{"drop":null,"ebpf_enabled":"1","n_evts":1152921504606846976},' +
      '"priority":"Debug","rule":"Falco internal: syscall event drop","source":"internal","time":"2026-11-22T06:48:58.274433820Z"}',
  );
});
