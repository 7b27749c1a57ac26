/** The least that reading a capture can cost: blocks, event headers, one thread look-up per event. Prints JSON. */
import { readFileSync } from 'node:fs';
import { openScap } from '@saker/scap/node/open-scap.ts';

interface Walked {
  events: number;
}

async function walk(path: string): Promise<void> {
  const ignore = (): void => {};
  const opened = openScap(path, {
    section: ignore,
    machine: ignore,
    interfaces: ignore,
    users: ignore,
    process: ignore,
    fd: ignore,
    complete: ignore,
    ready: ignore,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const threads = new Map<number, Walked>();
  const { reader } = opened.capture;
  let started = 0;
  let events = 0;
  for (;;) {
    events += batch(reader, threads);
    if (started === 0 && events > 0) started = performance.now();
    const more = opened.capture.more();
    if (!(typeof more === 'boolean' ? more : await more)) break;
  }
  const usage = process.resourceUsage();
  process.stdout.write(
    JSON.stringify({
      events,
      seconds: (performance.now() - started) / 1000,
      cpu: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
      peakRss: 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? usage.maxRSS),
      gcSeconds: 0,
      alerts: 0,
    }),
  );
}

function batch(reader: { next(): boolean; readonly evt: { tid: number } }, threads: Map<number, Walked>): number {
  let events = 0;
  while (reader.next()) {
    events++;
    const thread = threads.get(reader.evt.tid);
    if (thread === undefined) threads.set(reader.evt.tid, { events: 1 });
    else thread.events++;
  }
  return events;
}

await walk(process.argv[2] as string);
