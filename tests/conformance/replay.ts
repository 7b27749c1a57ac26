import { emptyMap } from '@saker/cli/config/node.ts';
import { readSettings, type Settings } from '@saker/cli/config/settings.ts';
import { AlertPrinter } from '@saker/cli/replay/alert-printer.ts';
import { openReplay, walkReplay } from '@saker/cli/replay/replay-session.ts';
import { readRuleFiles } from '@saker/cli/rules/rule-files.ts';
import { SYSCALL_FIELDS } from '@saker/rules/check/field-catalogue.ts';
import { loadRules } from '@saker/rules/load/load-rules.ts';
import type { LoadedRule } from '@saker/rules/load/rule-set.ts';
import { selectRules } from '@saker/rules/load/selection.ts';

const HOSTNAME = 'test';

/** The rules of some files that are enabled. */
export function rulesOf(paths: readonly string[]): readonly LoadedRule[] {
  const read = readRuleFiles(paths);
  if ('error' in read) throw new Error(read.error);
  const outcome = loadRules(read.files);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.toJson()));
  return selectRules(outcome.ruleSet);
}

/** Calls `visit` with the rule and the event's number of every match. */
export async function matchesOf(
  capture: string,
  rules: readonly LoadedRule[],
  matching: 'first' | 'all',
  visit: (rule: LoadedRule, num: number) => void,
): Promise<void> {
  const session = sessionOf(capture, rules, matching);
  const { engine, ctx } = session;
  await walkReplay(session, (count) => {
    for (let i = 0; i < count; i++) visit(rules[engine.matches[i] as number] as LoadedRule, ctx.evt.num);
    return true;
  });
}

/** The alerts of a capture as JSON lines. */
export async function alertsOf(
  capture: string,
  rules: readonly LoadedRule[],
  matching: 'first' | 'all',
  visit: (alert: string) => void,
): Promise<void> {
  const session = sessionOf(capture, rules, matching);
  const { engine, ctx } = session;
  const printer = new AlertPrinter(rules, jsonSettings(), SYSCALL_FIELDS, undefined, HOSTNAME);
  await walkReplay(session, (count) => {
    for (let i = 0; i < count; i++) visit(printer.print(engine.matches[i] as number, ctx));
    return true;
  });
  if (session.capture.reader.error !== undefined) throw new Error(session.capture.reader.error.code);
}

function sessionOf(capture: string, rules: readonly LoadedRule[], matching: 'first' | 'all') {
  const session = openReplay(capture, { rules, matching, maxThreads: 262144, hostname: HOSTNAME });
  if ('error' in session) throw new Error(session.error);
  return session;
}

function jsonSettings(): Settings {
  const result = readSettings(emptyMap({ file: '' }));
  if ('error' in result) throw new Error(result.error);
  return { ...result.settings, alerts: { ...result.settings.alerts, json: true } };
}
