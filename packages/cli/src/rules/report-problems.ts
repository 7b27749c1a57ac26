import { Renderer } from '@saker/core/diagnostics/render.ts';
import { diagnoseRules } from '@saker/rules/load/diagnose-rules.ts';
import type { LoadOutcome, RulesFile } from '@saker/rules/load/load-rules.ts';
import type { Io } from '../io/io.ts';

/**
 * Tells on standard error what is wrong with rules that were loaded to be run: errors with their places; warnings too where
 * asked for, else how many there are.
 */
export function reportProblems(files: readonly RulesFile[], outcome: LoadOutcome, verbose: boolean, io: Io): void {
  const warnings = outcome.results.reduce((sum, result) => sum + result.warnings.length, 0);
  if (outcome.ok && (warnings === 0 || !verbose)) {
    if (warnings > 0)
      io.err(`saker: ${warnings === 1 ? 'a warning' : `${warnings} warnings`} about the rules; -v shows more\n`);
    return;
  }
  const { diagnostics, contents } = diagnoseRules(files);
  const renderer = new Renderer(contents, { colour: io.errIsTerminal() && !io.env.NO_COLOR });
  for (const diagnostic of diagnostics) {
    if (verbose || diagnostic.severity === 'error') io.err(`${renderer.render(diagnostic)}\n`);
  }
  if (outcome.ok) return;
  const bad = outcome.results.filter((result) => !result.successful).map((result) => result.name);
  io.err(`saker: invalid rules: ${bad.join(', ')}\n`);
}
