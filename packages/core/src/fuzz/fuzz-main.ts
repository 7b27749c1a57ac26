import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type CampaignReport, type FuzzTarget, runCampaign, tryInput } from './campaign.ts';

/**
 * A fuzzer as a command: `node X.fuzz.ts [--save FOLDER] [SECONDS] [SEED]` for a campaign, `node X.fuzz.ts --run FILE...`
 * for inputs that were saved. Exit status 1 where something broke.
 */
export function fuzzMain(target: FuzzTarget): void {
  const { values, positionals } = parseArgs({
    options: { save: { type: 'string' }, run: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.run === true) {
    for (const file of positionals) runFile(target, file);
    return;
  }
  const [seconds = '10', seed = String(Date.now() % 1_000_000)] = positionals;
  console.log(`seed ${seed}`);
  const report = runCampaign(target, {
    seconds: Number(seconds),
    seed: Number(seed),
    ...(values.save !== undefined && { folder: values.save }),
    found: ({ stack, seed: from, file }) => console.log(`seed ${from}, saved as ${file}\n${stack}`),
  });
  console.log(summary(report));
  if (report.findings.length > 0) process.exitCode = 1;
}

function runFile(target: FuzzTarget, file: string): void {
  const { ends, error, ms, bytes } = tryInput(target, readFileSync(file));
  console.log(`${file}: ${ends.join(', ')}, ${Math.round(ms)} ms, ${Math.round(bytes / 1e6)} MB`);
  if (error === undefined) return;
  console.log(error.stack);
  process.exitCode = 1;
}

function summary(report: CampaignReport): string {
  const ends = [...report.ends].sort(([, a], [, b]) => b - a).map(([end, count]) => `${end} ${count}`);
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  return [
    `${report.inputs} inputs in ${report.seconds.toFixed(0)} s, ${report.findings.length} findings: ${ends.join(', ')}`,
    `slowest ${report.slowestMs.toFixed(0)} ms (seed ${report.slowestSeed}), at most ${Math.round(report.mostBytes / 1e6)} MB an input, ${Math.round(report.keptBytes / 1e6)} MB kept, peak ${peak} MB resident`,
  ].join('\n');
}
