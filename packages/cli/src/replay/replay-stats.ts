import { readFileSync } from 'node:fs';
import { GCProfiler } from 'node:v8';
import type { StateCounters } from '@saker/engine/state/state-engine.ts';
import type { LoadedRule } from '@saker/rules/load/rule-set.ts';
import type { ReaderCounts } from '@saker/scap/reader.ts';

/** Counts of a replay, over all its captures. */
export class ReplayStats {
  events: number;
  seen: number;
  alerts: number;
  /** By index of the rule. */
  readonly perRule: Uint32Array;
  readonly skipped: Record<keyof ReaderCounts, number>;
  /** What the state engine could not keep, or had to make up. */
  private readonly state: Record<string, number>;
  private startedAt: number;
  private seconds: number;
  private readonly gc: GcTimer;

  constructor(rules: number) {
    this.events = 0;
    this.seen = 0;
    this.alerts = 0;
    this.perRule = new Uint32Array(rules);
    this.skipped = { unknownEvents: 0, unknownBlocks: 0, badEvents: 0, badEntries: 0, dropped: 0 };
    this.state = {};
    this.startedAt = 0;
    this.seconds = 0;
    this.gc = new GcTimer();
  }

  begin(): void {
    this.startedAt = performance.now();
  }

  end(): void {
    this.seconds += (performance.now() - this.startedAt) / 1000;
  }

  addSkipped(counts: ReaderCounts): void {
    for (const key of Object.keys(this.skipped) as (keyof ReaderCounts)[]) this.skipped[key] += counts[key];
  }

  addState(counters: StateCounters): void {
    for (const [key, count] of Object.entries(counters)) this.state[key] = (this.state[key] ?? 0) + count;
  }

  toJson(rules: readonly LoadedRule[]): Record<string, unknown> {
    const usage = process.resourceUsage();
    const counted = rules.map((rule, index) => [rule.name, this.perRule[index] as number] as const);
    return {
      events: this.events,
      seen: this.seen,
      alerts: this.alerts,
      seconds: this.seconds,
      events_per_second: this.seconds > 0 ? Math.round(this.events / this.seconds) : 0,
      cpu_seconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
      gc_seconds: this.gc.seconds(),
      peak_rss_bytes: peakMemory(),
      skipped: this.skipped,
      state: this.state,
      rules: Object.fromEntries(counted.filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a)),
    };
  }

  toText(rules: readonly LoadedRule[]): string {
    const json = this.toJson(rules);
    const count = (value: number) => value.toLocaleString('en-US');
    const lines = [
      `events         ${count(this.events)}, ${count(this.seen)} of them looked at by ${rules.length} rules`,
      `speed          ${count(json.events_per_second as number)} events/s, ${this.seconds.toFixed(3)} s`,
      `process        ${(json.cpu_seconds as number).toFixed(2)} s CPU, ${Math.round((json.peak_rss_bytes as number) / 1e6)} MB at most`,
      `alerts         ${count(this.alerts)}`,
    ];
    for (const [name, alerts] of Object.entries(json.rules as Record<string, number>)) {
      lines.push(`  ${count(alerts).padStart(11)}  ${name}`);
    }
    const lost = Object.entries({ ...this.skipped, ...this.state }).filter(
      ([key, value]) => value > 0 && key in LOST_TEXT,
    );
    if (lost.length > 0) lines.push('lost or left out');
    for (const [key, value] of lost) lines.push(`  ${count(value).padStart(11)}  ${LOST_TEXT[key]}`);
    return `${lines.join('\n')}\n`;
  }
}

const LOST_TEXT: Readonly<Record<string, string>> = {
  unknownEvents: 'events of unknown types',
  unknownBlocks: 'unknown blocks',
  badEvents: 'broken events',
  badEntries: 'broken entries of the initial state',
  dropped: 'old events that are part of others today',
  threadsDropped: 'threads that found no room in the table',
  threadsFaked: 'threads whose start was not recorded',
  fdsDropped: 'descriptors that found no room in the table',
  usersDropped: 'users that found no room in the table',
  containersEvicted: 'containers that had to go to make room',
};

/** Time spent collecting garbage since it was made. The profiler counts at once; observers would wait for the event loop. */
class GcTimer {
  private readonly profiler: GCProfiler;
  private total: number;

  constructor() {
    this.total = 0;
    this.profiler = new GCProfiler();
    this.profiler.start();
  }

  seconds(): number {
    const statistics = this.profiler.stop()?.statistics ?? [];
    for (const { cost } of statistics) this.total += cost;
    return this.total / 1e6;
  }
}

/** Most memory the process had, in bytes. `getrusage` would count what the parent had when it forked, too. */
function peakMemory(): number {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
