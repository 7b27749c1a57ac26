import { loadRules } from '@saker/rules/load/load-rules.ts';
import { selectRules } from '@saker/rules/load/selection.ts';
import { type CommandInput, EXIT_DONE, EXIT_JUDGED_BAD, EXIT_REFUSED, type ExitCode } from '../args/command.ts';
import { printable } from '../io/printable.ts';
import { runTests, type TestResult } from '../rule-tests/run-tests.ts';
import { readTestFile } from '../rule-tests/test-file.ts';
import { reportProblems } from '../rules/report-problems.ts';
import { readRuleFiles } from '../rules/rule-files.ts';

/** `saker rules test FILE...` */
export async function run({ args, io }: CommandInput): Promise<ExitCode> {
  const asJson: object[] = [];
  let passed = 0;
  let failed = 0;
  for (const path of args.operands) {
    const file = readTestFile(path);
    if ('error' in file) {
      io.err(`saker rules test: ${file.error}\n`);
      return file.unreadable ? EXIT_REFUSED : EXIT_JUDGED_BAD;
    }
    const read = readRuleFiles(file.rules);
    if ('error' in read) {
      io.err(`saker rules test: ${path}: ${read.error}\n`);
      return EXIT_REFUSED;
    }
    const outcome = loadRules(read.files);
    if (!outcome.ok) {
      reportProblems(read.files, outcome, false, io);
      return EXIT_JUDGED_BAD;
    }
    const results = await runTests(file, selectRules(outcome.ruleSet));
    for (const result of results) {
      if (result.passed) passed++;
      else failed++;
      if (args.has('json')) asJson.push({ file: path, ...resultJson(result) });
      else io.out(resultText(path, result, args.has('verbose')));
    }
  }
  if (args.has('json')) io.out(`${JSON.stringify({ passed, failed, tests: asJson })}\n`);
  else io.out(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? EXIT_DONE : EXIT_JUDGED_BAD;
}

const MARKS = { same: ' ', missing: '-', unexpected: '+' } as const;

function resultText(path: string, { test, passed, differences, error }: TestResult, verbose: boolean): string {
  if (passed && !verbose) return '';
  const lines = [`${passed ? 'ok    ' : 'FAILED'}  ${path}: ${test.name}`];
  if (error !== undefined) lines.push(`        ${printable(error)}`);
  for (const { kind, text } of differences) lines.push(`      ${MARKS[kind]} ${printable(text)}`);
  return `${lines.join('\n')}\n`;
}

function resultJson({ test, passed, differences, error }: TestResult): object {
  return { name: test.name, passed, differences, ...(error === undefined ? {} : { error }) };
}
