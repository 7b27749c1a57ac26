import { hostname } from 'node:os';
import { bytesToUtf8, utf8ToBytes } from '@saker/core/byte-string.ts';
import { ENGINE_FIELDS } from '@saker/engine/match/engine-fields.ts';
import { ipText } from '@saker/engine/state/inet-text.ts';
import { decidingChecks, type Explained, explain } from '@saker/rules/explain/explain.ts';
import { explanationJson, type RenderOptions, renderExplanation, valueText } from '@saker/rules/explain/render.ts';
import type { LoadedRule } from '@saker/rules/load/rule-set.ts';
import { EVENTS } from '@saker/schema/events.ts';
import {
  type CommandInput,
  EXIT_DONE,
  EXIT_JUDGED_BAD,
  EXIT_REFUSED,
  EXIT_USAGE,
  type ExitCode,
} from '../args/command.ts';
import { printable } from '../io/printable.ts';
import { openReplay, type ReplaySession, walkReplay } from '../replay/replay-session.ts';
import { findRule } from '../rules/find-rule.ts';
import { type Prepared, prepareRules } from '../rules/prepare-rules.ts';

/** Without a match, so many events are looked at for the nearest one. */
const MOST_CANDIDATES = 20_000;

/** `saker explain FILE --rule NAME [--event N]`. */
export async function run({ args, io }: CommandInput): Promise<ExitCode> {
  const name = args.value('rule');
  const event = args.value('event');
  if (name === undefined) {
    io.err("saker explain: --rule NAME is missing.\nTry 'saker explain --help'.\n");
    return EXIT_USAGE;
  }
  if (event !== undefined && !/^[1-9][0-9]{0,14}$/.test(event)) {
    io.err(`saker explain: --event takes the number of an event, not '${event}'.\n`);
    return EXIT_USAGE;
  }
  const prepared = prepareRules(args, io);
  if (typeof prepared === 'number') return prepared;
  const rule = findRule(prepared.ruleSet, name);
  if (typeof rule === 'string') {
    io.err(`saker explain: ${rule}\n`);
    return EXIT_USAGE;
  }
  const session = openReplay(args.operands[0] as string, {
    rules: [rule, ...prepared.rules.filter((other) => other !== rule)],
    matching: 'all',
    maxThreads: prepared.settings.threadTableSize,
    hostname: utf8ToBytes(io.env.FALCO_HOSTNAME ?? hostname()),
  });
  if ('error' in session) {
    io.err(`saker: ${session.error}\n`);
    return EXIT_REFUSED;
  }
  const found = event === undefined ? await nearest(session, rule) : await numbered(session, rule, Number(event));
  session.capture.close();
  if (typeof found === 'string') {
    io.err(`saker explain: ${found}\n`);
    return EXIT_JUDGED_BAD;
  }
  const shadow = shadowedBy(found, rule, prepared);
  if (args.has('json')) {
    const { explained, ...about } = found;
    io.out(`${JSON.stringify({ rule: rule.name, ...about, explanation: explanationJson(explained, RENDER) })}\n`);
    return EXIT_DONE;
  }
  const verdict = found.explained.result ? 'matches' : 'does not match';
  io.out(`Rule '${rule.name}' ${verdict} event ${found.event} (${found.type}, ${found.thread}).\n`);
  for (const note of [...found.notes, ...shadow]) io.out(`${note}\n`);
  io.out(`\n${renderExplanation(found.explained, RENDER)}`);
  const others = found.alsoNear ?? [];
  if (others.length > 0) io.out('\nAlso near:\n');
  for (const other of others) {
    io.out(`  event ${other.event} (${other.type}, ${other.thread}), but ${other.because.map(printable).join('; ')}\n`);
  }
  return EXIT_DONE;
}

interface Found {
  readonly event: number;
  readonly type: string;
  readonly thread: string;
  readonly explained: Explained;
  readonly notes: readonly string[];
  /** Names of all rules that match the event. */
  readonly matching: readonly string[];
  /** Where nothing matches: other events that came near, and what kept them from matching. */
  readonly alsoNear?: readonly NearEvent[];
}

interface NearEvent {
  readonly event: number;
  readonly type: string;
  readonly thread: string;
  /** The comparisons that decided, with the value that each saw. */
  readonly because: readonly string[];
}

/** How many of the nearest events are told. */
const NEAR_EVENTS = 5;

function nearEvent({ event, type, thread, explained }: Found): NearEvent {
  const because = decidingChecks(explained)
    .slice(0, 3)
    .map((check) => `${check.text} [${valueText(check.left, check, RENDER)}]`);
  return { event, type, thread, because };
}

const RENDER: RenderOptions = { unfold: false, address: ipText };

async function numbered(session: ReplaySession, rule: LoadedRule, num: number): Promise<Found | string> {
  let found: Found | undefined;
  await walkReplay(session, (matches) => {
    if (session.ctx.evt.num === num) {
      const notes = rule.eventTypes.includes(session.ctx.evt.type) ? [] : [OTHER_TYPE];
      found = look(session, rule, matches, notes);
    }
    return session.ctx.evt.num < num;
  });
  if (found !== undefined) return found;
  return `there is no event ${num}; the last one is ${session.capture.reader.lastNum}`;
}

const OTHER_TYPE =
  'The rule is never asked about events of this type: its condition cannot hold for them, as far as evt.type goes.';

/** The first event that matches, else the one for which most parts of the condition hold, and the ones next to it. */
async function nearest(session: ReplaySession, rule: LoadedRule): Promise<Found | string> {
  const types = new Set(rule.eventTypes);
  let found: Found | undefined;
  let near: readonly { readonly score: number; readonly found: Found }[] = [];
  let candidates = 0;
  await walkReplay(session, (matches) => {
    const { evt } = session.ctx;
    if (!types.has(evt.type)) return true;
    if (session.engine.matches.subarray(0, matches).includes(0)) {
      found = look(session, rule, matches, []);
      return false;
    }
    if (++candidates > MOST_CANDIDATES) return true;
    const explained = explain(rule, session.ctx, evt.type, ENGINE_FIELDS);
    const score = shareThatHolds(explained);
    if (near.length === NEAR_EVENTS && score <= (near.at(-1)?.score ?? 0)) return true;
    const entry = { score, found: look(session, rule, matches, ['No event matches; this one came nearest.']) };
    // Of equally near events the earlier one stays in front.
    near = [...near, entry].sort((a, b) => b.score - a.score).slice(0, NEAR_EVENTS);
    return true;
  });
  const best = near[0]?.found;
  if (found === undefined && best !== undefined) {
    found = { ...best, alsoNear: near.slice(1).map((other) => nearEvent(other.found)) };
  }
  if (found !== undefined) return found;
  const names = [...new Set(rule.eventTypes.map((type) => EVENTS[type]?.name ?? String(type)))];
  return names.length === 0
    ? `the condition of '${rule.name}' can never hold`
    : `the capture has no event that '${rule.name}' is about (${names.slice(0, 8).join(', ')}${names.length > 8 ? ', ...' : ''})`;
}

function look(session: ReplaySession, rule: LoadedRule, matches: number, notes: readonly string[]): Found {
  const { ctx, engine } = session;
  const { evt } = ctx;
  return {
    event: evt.num,
    type: EVENTS[evt.type]?.name ?? String(evt.type),
    thread: ctx.thread === undefined ? 'no process' : `${printable(bytesToUtf8(ctx.thread.comm))} ${ctx.thread.pid}`,
    explained: explain(rule, ctx, evt.type, ENGINE_FIELDS),
    notes,
    matching: [...engine.matches.subarray(0, matches)].map((index) => engine.rules[index]?.name ?? ''),
  };
}

/** How much of a condition holds, 0 to 1. */
function shareThatHolds(node: Explained): number {
  if (node.kind === 'check') return node.result ? 1 : 0;
  if (node.kind === 'not') return node.result ? 1 : 0;
  const shares = node.children.map(shareThatHolds);
  if (shares.length === 0) return node.result ? 1 : 0;
  return node.kind === 'or' ? Math.max(...shares) : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** With rule_matching first, a match is not an alert where a rule that was defined earlier matches too. */
function shadowedBy(found: Found, rule: LoadedRule, { ruleSet, rules, settings }: Prepared): string[] {
  if (!rules.includes(rule))
    return ['The rule does not run: it is disabled, or below the priority that is configured.'];
  if (!found.explained.result || settings.ruleMatching !== 'first') return [];
  const earlier = ruleSet.rules.find((other) => other.index < rule.index && found.matching.includes(other.name));
  return earlier === undefined
    ? []
    : [
        `It does not alert: '${earlier.name}', which was defined earlier, matches too (--rule-matching all shows both).`,
      ];
}
