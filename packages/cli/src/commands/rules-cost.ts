import { ENGINE_FIELDS } from '@saker/engine/match/engine-fields.ts';
import { CostMeter, type RuleCost } from '@saker/rules/cost/cost-meter.ts';
import type { Expr } from '@saker/rules/language/ast.ts';
import { printCondition } from '@saker/rules/language/print.ts';
import { type CommandInput, EXIT_DONE, EXIT_JUDGED_BAD, EXIT_REFUSED, type ExitCode } from '../args/command.ts';
import { openReplay, walkReplay } from '../replay/replay-session.ts';
import { prepareRules } from '../rules/prepare-rules.ts';

const SHOWN_RULES = 40;
const SHOWN_CHECKS = 3;

/** `saker rules cost FILE`: which rules take the time, and which of their comparisons. */
export async function run({ args, io }: CommandInput): Promise<ExitCode> {
  const prepared = prepareRules(args, io);
  if (typeof prepared === 'number') return prepared;
  const { rules, settings } = prepared;
  // The meter runs the rules itself; the engine only keeps the state.
  const session = openReplay(args.operands[0] as string, {
    rules: [],
    matching: 'all',
    maxThreads: settings.threadTableSize,
    hostname: '',
  });
  if ('error' in session) {
    io.err(`saker: ${session.error}\n`);
    return EXIT_REFUSED;
  }
  const { ctx, engine, capture } = session;
  const meter = new CostMeter(
    rules.map((rule, id) => ({ id, condition: rule.typed, eventTypes: rule.eventTypes })),
    ENGINE_FIELDS,
    () => Number(process.hrtime.bigint()),
  );
  let seen = 0;
  await walkReplay(session, () => {
    if (engine.seen > seen) {
      seen = engine.seen;
      meter.event(ctx, ctx.evt.type);
    }
    return true;
  });
  const broken = capture.reader.error !== undefined;
  capture.close();
  const report = meter.report();
  const named = (cost: RuleCost) => rules[cost.id]?.name ?? '';
  if (args.has('json')) {
    io.out(`${JSON.stringify(report.map((cost) => ({ rule: named(cost), ...ruleJson(cost) })))}\n`);
    return broken ? EXIT_JUDGED_BAD : EXIT_DONE;
  }
  const total = report.reduce((sum, cost) => sum + cost.events * cost.nsPerEvent, 0);
  io.out(
    `${seen} events, ${rules.length} rules. Sampled estimates, each rule alone: compare them, do not add them up.\n\n`,
  );
  io.out(' share  ns/event     events    matched  rule\n');
  for (const cost of report.slice(0, SHOWN_RULES)) {
    const share = total === 0 ? 0 : (100 * cost.events * cost.nsPerEvent) / total;
    const cells = [
      `${share.toFixed(1)} %`.padStart(6),
      cost.nsPerEvent.toFixed(0).padStart(9),
      String(cost.events).padStart(10),
    ];
    io.out(`${cells.join(' ')} ${`${cost.matched}/${cost.sampled}`.padStart(10)}  ${named(cost)}\n`);
    if (!args.has('verbose')) continue;
    const dearest = [...cost.checks].sort((a, b) => b.reached * b.nsPerEvaluation - a.reached * a.nsPerEvaluation);
    for (const check of dearest.slice(0, SHOWN_CHECKS)) {
      io.out(`${' '.repeat(40)}  reached ${check.reached}, held ${check.held}: ${checkText(check.check.source)}\n`);
    }
  }
  if (report.length > SHOWN_RULES) io.out(`(${report.length - SHOWN_RULES} rules more)\n`);
  return broken ? EXIT_JUDGED_BAD : EXIT_DONE;
}

function ruleJson({ events, sampled, matched, nsPerEvent, checks }: RuleCost): object {
  return {
    events,
    sampled,
    matched,
    ns_per_event: nsPerEvent,
    checks: checks.map((cost) => ({
      condition: checkText(cost.check.source),
      reached: cost.reached,
      held: cost.held,
      ns_per_evaluation: cost.nsPerEvaluation,
    })),
  };
}

function checkText(source: unknown): string {
  const text = printCondition(source as Expr);
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}
