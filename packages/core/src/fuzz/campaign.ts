import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { hashOf, type Random, randomOf } from './random.ts';

/** Something that takes bytes of strangers. */
export interface FuzzTarget {
  /** As in the names of files. */
  readonly name: string;
  make(random: Random): Uint8Array;
  /**
   * Throws where `input` breaks what must hold; otherwise tells what became of it, in words that are counted. `random` only
   * depends on the input.
   */
  run(input: Uint8Array, random: Random): readonly string[];
}

export interface CampaignOptions {
  readonly seconds: number;
  /** Input `n` is made from `seed + n`. */
  readonly seed: number;
  /** Folder for inputs that break something. */
  readonly folder?: string;
  /** How many times the limits of time and memory an input may take; 1 where absent. For machines of unknown speed. */
  readonly tolerance?: number;
  /** Told as soon as there is one. */
  readonly found?: (finding: Finding) => void;
}

export interface Finding {
  readonly message: string;
  readonly stack: string;
  /** Seed of the input. */
  readonly seed: number;
  /** Where the input was saved. */
  readonly file: string;
}

export interface CampaignReport {
  readonly inputs: number;
  readonly seconds: number;
  readonly ends: ReadonlyMap<string, number>;
  /** One for each cause. */
  readonly findings: readonly Finding[];
  /** CPU time of the slowest input, and its seed. */
  readonly slowestMs: number;
  readonly slowestSeed: number;
  /** By how much the memory of one input grew at most, garbage included. */
  readonly mostBytes: number;
  /** What more is in use at the end than after the first inputs. */
  readonly keptBytes: number;
}

/** CPU time, so that a busy machine does not count. */
const MAX_INPUT_MS = 5000;
const MAX_INPUT_BYTES = 500e6;
const MAX_KEPT_BYTES = 500e6;
/** Inputs after which whatever is made once has been made. */
const WARM_UP = 50;

/** Feeds made-up inputs to a target for some seconds. While one runs it lies in a file, in case that it never ends. */
export function runCampaign(target: FuzzTarget, options: CampaignOptions): CampaignReport {
  const { seconds, seed, folder = join(tmpdir(), 'saker-fuzz') } = options;
  mkdirSync(folder, { recursive: true });
  const current = join(folder, `${target.name}-${process.pid}.running`);
  // One file for all: making it anew takes longer than most inputs.
  const file = openSync(current, 'w');
  const ends = new Map<string, number>();
  const findings = new Map<string, Finding>();
  const started = performance.now();
  let [inputs, slowestMs, slowestSeed, mostBytes] = [0, 0, seed, 0];
  const collect = collector();
  let warm: number | undefined;
  for (; inputs === 0 || performance.now() < started + 1000 * seconds; inputs++) {
    if (inputs === WARM_UP) {
      collect();
      warm = memory();
    }
    const input = target.make(randomOf(seed + inputs));
    writeSync(file, input, 0, input.length, 0);
    ftruncateSync(file, input.length);
    const result = tryInput(target, input, options.tolerance);
    for (const end of result.ends) ends.set(end, (ends.get(end) ?? 0) + 1);
    if (result.ms > slowestMs) [slowestMs, slowestSeed] = [result.ms, seed + inputs];
    mostBytes = Math.max(mostBytes, result.bytes);
    if (result.error === undefined) continue;
    const key = causeOf(result.error);
    if (findings.has(key)) continue;
    const saved = join(folder, `${target.name}-${seed + inputs}`);
    writeFileSync(saved, input);
    const { message, stack = '' } = result.error;
    const finding = { message, stack, seed: seed + inputs, file: saved };
    findings.set(key, finding);
    options.found?.(finding);
  }
  closeSync(file);
  rmSync(current);
  collect();
  const keptBytes = warm === undefined ? 0 : memory() - warm;
  if (keptBytes > MAX_KEPT_BYTES) {
    const message = `keeps ${keptBytes} bytes of ${inputs} inputs`;
    findings.set(message, { message, stack: message, seed, file: '' });
  }
  const took = (performance.now() - started) / 1000;
  return {
    inputs,
    seconds: took,
    ends,
    findings: [...findings.values()],
    slowestMs,
    slowestSeed,
    mostBytes,
    keptBytes,
  };
}

interface InputResult {
  readonly ends: readonly string[];
  readonly error?: Error;
  readonly ms: number;
  readonly bytes: number;
}

/** Runs one input. Never throws. */
export function tryInput(target: FuzzTarget, input: Uint8Array, tolerance = 1): InputResult {
  const before = memory();
  const cpu = process.cpuUsage();
  let ends: readonly string[] = ['broken'];
  let error: Error | undefined;
  try {
    ends = target.run(input, randomOf(hashOf(input)));
  } catch (thrown) {
    error = thrown instanceof Error ? thrown : new Error(String(thrown));
  }
  const { user, system } = process.cpuUsage(cpu);
  const ms = (user + system) / 1000;
  const bytes = memory() - before;
  if (ms > tolerance * MAX_INPUT_MS) error ??= new Error(`takes too long\n${ms} ms`);
  if (bytes > tolerance * MAX_INPUT_BYTES) error ??= new Error(`takes too much memory\n${bytes} bytes`);
  return error === undefined ? { ends, ms, bytes } : { ends, error, ms, bytes };
}

/** The garbage collector, whatever flags Node was started with. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Errors from the same place count as one: the message's first line without what differs, and who threw it. */
function causeOf({ message, stack = '' }: Error): string {
  const place = /^ *at .*packages.*$/m.exec(stack)?.[0] ?? '';
  return `${message.split('\n', 1)[0]?.replace(/[0-9]+/g, '0')} ${place}`;
}
