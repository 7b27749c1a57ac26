import { type ByteString, bytesToUtf8, utf8ToBytes } from '@saker/core/byte-string.ts';
import { SYSCALL_FIELDS } from '../check/field-catalogue.ts';
import { decodeInput } from '../yaml/input.ts';
import type { Mark, YamlNode } from '../yaml/node.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { describeYamlError } from '../yaml/yaml-error.ts';
import type { ErrorCode } from './codes.ts';
import { Collector } from './collector.ts';
import { type CompileOutput, compileAll } from './compile.ts';
import { CompileCache } from './compile-cache.ts';
import { type Context, fileContext, itemContext } from './context.ts';
import { LoadFailure } from './failure.ts';
import { type FileResult, type JsonFileResult, type LoadError, type LoadWarning, resultToJson } from './load-result.ts';
import type { Place, SourceFile } from './place.ts';
import { readItem } from './read-item.ts';
import type { PluginRequirement, RuleSet } from './rule-set.ts';
import { RULES_SCHEMA } from './schema.ts';
import { type Sources, SYSCALL_SOURCE } from './sources.ts';
import { toRuleSet } from './to-rule-set.ts';
import { validateSchema } from './validate-schema.ts';

/** A rules file: its name as it is to be shown, and its bytes. */
export interface RulesFile {
  readonly name: string;
  readonly content: ByteString;
}

export interface LoadOptions {
  /** Plugins that count as loaded for `required_plugin_versions`. */
  readonly plugins?: readonly PluginRequirement[];
  readonly sources?: Sources;
}

/** What Saker has built in. */
export const BUILT_IN_PLUGINS: readonly PluginRequirement[] = [{ name: 'container', version: '0.7.1' }];
export const BUILT_IN_SOURCES: Sources = new Map([[SYSCALL_SOURCE, SYSCALL_FIELDS]]);

export interface LoadOutcome {
  /** Every file was accepted. */
  readonly ok: boolean;
  /** One per file, in order. */
  readonly results: readonly FileResult[];
  /** Rules of the last file that was accepted, and of those before it. */
  readonly ruleSet: RuleSet;
  /** The results as Falco prints them. */
  toJson(): { readonly falco_load_results: readonly JsonFileResult[] };
}

/**
 * Loads rule files in order into one rule set, with Falco's verdicts: reading a file stops at its first error, and after
 * every file all that was read so far is compiled. Never throws for bad input.
 */
export function loadRules(files: readonly RulesFile[], options: LoadOptions = {}): LoadOutcome {
  const loader = new Loader(options);
  const results = files.map((file) => loader.load(file));
  return {
    ok: results.every(({ successful }) => successful),
    results,
    ruleSet: toRuleSet(loader.collector, loader.output),
    toJson: () => {
      const contents = new Map(files.map(({ name, content }) => [utf8ToBytes(name), content] as const));
      return { falco_load_results: results.map((result) => resultToJson(result, contents)) };
    },
  };
}

const NOTHING: CompileOutput = { lists: new Map(), macros: new Map(), rules: [] };

/** Loads files one by one, with what earlier ones defined. */
export class Loader {
  readonly collector: Collector;
  readonly cache: CompileCache;
  output: CompileOutput = NOTHING;
  readonly plugins: readonly PluginRequirement[];

  constructor(options: LoadOptions) {
    const sources = options.sources ?? BUILT_IN_SOURCES;
    this.collector = new Collector(sources);
    this.cache = new CompileCache(sources);
    this.plugins = options.plugins ?? BUILT_IN_PLUGINS;
  }

  load(source: RulesFile): FileResult {
    const errors: LoadError[] = [];
    const warnings: LoadWarning[] = [];
    const file = sourceFile(source);
    const root = fileContext(file.name);
    let schema: readonly string[] = [];
    try {
      const documents = this.readDocuments(root, file);
      schema = schemaStatus(documents, root);
      for (const document of documents) {
        for (const item of itemsOf(document, root)) {
          readItem(item, { file, root, collector: this.collector, warn: (warning) => warnings.push(warning) });
        }
      }
      this.output = compileAll(this.cache, this.collector, { warn: (warning) => warnings.push(warning) });
    } catch (failure) {
      if (!(failure instanceof LoadFailure)) throw failure;
      errors.push(toError(failure));
    }
    const problem = this.collector.pluginProblem(this.plugins);
    if (problem !== undefined) errors.unshift({ severity: 'error', code: 'LOAD_ERR_VALIDATE', ...problem });
    return { name: source.name, successful: errors.length === 0, schema, errors, warnings };
  }

  private readDocuments(root: Context, file: SourceFile): readonly YamlNode[] {
    const { documents, error } = readYaml(file.text);
    if (error !== undefined) throw yamlFailure(error.message, error.mark, root, file);
    return documents;
  }
}

export function sourceFile({ name, content }: RulesFile): SourceFile {
  return { name: utf8ToBytes(name), content, ...decodeInput(content) };
}

export function yamlFailure(message: string, mark: Mark, root: Context, file: SourceFile): LoadFailure {
  const place: Place = { kind: 'node', file, node: { kind: 'null', mark } };
  const context = itemContext(mark, 'value for', '', root);
  return new LoadFailure('LOAD_ERR_YAML_PARSE', bytesToUtf8(describeYamlError(message, mark)), context, place);
}

/** Remarks of the schema. Throws LoadFailure when there is a key that is not text. */
export function schemaStatus(documents: readonly YamlNode[], root: Context): readonly string[] {
  const status: string[] = [];
  for (const document of documents) {
    const result = validateSchema(document, RULES_SCHEMA);
    if (!result.ok) throw new LoadFailure('LOAD_ERR_YAML_PARSE', result.message, root);
    status.push(...result.status);
  }
  return status;
}

/** The items of a document; empty ones do not count. */
export function itemsOf(document: YamlNode, root: Context): readonly YamlNode[] {
  if (document.kind === 'scalar' || document.kind === 'null') refuseDocument('Rules content is not yaml', root);
  if (document.kind === 'map') refuseDocument('Rules content is not yaml array of objects', root);
  return document.items.filter(({ kind }) => kind !== 'null');
}

function refuseDocument(message: string, root: Context): never {
  throw new LoadFailure('LOAD_ERR_YAML_VALIDATE', message, root);
}

export function toError({ code, message, context, place }: LoadFailure): LoadError {
  const error: { severity: 'error'; code: ErrorCode; message: string; context: Context } = {
    severity: 'error',
    code,
    message,
    context,
  };
  return place === undefined ? error : { ...error, place };
}
