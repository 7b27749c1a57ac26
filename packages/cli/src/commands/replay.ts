import { hostname } from 'node:os';
import { utf8ToBytes } from '@saker/core/byte-string.ts';
import { describeScapError } from '@saker/scap/scap-error.ts';
import {
  type CommandInput,
  EXIT_DONE,
  EXIT_JUDGED_BAD,
  EXIT_REFUSED,
  EXIT_USAGE,
  type ExitCode,
} from '../args/command.ts';
import type { Settings } from '../config/settings.ts';
import type { Io } from '../io/io.ts';
import { type AlertSink, teeSink } from '../outputs/alert-sink.ts';
import { fileSink } from '../outputs/file-sink.ts';
import { stdoutSink } from '../outputs/stdout-sink.ts';
import { AlertPrinter } from '../replay/alert-printer.ts';
import { Progress } from '../replay/progress.ts';
import { replayCapture } from '../replay/replay-capture.ts';
import { openReplay } from '../replay/replay-session.ts';
import { ReplayStats } from '../replay/replay-stats.ts';
import { type Prepared, prepareRules } from '../rules/prepare-rules.ts';

/** `saker replay FILE...`: runs the rules over captures and prints the alerts. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { args, io } = input;
  const seconds = args.value('duration');
  if (seconds !== undefined && !/^[0-9]{1,12}$/.test(seconds)) {
    io.err(`saker replay: -M takes a number of seconds, not '${seconds}'.\n`);
    return EXIT_USAGE;
  }
  // 0 is Falco's default and means no limit.
  const limit = Number(seconds ?? 0) === 0 ? undefined : BigInt(seconds ?? 0) * 1_000_000_000n;
  const prepared = prepareRules(args, io);
  if (typeof prepared === 'number') return prepared;

  const host = io.env.FALCO_HOSTNAME ?? hostname();
  const printer = new AlertPrinter(prepared.rules, prepared.settings, prepared.fields, args.value('print'), host);
  const problem = printer.problem();
  if (problem !== undefined) {
    io.err(`saker: append_output: ${problem}\n`);
    return EXIT_JUDGED_BAD;
  }
  if (args.has('dryRun')) {
    const { rules, ruleSet } = prepared;
    io.err(`saker: would run ${rules.length} of ${ruleSet.rules.length} rules over ${args.operands.join(', ')}\n`);
    return EXIT_DONE;
  }
  const sink = openSink(prepared.settings, input);

  const stats = args.has('stats') ? new ReplayStats(prepared.rules.length) : undefined;
  const replay: Replay = { prepared, printer, sink, stats, limit, host: utf8ToBytes(host), io };
  let code: ExitCode = EXIT_DONE;
  try {
    for (const path of args.operands) {
      const result = await replayFile(path, replay);
      if (result > code) code = result;
    }
  } finally {
    sink.close();
  }
  if (stats !== undefined) {
    const { rules, settings } = prepared;
    io.err(settings.alerts.json ? `${JSON.stringify(stats.toJson(rules))}\n` : stats.toText(rules));
  }
  return code;
}

interface Replay {
  readonly prepared: Prepared;
  readonly printer: AlertPrinter;
  readonly sink: AlertSink;
  readonly stats: ReplayStats | undefined;
  readonly limit: bigint | undefined;
  readonly host: string;
  readonly io: Io;
}

async function replayFile(path: string, replay: Replay): Promise<ExitCode> {
  const { prepared, printer, sink, stats, io } = replay;
  const { rules, settings } = prepared;
  const session = openReplay(path, {
    rules,
    matching: settings.ruleMatching,
    maxThreads: settings.threadTableSize,
    hostname: replay.host,
  });
  if ('error' in session) {
    io.err(`saker: ${session.error}\n`);
    return EXIT_REFUSED;
  }
  const { capture, ctx, engine, state } = session;
  const progress = new Progress(io);
  let alerts = 0;
  stats?.begin();
  const events = await replayCapture(
    capture,
    engine,
    {
      matched(count) {
        for (let i = 0; i < count; i++) {
          const rule = engine.matches[i] as number;
          sink.write(printer.print(rule, ctx));
          if (stats !== undefined) stats.perRule[rule] = (stats.perRule[rule] as number) + 1;
        }
        alerts += count;
      },
      pause: (events) => progress.update(events, alerts),
    },
    replay.limit,
  );
  progress.clear();
  sink.flush();
  if (stats !== undefined) {
    stats.end();
    stats.events += events;
    stats.seen += engine.seen;
    stats.alerts += alerts;
    stats.addSkipped(capture.reader.counts);
    stats.addState(state.counters());
  }
  const { error, firstDefect, counts } = capture.reader;
  capture.close();
  if (firstDefect !== undefined) {
    const lost = counts.badEvents + counts.badEntries;
    io.err(`saker: ${path}: ${lost} broken parts were left out, the first: ${describeScapError(firstDefect)}\n`);
  }
  if (error === undefined) return EXIT_DONE;
  io.err(`saker: ${path}: ${describeScapError(error)}; ${events} events were replayed\n`);
  return EXIT_JUDGED_BAD;
}

/** The configured outputs. Events from a pipe come as they happen, so alerts do not wait either. */
function openSink(settings: Settings, { args, io }: CommandInput): AlertSink {
  const unbuffered = args.has('unbuffered') || args.operands.includes('-');
  const sinks: AlertSink[] = [];
  if (settings.stdout) sinks.push(stdoutSink(io, unbuffered));
  if (settings.file !== undefined) {
    const { filename, keepOpen } = settings.file;
    sinks.push(fileSink(filename, keepOpen, unbuffered));
  }
  return teeSink(sinks);
}
