/**
 * Replays hostile captures against our rules, made-up rules, and one that prints every field:
 * `node packages/engine/src/fuzz/engine.fuzz.ts [SECONDS] [SEED]`. What must hold for any bytes: nothing is thrown, it ends
 * soon, without much memory; generated code and the interpreter alert on the same events; alerts as JSON are one valid object
 * in one line, and as text one line that does nothing to a terminal.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ByteString, bytesOf, utf8ToBytes } from '@saker/core/byte-string.ts';
import { bytesView } from '@saker/core/bytes.ts';
import type { FuzzTarget } from '@saker/core/fuzz/campaign.ts';
import { fuzzMain } from '@saker/core/fuzz/fuzz-main.ts';
import { pick, type Random } from '@saker/core/fuzz/random.ts';
import { SYSCALL_FIELDS } from '@saker/rules/check/field-catalogue.ts';
import { makeCondition } from '@saker/rules/fuzz/make-condition.ts';
import { parseFormat } from '@saker/rules/language/format.ts';
import { loadRules } from '@saker/rules/load/load-rules.ts';
import { type LoadedRule, PRIORITY_NAMES } from '@saker/rules/load/rule-set.ts';
import { corpus } from '@saker/scap/fuzz/corpus.ts';
import { mutate } from '@saker/scap/fuzz/mutate.ts';
import { ScapReader } from '@saker/scap/reader.ts';
import { writeSyntheticCapture } from '@saker/scap/testing/synthetic-capture.ts';
import { captureBytes } from '@saker/scap/writer.ts';
import { Engine } from '../engine.ts';
import { EventContext } from '../fields/event-context.ts';
import { type AlertOptions, DEFAULT_ALERT_OPTIONS } from '../output/alert-options.ts';
import { AlertWriter } from '../output/alert-writer.ts';
import { StateEngine } from '../state/state-engine.ts';
import { everyFieldRule } from './every-field.ts';
import { hostileCapture } from './hostile-capture.ts';

const OWN_RULES = bytesOf(readFileSync(join(import.meta.dirname, '../../../../rules/saker_rules.yaml')));
const EVERY_FIELD = utf8ToBytes(everyFieldRule());
const CAPTURES: readonly Uint8Array[] = [
  ...corpus(),
  captureBytes((writer) => writeSyntheticCapture(writer, { events: 150 })),
];
/** Made-up rules of each input. */
const RULES = 5;
/** Alerts of an input that are printed; they take most of the time. */
const PRINTED = 100;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there; DEL is printed as it is
const CONTROL = /[\x00-\x1f]/;

export const ENGINE_FUZZ: FuzzTarget = {
  name: 'engine',
  make(random) {
    const kind = random() % 4;
    if (kind === 0) return mutate(pick(CAPTURES, random), random);
    const made = hostileCapture(random);
    return kind === 1 ? mutate(made, random) : made;
  },
  run(input, random) {
    const rules = rulesOf(random);
    const maxThreads = pick([3, 262_144], random);
    const compiled = replay(input, rules, { maxThreads, interpret: false }, random);
    const interpreted = replay(input, rules, { maxThreads, interpret: true }, random);
    const differs = compiled.matches.findIndex((match, i) => match !== interpreted.matches[i]);
    if (differs >= 0 || compiled.matches.length !== interpreted.matches.length) {
      const [got, want] = [compiled.matches[differs], interpreted.matches.at(differs)];
      const names = rules.map(({ condition }, i) => `${i} ${condition}`).join('\n');
      throw new Error(`code and interpreter disagree\n${got} for ${want} (event: rules)\n${names}`);
    }
    return [compiled.end, ...(compiled.matches.length > 0 ? ['alerts'] : [])];
  },
};

/** Our rules, some that are made up, and the one that prints. */
function rulesOf(random: Random): readonly LoadedRule[] {
  const files: { name: string; content: ByteString }[] = [{ name: 'every', content: EVERY_FIELD }];
  if (random() % 4 === 0) files.push({ name: 'own', content: OWN_RULES });
  for (let i = 0; i < RULES; i++) {
    const condition = makeCondition(random, true);
    const text = `- rule: r${i}\n  desc: d\n  condition: >-\n    ${condition}\n  output: x\n  priority: INFO\n`;
    const content = utf8ToBytes(text);
    if (loadRules([{ name: 'made', content }]).ok) files.push({ name: `made${i}`, content });
  }
  const { ok, ruleSet } = loadRules(files);
  if (!ok) throw new Error('rules do not load');
  return ruleSet.rules;
}

interface Replay {
  /** `EVENT: RULE,RULE` of every event on which some rule matches. */
  readonly matches: readonly string[];
  readonly end: string;
}

function replay(
  input: Uint8Array,
  rules: readonly LoadedRule[],
  options: { readonly maxThreads: number; readonly interpret: boolean },
  random: Random,
): Replay {
  const state = new StateEngine({ maxThreads: options.maxThreads, fdOrder: true });
  const reader = new ScapReader(state.snapshot);
  const ctx = new EventContext(reader.evt, state);
  ctx.hostname = 'fuzz';
  const engine = new Engine(ctx, rules, { matching: 'all', interpret: options.interpret });
  const printers = options.interpret ? [] : printersOf(rules, random);
  const matches: string[] = [];
  let printed = 0;
  const drain = (): void => {
    while (reader.next()) {
      const count = engine.process();
      if (count === 0) continue;
      const found = engine.matches.subarray(0, count);
      matches.push(`${ctx.evt.num}: ${found.join()}`);
      if (options.interpret || printed++ > PRINTED) continue;
      for (const index of found) for (const printer of printers[index] as readonly Printer[]) printer(ctx);
    }
  };
  reader.push(bytesView(input.buffer, input.byteOffset, input.byteLength));
  drain();
  reader.finish();
  drain();
  return { matches, end: reader.error?.code ?? 'good' };
}

type Printer = (ctx: EventContext) => void;

function printersOf(rules: readonly LoadedRule[], random: Random): readonly (readonly Printer[])[] {
  const some = (): boolean => random() % 2 === 0;
  const options: AlertOptions = {
    ...DEFAULT_ALERT_OPTIONS,
    includeMessage: some(),
    includeOutput: some(),
    timeIso8601: some(),
    buffers: some() ? 'base64' : 'dots',
    hostname: 'fuzz',
  };
  return rules.map((rule) => {
    const parsed = parseFormat(rule.output, SYSCALL_FIELDS);
    if (!parsed.ok) throw new Error(parsed.message);
    const { name, source, tags } = rule;
    const head = { name, source, tags, priority: PRIORITY_NAMES[rule.priority] as string };
    const json = new AlertWriter(head, parsed.format, { ...options, json: true });
    const text = new AlertWriter(head, parsed.format, options);
    return [(ctx) => checkJson(json.write(ctx)), (ctx) => checkLine(text.write(ctx))];
  });
}

function checkJson(line: string): void {
  checkLine(line);
  const alert = JSON.parse(line) as { readonly output_fields?: unknown };
  if (typeof alert.output_fields !== 'object') throw new Error('alert without output_fields');
}

function checkLine(line: string): void {
  if (!line.isWellFormed()) throw new Error(`alert is not Unicode\n${JSON.stringify(line).slice(0, 500)}`);
  const at = line.search(CONTROL);
  if (at >= 0)
    throw new Error(`alert has a control character\n${JSON.stringify(line.slice(Math.max(0, at - 200), at + 50))}`);
}

if (process.argv[1] === import.meta.filename) fuzzMain(ENGINE_FUZZ);
