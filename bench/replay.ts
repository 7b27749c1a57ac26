/**
 * Replays the performance capture through the real command, in cold processes, and prints how fast it was.
 *
 * Scenarios: (a) the three stock files, (b) the stable file, (c) one rule on execve, (d) no rule, (e) the three stock
 * files ten times over, and a bare walk (blocks, event header, thread look-up) of the same file. Runs of all scenarios
 * take turns, so that a machine that changes speed slows all of them; figures are medians.
 *
 *     node bench/replay.ts [--runs 5] [--only a,b] [--write-baseline]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { loadRules } from '@saker/rules/load/load-rules.ts';
import { writeBenchCapture } from './synthetic.ts';
import { varyRules } from './ten-fold.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const shared = join(root, '..', 'shared');
const baselineFile = join(root, 'bench', 'baseline.json');

/** What `replay --json --stats` tells on stderr. */
interface Run {
  readonly events: number;
  /** First event to last event. */
  readonly seconds: number;
  /** The whole process, start-up included. */
  readonly wall: number;
  readonly cpu: number;
  readonly peakRss: number;
  readonly gcSeconds: number;
  readonly alerts: number;
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    only: { type: 'string' },
    'write-baseline': { type: 'boolean', default: false },
  },
});

interface Scenario {
  readonly key: string;
  readonly title: string;
  readonly run: (capture: string) => Run;
}

function makeScenarios(into: string): Scenario[] {
  const stock = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'].map((f) =>
    join(shared, 'rules', 'stock', f),
  );
  const hasStock = existsSync(stock[0] as string);
  const files = hasStock ? stock : [join(root, 'rules', 'saker_rules.yaml')];
  const whose = hasStock ? 'stock' : 'own';
  const one = join(into, 'one.yaml');
  writeFileSync(one, ONE_RULE);
  const none = join(into, 'none.yaml');
  writeFileSync(none, '[]\n');
  const many = tenTimes(files, into);
  return [
    { key: 'walk', title: 'bare walk', run: walk },
    { key: 'a', title: `all ${whose} rules`, run: (c) => replay(c, files) },
    { key: 'b', title: hasStock ? 'stable rules' : 'own rules', run: (c) => replay(c, files.slice(0, 1)) },
    { key: 'c', title: 'one rule on execve', run: (c) => replay(c, [one]) },
    { key: 'd', title: 'no rule', run: (c) => replay(c, [none]) },
    { key: 'e', title: `${whose} rules ten times`, run: (c) => replay(c, many) },
  ];
}

const ONE_RULE = `- rule: A shell starts
  desc: one rule
  condition: evt.type = execve and proc.name in (bash, sh)
  output: shell %proc.cmdline
  priority: NOTICE
`;

/** The files' rules ten times over, each copy with names and constants of its own. */
function tenTimes(files: readonly string[], into: string): string[] {
  const { ruleSet } = loadRules(files.map((name) => ({ name, content: readFileSync(name, 'latin1') })));
  return Array.from({ length: 10 }, (_, copy) => {
    const path = join(into, `copy-${copy}.yaml`);
    writeFileSync(path, varyRules(ruleSet, copy));
    return path;
  });
}

function replay(capture: string, rules: readonly string[]): Run {
  const started = performance.now();
  const result = spawnSync(
    join(root, 'saker'),
    ['replay', capture, ...rules.flatMap((r) => ['-r', r]), '--json', '--stats'],
    { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  const wall = (performance.now() - started) / 1000;
  const line = result.stderr.split('\n').find((l) => l.startsWith('{'));
  if (result.status !== 0 || line === undefined) throw new Error(`replay failed: ${result.stderr.slice(-2000)}`);
  const stats = JSON.parse(line) as Record<string, number>;
  return {
    events: stats.events as number,
    seconds: stats.seconds as number,
    wall,
    cpu: stats.cpu_seconds as number,
    peakRss: stats.peak_rss_bytes as number,
    gcSeconds: stats.gc_seconds as number,
    alerts: stats.alerts as number,
  };
}

function walk(capture: string): Run {
  const started = performance.now();
  const text = execFileSync(process.execPath, [join(root, 'bench', 'walk.ts'), capture], { encoding: 'utf8' });
  return { ...(JSON.parse(text) as Run), wall: (performance.now() - started) / 1000 };
}

function median(list: readonly number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

function report(scenarios: readonly Scenario[], results: ReadonlyMap<string, readonly Run[]>): void {
  const rows: Record<string, Record<string, number>> = {};
  const of = (key: string, value: (r: Run) => number): number => median((results.get(key) ?? []).map(value));
  process.stdout.write(
    `node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? '?'}, median of ${values.runs}\n\n`,
  );
  process.stdout.write(
    '| | scenario | events/s | with start-up | ns/event | CPU s | peak MB | GC % | alerts |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n',
  );
  for (const { key, title } of scenarios) {
    const events = of(key, (r) => r.events);
    const seconds = of(key, (r) => r.seconds);
    const row = {
      eventsPerSecond: Math.round(events / seconds),
      withStartup: Math.round(events / of(key, (r) => r.wall)),
      nsPerEvent: Math.round((seconds * 1e10) / events) / 10,
      cpuSeconds: Math.round(of(key, (r) => r.cpu) * 1000) / 1000,
      peakMegabytes: Math.round(of(key, (r) => r.peakRss) / 1e5) / 10,
      gcPercent: Math.round((of(key, (r) => r.gcSeconds) / seconds) * 1000) / 10,
      alerts: of(key, (r) => r.alerts),
    };
    rows[key] = row;
    process.stdout.write(
      `| ${key} | ${title} | ${(row.eventsPerSecond / 1e6).toFixed(2)} M | ${(row.withStartup / 1e6).toFixed(2)} M | ${row.nsPerEvent.toFixed(0)} | ${row.cpuSeconds.toFixed(2)} | ${row.peakMegabytes.toFixed(0)} | ${row.gcPercent.toFixed(1)} | ${row.alerts} |\n`,
    );
  }
  if (rows.a !== undefined && rows.e !== undefined) {
    const ratio = (rows.e.nsPerEvent as number) / (rows.a.nsPerEvent as number);
    process.stdout.write(`\nten times the rules take ${ratio.toFixed(2)} times the time\n`);
  }
  compare(rows);
  if (values['write-baseline']) writeFileSync(baselineFile, `${JSON.stringify(rows, undefined, 2)}\n`);
}

/** Against the committed baseline, as ratios to the bare walk of the same run: machines differ, the ratio less. */
function compare(rows: Record<string, Record<string, number>>): void {
  const walkNow = rows.walk?.nsPerEvent;
  if (!existsSync(baselineFile) || walkNow === undefined) return;
  const baseline = JSON.parse(readFileSync(baselineFile, 'utf8')) as typeof rows;
  const walkThen = baseline.walk?.nsPerEvent;
  if (walkThen === undefined) return;
  for (const [key, row] of Object.entries(rows)) {
    const then = baseline[key]?.nsPerEvent;
    if (key === 'walk' || then === undefined) continue;
    const change = (row.nsPerEvent as number) / walkNow / (then / walkThen) - 1;
    process.stdout.write(
      `${key}: ${change >= 0 ? '+' : ''}${(change * 100).toFixed(0)} % against the baseline, relative to the bare walk\n`,
    );
  }
}

async function unpackedCapture(into: string): Promise<string> {
  const packed = join(shared, 'captures', 'perf', 'mixed-1m.scap.gz');
  const path = join(into, 'capture.scap');
  if (existsSync(packed)) {
    await pipeline(createReadStream(packed), createGunzip(), createWriteStream(path));
  } else {
    writeBenchCapture(path);
  }
  // Into the page cache: the bench is about us, not about the disk.
  for await (const _ of createReadStream(path));
  process.stdout.write(`${(statSync(path).size / 1e6).toFixed(0)} MB capture\n`);
  return path;
}

const folder = mkdtempSync(join(tmpdir(), 'saker-bench-'));
try {
  const capture = await unpackedCapture(folder);
  const scenarios = makeScenarios(folder).filter(
    (s) => values.only === undefined || values.only.split(',').includes(s.key),
  );
  const results = new Map<string, Run[]>();
  for (let run = 0; run < Number(values.runs); run++) {
    for (const scenario of scenarios) {
      const list = results.get(scenario.key) ?? [];
      list.push(scenario.run(capture));
      results.set(scenario.key, list);
    }
  }
  report(scenarios, results);
} finally {
  rmSync(folder, { recursive: true });
}
