/**
 * Damages rule files and does with them all that Saker does: `node packages/rules/src/fuzz/rules.fuzz.ts [SECONDS] [SEED]`.
 * What must hold for any bytes: nothing is thrown, it ends soon, without much memory; what is shown lies in the file; the
 * verdicts of loading and of diagnosing agree; conditions print as what parses to them; and generated code decides like the
 * interpreter.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ByteString, bytesOf, bytesToArray, utf8ToBytes } from '@saker/core/byte-string.ts';
import { Renderer } from '@saker/core/diagnostics/render.ts';
import type { FuzzTarget } from '@saker/core/fuzz/campaign.ts';
import { fuzzMain } from '@saker/core/fuzz/fuzz-main.ts';
import { pick, type Random } from '@saker/core/fuzz/random.ts';
import { SYSCALL_FIELDS } from '../check/field-catalogue.ts';
import { RuleMatcher } from '../compile/compile-rules.ts';
import { interpret } from '../compile/interpret.ts';
import { parseFormat } from '../language/format.ts';
import { parseCondition } from '../language/parse.ts';
import { printCondition } from '../language/print.ts';
import { describeRules } from '../load/describe.ts';
import { type Diagnosis, diagnoseRules } from '../load/diagnose-rules.ts';
import { type LoadOutcome, loadRules, type RulesFile } from '../load/load-rules.ts';
import type { LoadedMacro, LoadedRule } from '../load/rule-set.ts';
import { TEXTS } from './corpus.ts';
import { madeUpFields } from './made-up-fields.ts';
import { mutateRules } from './mutate-rules.ts';

const OWN_RULES = join(import.meta.dirname, '../../../../rules/saker_rules.yaml');
const CORPUS: readonly ByteString[] = [...TEXTS.map(utf8ToBytes), bytesOf(readFileSync(OWN_RULES))];

const MAX_RULES = 50;
const MAX_TYPES = 4;
const EVENTS_PER_TYPE = 6;

export const RULES_FUZZ: FuzzTarget = {
  name: 'rules',
  make: (random) => bytesToArray(mutateRules(CORPUS, random)),
  run(input, random) {
    const content = bytesOf(input);
    const files = filesOf(content, random);
    const outcome = loadRules(files);
    JSON.parse(JSON.stringify(outcome.toJson()));
    const diagnosis = diagnoseRules(files);
    checkDiagnosis(outcome, diagnosis);
    JSON.stringify(describeRules(outcome.ruleSet));
    const rules = outcome.ruleSet.rules.slice(0, MAX_RULES);
    for (const macro of outcome.ruleSet.macros.slice(0, MAX_RULES)) checkPrinted(macro.parsed);
    for (const rule of rules) {
      checkPrinted(rule.ast);
      if (!parseFormat(rule.output, SYSCALL_FIELDS).ok) throw new Error('output of a loaded rule does not parse');
    }
    checkMatching(rules, random);
    const code = outcome.results.flatMap(({ errors }) => errors)[0]?.code;
    return [code ?? (rules.length === 0 ? 'no rules' : 'loaded')];
  },
};

/** As one file, or cut in two; or behind other rules. */
function filesOf(content: ByteString, random: Random): readonly RulesFile[] {
  const file = { name: 'a.yaml', content };
  switch (random() % 4) {
    case 0:
      return [{ name: 'first.yaml', content: pick(CORPUS, random) }, file];
    case 1: {
      const cut = content.indexOf('\n- ', random() % (content.length + 1)) + 1;
      return [
        { name: 'a.yaml', content: content.slice(0, cut) },
        { name: 'b.yaml', content: content.slice(cut) },
      ];
    }
    default:
      return [file];
  }
}

function checkDiagnosis(outcome: LoadOutcome, { diagnostics, contents }: Diagnosis): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (outcome.ok && errors.length > 0) throw new Error(`loads, but is diagnosed\n${errors[0]?.message}`);
  if (!outcome.ok && errors.length === 0) {
    throw new Error(`does not load, and nothing says why\n${outcome.results.flatMap((r) => r.errors)[0]?.message}`);
  }
  const renderer = new Renderer(contents, { colour: true });
  for (const diagnostic of diagnostics) {
    for (const span of [diagnostic.span, ...diagnostic.labels.map((label) => label.span)]) {
      if (span === undefined) continue;
      const length = contents.get(span.file)?.length ?? -1;
      if (span.start < 0 || span.end < span.start || span.end > length) {
        throw new Error(`place outside of the file\n${JSON.stringify(span)} of ${length}: ${diagnostic.message}`);
      }
    }
    const text = renderer.render(diagnostic);
    if (!text.endsWith('\n')) throw new Error('frame without line end');
  }
}

function checkPrinted(ast: LoadedMacro['ast']): void {
  const text = printCondition(ast);
  const again = parseCondition(text);
  if (!again.ok) throw new Error(`printed condition does not parse\n${again.message}: ${text.slice(0, 1000)}`);
  if (shapeOf(again.ast) !== shapeOf(ast))
    throw new Error(`printed condition parses to another tree\n${text.slice(0, 1000)}`);
}

/** The tree without positions and bodies of macros. */
function shapeOf(ast: LoadedMacro['ast']): string {
  return JSON.stringify(ast, (key, child) => (key === 'pos' || key === 'body' ? undefined : child));
}

/** All rules together and each alone, in code, against the interpreter. */
function checkMatching(rules: readonly LoadedRule[], random: Random): void {
  const source = madeUpFields(rules.map(({ typed }) => typed));
  const all = rules.map((rule, id) => ({ id, condition: rule.typed, eventTypes: rule.eventTypes }));
  const together = new RuleMatcher(all, source, { matching: 'all' });
  const types = together.eventTypes();
  const out = new Int32Array(rules.length);
  for (let n = Math.min(MAX_TYPES, types.length); n > 0; n--) {
    const type = pick(types, random);
    const match = together.forType(type);
    const alone = pick(all, random);
    const matchAlone = new RuleMatcher([alone], source, { matching: 'first' }).forType(type);
    for (let i = 0; i < EVENTS_PER_TYPE; i++) {
      const event = { seed: random() % 1000, tid: random() % 3, version: random() % 2 };
      const count = match?.(event, out, 0) ?? 0;
      const got = [...out.subarray(0, count)];
      const want = all.filter(
        (rule) => rule.eventTypes.includes(type) && interpret(rule.condition, event, type, source),
      );
      const wanted = want.map(({ id }) => id);
      if (got.join() !== wanted.join()) {
        const id = [...got, ...wanted].find((each) => got.includes(each) !== wanted.includes(each)) ?? 0;
        const text = printCondition((rules[id] as LoadedRule).ast).slice(0, 2000);
        throw new Error(
          `code and interpreter disagree\ntype ${type} ${JSON.stringify(event)} [${got}] for [${wanted}]: ${text}`,
        );
      }
      const one = matchAlone?.(event, out, 0) ?? 0;
      if (one !== Number(wanted.includes(alone.id))) {
        const text = printCondition((rules[alone.id] as LoadedRule).ast).slice(0, 2000);
        throw new Error(`code of one rule and interpreter disagree\ntype ${type} ${JSON.stringify(event)}: ${text}`);
      }
    }
  }
}

if (process.argv[1] === import.meta.filename) fuzzMain(RULES_FUZZ);
