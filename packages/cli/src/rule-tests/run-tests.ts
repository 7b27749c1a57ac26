import { SYSCALL_FIELDS } from '@saker/rules/check/field-catalogue.ts';
import type { LoadedRule } from '@saker/rules/load/rule-set.ts';
import { describeScapError } from '@saker/scap/scap-error.ts';
import { emptyMap } from '../config/node.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import { AlertPrinter } from '../replay/alert-printer.ts';
import { openReplay, walkReplay } from '../replay/replay-session.ts';
import { type ActualAlert, type AlertDifference, compareAlerts } from './compare-alerts.ts';
import type { RuleTest, RuleTestFile } from './test-file.ts';

export interface TestResult {
  readonly test: RuleTest;
  readonly passed: boolean;
  readonly differences: readonly AlertDifference[];
  /** Why the test could not be run. */
  readonly error?: string;
}

const HOSTNAME = 'test';

/** Runs the tests of a file over its rules, which are loaded and enabled already. */
export async function runTests(file: RuleTestFile, rules: readonly LoadedRule[]): Promise<TestResult[]> {
  const named = new Set(file.tests.flatMap(({ alerts }) => alerts.flatMap(({ fields }) => [...fields.keys()])));
  const settings = testSettings([...named]);
  const printer = new AlertPrinter(rules, settings, SYSCALL_FIELDS, undefined, HOSTNAME);
  const problem = printer.problem();
  const results: TestResult[] = [];
  for (const test of file.tests) {
    if (problem !== undefined) results.push({ test, passed: false, differences: [], error: problem });
    else results.push(await runTest(test, file, rules, printer));
  }
  return results;
}

async function runTest(
  test: RuleTest,
  { matching }: RuleTestFile,
  rules: readonly LoadedRule[],
  printer: AlertPrinter,
): Promise<TestResult> {
  const session = openReplay(test.capture, {
    rules,
    matching,
    maxThreads: DEFAULTS.threadTableSize,
    hostname: HOSTNAME,
  });
  if ('error' in session) return { test, passed: false, differences: [], error: session.error };
  const { engine, ctx, capture } = session;
  const alerts: ActualAlert[] = [];
  await walkReplay(session, (count) => {
    for (let i = 0; i < count; i++) alerts.push(alertOf(printer.print(engine.matches[i] as number, ctx), ctx.evt.num));
    return true;
  });
  const { error } = capture.reader;
  capture.close();
  const differences = compareAlerts(test.alerts, alerts);
  const passed = error === undefined && differences.every(({ kind }) => kind === 'same');
  return { test, passed, differences, ...(error === undefined ? {} : { error: describeScapError(error) }) };
}

const DEFAULTS = defaultSettings();

function defaultSettings(): Settings {
  const result = readSettings(emptyMap({ file: '' }));
  if ('error' in result) throw new Error(result.error);
  return result.settings;
}

/** JSON with everything that a test can ask for. */
function testSettings(fields: readonly string[]): Settings {
  return {
    ...DEFAULTS,
    alerts: { ...DEFAULTS.alerts, json: true, includeMessage: true },
    appendOutput: [{ tags: [], rawFields: fields, formattedFields: [], suggestedOutput: false }],
  };
}

function alertOf(line: string, event: number): ActualAlert {
  // Numbers as they are written: times have more digits than a JS number.
  const alert = JSON.parse(line, (_key, value, context?: { source?: string }) =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value,
  ) as { rule: string; priority: string; message: string; output_fields: Record<string, unknown> };
  const fields = Object.entries(alert.output_fields).map(
    ([name, value]) =>
      [name, value === null ? null : Array.isArray(value) ? JSON.stringify(value) : String(value)] as const,
  );
  return { rule: alert.rule, event, priority: alert.priority, message: alert.message, fields: new Map(fields) };
}
