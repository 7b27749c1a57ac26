import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ConfigNode } from '../config/node.ts';
import { readConfig } from '../config/read-config.ts';
import { systemMessage } from '../io/system-message.ts';
import { Members, TestFileError, textOf } from './members.ts';
import { captureOfSteps } from './steps.ts';

/** What a test says of an alert; absent members do not matter. */
export interface ExpectedAlert {
  readonly rule: string;
  readonly event?: number;
  readonly priority?: string;
  /** The message, without time and priority. */
  readonly output?: string;
  /** Text of the values; null: no value. */
  readonly fields: ReadonlyMap<string, string | null>;
}

export interface RuleTest {
  readonly name: string;
  /** Path of a capture, or the bytes of one that was made from steps. */
  readonly capture: string | Uint8Array;
  readonly alerts: readonly ExpectedAlert[];
}

export interface RuleTestFile {
  readonly path: string;
  /** Paths of rules files and folders. */
  readonly rules: readonly string[];
  readonly matching: 'first' | 'all';
  readonly tests: readonly RuleTest[];
}

export type TestFileResult = RuleTestFile | { readonly error: string; readonly unreadable: boolean };

/** Reads a file of rule tests; names of files in it are relative to it. */
export function readTestFile(path: string): TestFileResult {
  let content: string;
  try {
    content = readFileSync(path, 'latin1');
  } catch (cause) {
    return { error: `cannot read ${path}: ${systemMessage(cause)}`, unreadable: true };
  }
  const read = readConfig(content, path, undefined);
  if ('error' in read) return { error: read.error, unreadable: false };
  try {
    return fileOf(path, read.node);
  } catch (error) {
    if (!(error instanceof TestFileError)) throw error;
    return { error: error.message, unreadable: false };
  }
}

function fileOf(path: string, node: ConfigNode): RuleTestFile {
  const here = (name: string): string => resolve(dirname(path), name);
  const file = new Members(node, 'a test file');
  const rules = file.texts('rules');
  if (rules === undefined || rules.length === 0) throw new TestFileError(file.place, "a test file needs 'rules'");
  const matching = file.text('matching') ?? 'first';
  if (matching !== 'first' && matching !== 'all') throw new TestFileError(file.place, "'matching' is first or all");
  const tests = (file.list('tests') ?? []).map((item) => testOf(item, here));
  if (tests.length === 0) throw new TestFileError(file.place, "a test file needs 'tests'");
  file.end();
  return { path, rules: rules.map(here), matching, tests };
}

function testOf(node: ConfigNode, here: (name: string) => string): RuleTest {
  const test = new Members(node, 'a test');
  const name = test.needText('name');
  const capture = test.text('capture');
  const events = test.list('events');
  if ((capture === undefined) === (events === undefined)) {
    throw new TestFileError(test.place, "a test has either 'capture' or 'events'");
  }
  const alerts = test.list('alerts');
  if (alerts === undefined) throw new TestFileError(test.place, "a test needs 'alerts'; [] for none");
  test.end();
  return {
    name,
    capture: capture === undefined ? captureOfSteps(events ?? []) : here(capture),
    alerts: alerts.map(alertOf),
  };
}

function alertOf(node: ConfigNode): ExpectedAlert {
  if (node.kind === 'scalar') return { rule: textOf(node, 'rule'), fields: new Map() };
  const alert = new Members(node, 'an alert');
  const rule = alert.needText('rule');
  const event = alert.number('event');
  const priority = alert.text('priority');
  const output = alert.text('output');
  const fields = new Map<string, string | null>();
  const named = alert.get('fields');
  if (named !== undefined && named.kind !== 'map') throw new TestFileError(named.place, "'fields' is a map");
  for (const [field, { value }] of named?.entries ?? []) {
    fields.set(field, value.kind === 'scalar' && value.text === null ? null : textOf(value, field));
  }
  alert.end();
  return {
    rule,
    ...(event === undefined ? {} : { event }),
    ...(priority === undefined ? {} : { priority }),
    ...(output === undefined ? {} : { output }),
    fields,
  };
}
