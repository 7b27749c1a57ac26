import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import type { Diagnostic } from '@saker/core/diagnostics/diagnostic.ts';
import { lookup, type YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { compileAll } from './compile.ts';
import type { Context } from './context.ts';
import { fileContext } from './context.ts';
import { explain } from './explain.ts';
import { LoadFailure } from './failure.ts';
import type { Problem } from './load-result.ts';
import {
  itemsOf,
  Loader,
  type LoadOptions,
  type RulesFile,
  schemaStatus,
  sourceFile,
  toError,
  yamlFailure,
} from './load-rules.ts';
import { ownWarnings } from './own-warnings.ts';
import type { SourceFile } from './place.ts';
import { readItem } from './read-item.ts';
import type { LoadedRule } from './rule-set.ts';
import { shownContext, shownPlace, shownText } from './span-of.ts';
import { toRuleSet } from './to-rule-set.ts';

export interface Diagnosis {
  /** In the order of their places; at most {@link MAX_PER_FILE} per file. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many were left out, by file. */
  readonly omitted: ReadonlyMap<string, number>;
  /** What the spans point into. */
  readonly contents: ReadonlyMap<string, ByteString>;
  /** The rules that are in order. */
  readonly rules: readonly LoadedRule[];
}

export const MAX_PER_FILE = 50;

/**
 * Finds everything that is wrong with rule files, for people: other than `loadRules` it goes on after an error, so that one
 * bad item does not hide the others, and it knows a few mistakes that Falco accepts. Never throws for bad input.
 */
export function diagnoseRules(files: readonly RulesFile[], options: LoadOptions = {}): Diagnosis {
  const doctor = new Doctor(options);
  for (const file of files) doctor.read(file);
  return doctor.finish();
}

/** Items after which reading starts again when YAML breaks off; more hints at a file that is no YAML at all. */
const MAX_RESTARTS = 50;

class Doctor {
  private readonly loader: Loader;
  private readonly files = new Map<ByteString, SourceFile>();
  private readonly found = new Map<string, Problem>();
  /** Warnings of the last compilation only: what is not used by one file may be used by the next. */
  private compileWarnings: Problem[] = [];
  private readonly brokenMacros = new Set<ByteString>();
  private readonly brokenItems = new Set<ByteString>();

  constructor(options: LoadOptions) {
    this.loader = new Loader(options);
  }

  read(source: RulesFile): void {
    const file = sourceFile(source);
    this.files.set(file.name, file);
    const root = fileContext(file.name);
    for (const document of this.readDocuments(file, root)) {
      try {
        schemaStatus([document], root);
        for (const item of itemsOf(document, root)) this.readItem(item, file, root);
      } catch (failure) {
        this.note(failure);
      }
    }
    this.compile();
    const problem = this.loader.collector.pluginProblem(this.loader.plugins);
    if (problem !== undefined) this.add({ severity: 'error', code: 'LOAD_ERR_VALIDATE', ...problem });
  }

  private readDocuments(file: SourceFile, root: Context): readonly YamlNode[] {
    const documents: YamlNode[] = [];
    let pos = 0;
    let line = 0;
    for (let restarts = 0; restarts <= MAX_RESTARTS; restarts++) {
      const read = readYaml(file.text, pos, line);
      documents.push(...read.documents);
      if (read.error === undefined) break;
      this.note(yamlFailure(read.error.message, read.error.mark, root, file));
      const next = nextItem(file.text, read.documents.at(-1), pos);
      if (next === undefined) break;
      line += countLines(file.text, pos, next);
      pos = next;
    }
    return documents;
  }

  private readItem(item: YamlNode, file: SourceFile, root: Context): void {
    const { collector } = this.loader;
    try {
      readItem(item, { file, root, collector, warn: (warning) => this.add(warning) });
    } catch (failure) {
      this.note(failure);
      if (item.kind !== 'map') return;
      const macro = lookup(item, 'macro');
      if (macro?.kind === 'scalar') this.brokenMacros.add(macro.value);
      const named = macro ?? lookup(item, 'rule') ?? lookup(item, 'list');
      if (named?.kind === 'scalar') this.brokenItems.add(named.value);
    }
  }

  private compile(): void {
    this.compileWarnings = [];
    const { loader, brokenMacros } = this;
    try {
      loader.output = compileAll(loader.cache, loader.collector, {
        warn: (warning) => this.compileWarnings.push(warning),
        error: (error) => this.add(error),
        brokenMacros,
      });
    } catch (failure) {
      this.note(failure);
    }
  }

  private note(failure: unknown): void {
    if (!(failure instanceof LoadFailure)) throw failure;
    this.add(toError(failure));
  }

  private add(problem: Problem): void {
    const { code, message, context } = problem;
    // What follows from an item that was refused is not worth telling.
    if (message.endsWith('by that name already exists') && this.brokenItems.has(context.itemName)) return;
    this.found.set(`${code}\0${message}\0${context.name}\0${context.mark.pos}`, problem);
  }

  finish(): Diagnosis {
    for (const warning of this.compileWarnings) this.add(warning);
    const { collector, output } = this.loader;
    const all = merge([...this.found.values()].map((problem) => this.toDraft(problem)));
    all.push(...ownWarnings(output).map((warning) => ({ ...warning, fixes: () => warning.fixes })));
    const names = [...this.files.keys()].map(bytesToUtf8);
    all.sort((a, b) => {
      const [x, y] = [a.span, b.span];
      if (x === undefined || y === undefined) return Number(x !== undefined) - Number(y !== undefined);
      return names.indexOf(x.file) - names.indexOf(y.file) || x.start - y.start;
    });
    const { drafts, omitted } = bounded(all);
    const diagnostics = drafts.map((draft) => ({ ...draft, fixes: draft.fixes() }));
    const contents = new Map([...this.files].map(([name, file]) => [bytesToUtf8(name), shownText(file)] as const));
    return { diagnostics, omitted, contents, rules: toRuleSet(collector, output).rules };
  }

  private toDraft(problem: Problem): Draft {
    const { code, severity, context, place } = problem;
    const { message, notes = [], fixes = [] } = explain(problem, this.loader.collector);
    let root = context;
    while (root.parent !== undefined) root = root.parent;
    const file = this.files.get(root.name);
    const shown = place && shownPlace(place);
    const owner = code.startsWith('LOAD_UNUSED') ? undefined : ownerOf(context);
    const within = shown?.via === undefined ? '' : `in ${shown.via}, used `;
    const span = shown?.span ?? (file && shownContext(context, file));
    return {
      code,
      severity,
      message,
      ...(span !== undefined && { span }),
      labels: shown?.labels ?? [],
      notes: owner === undefined ? notes : [...notes, `${within}in ${owner}`],
      fixes: () => (typeof fixes === 'function' ? fixes() : fixes),
    };
  }
}

/** A diagnostic whose fixes are only looked for when it is to be shown. */
type Draft = Omit<Diagnostic, 'fixes'> & { readonly fixes: () => readonly string[] };

/** Keeps so many per file, errors rather than warnings. */
function bounded(all: readonly Draft[]): Pick<Diagnosis, 'omitted'> & { readonly drafts: readonly Draft[] } {
  const counts = new Map<string, number>();
  const omitted = new Map<string, number>();
  const kept = new Set<Draft>();
  for (const severity of ['error', 'warning']) {
    for (const diagnostic of all) {
      if (diagnostic.severity !== severity) continue;
      const file = diagnostic.span?.file ?? '';
      const count = (counts.get(file) ?? 0) + 1;
      counts.set(file, count);
      if (count > MAX_PER_FILE) omitted.set(file, count - MAX_PER_FILE);
      else kept.add(diagnostic);
    }
  }
  return { drafts: all.filter((draft) => kept.has(draft)), omitted };
}

/** The same mistake in a macro is found again in every rule that uses it. */
function merge(diagnostics: readonly Draft[]): Draft[] {
  const first = new Map<string | symbol, { readonly diagnostic: Draft; others: number }>();
  for (const diagnostic of diagnostics) {
    const { code, message, span } = diagnostic;
    const key = span === undefined ? Symbol() : `${code}\0${message}\0${span.file}\0${span.start}`;
    const known = first.get(key);
    if (known === undefined) first.set(key, { diagnostic, others: 0 });
    else known.others++;
  }
  return [...first.values()].map(({ diagnostic, others }) =>
    others === 0 ? diagnostic : { ...diagnostic, notes: [...diagnostic.notes, `and in ${others} more`] },
  );
}

/** The rule, macro or list that a context lies in. */
function ownerOf(context: Context): string | undefined {
  for (let at: Context | undefined = context; at !== undefined; at = at.parent) {
    const { type, itemName } = at;
    if ((type === 'rule' || type === 'macro' || type === 'list') && itemName !== '')
      return `${type} '${bytesToUtf8(itemName)}'`;
  }
  return undefined;
}

/** Where the item after the one that could not be read begins: items begin with a dash in the first column. */
function nextItem(text: ByteString, document: YamlNode | undefined, from: number): number | undefined {
  const last = document?.kind === 'sequence' ? document.items.at(-1) : undefined;
  const broken = itemStart(text, last === undefined ? from : last.mark.pos);
  const start = last === undefined && text.startsWith('- ', from) ? from : broken;
  return start === undefined ? undefined : itemStart(text, start + 1);
}

function itemStart(text: ByteString, from: number): number | undefined {
  const at = text.indexOf('\n- ', Math.max(0, from - 1));
  return at < 0 ? undefined : at + 1;
}

function countLines(text: ByteString, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
