import type { ByteString } from '@saker/core/byte-string.ts';
import type { Context } from './context.ts';
import {
  appendText,
  type ExceptionDefinition,
  isPresent,
  type ListDefinition,
  type MacroDefinition,
  type RuleDefinition,
  type RuleUpdate,
} from './definitions.ts';
import { checkException } from './exceptions.ts';
import { LoadFailure } from './failure.ts';
import type { PluginRequirement } from './rule-set.ts';
import type { Sources } from './sources.ts';
import { compareVersions, ENGINE_VERSION, formatVersion, isCompatible, parseVersion, type Version } from './version.ts';

export interface PluginAlternatives {
  readonly context: Context;
  readonly alternatives: readonly PluginRequirement[];
}

const ENGINE = parseVersion(ENGINE_VERSION) as Version;

/** Everything defined by the files read so far. Methods throw `LoadFailure` and then have changed nothing. */
export class Collector {
  readonly lists = new Map<ByteString, ListDefinition>();
  readonly macros = new Map<ByteString, MacroDefinition>();
  readonly rules = new Map<ByteString, RuleDefinition>();
  readonly requiredPlugins: PluginAlternatives[] = [];
  requiredEngine: Version = { major: 0, minor: 0, patch: 0 };
  private readonly sources: Sources;
  private nextIndex = 0;

  constructor(sources: Sources) {
    this.sources = sources;
  }

  requireEngine(version: Version, context: Context): void {
    if (!isCompatible(ENGINE, version)) {
      const wanted = formatVersion(version);
      fail(`Rules require engine version ${wanted}, but engine version is ${ENGINE_VERSION}`, context);
    }
    if (compareVersions(this.requiredEngine, version) < 0) this.requiredEngine = version;
  }

  requirePlugin(alternatives: readonly PluginRequirement[], context: Context): void {
    const names = new Set<string>();
    for (const { name, version } of alternatives) {
      if (parseVersion(version) === undefined)
        fail(`Invalid required version '${version}' for plugin '${name}'`, context);
      if (names.has(name)) fail(`Defined multiple alternative version requirements for plugin '${name}'`, context);
      names.add(name);
    }
    this.requiredPlugins.push({ context, alternatives });
  }

  defineList(list: ListDefinition): void {
    this.define(this.lists, list);
  }

  appendList(list: ListDefinition): void {
    const before = this.lists.get(list.name);
    if (before === undefined)
      fail("List uses 'append' or 'override.items: append' but no list by that name already exists", list.context);
    for (const item of list.items) before.items.push(item);
    before.visibility = this.nextIndex++;
  }

  defineMacro(macro: MacroDefinition): void {
    this.define(this.macros, macro);
  }

  appendMacro(macro: MacroDefinition): void {
    const before = this.macros.get(macro.name);
    if (before === undefined)
      fail(
        "Macro uses 'append' or 'override.condition: append' but no macro by that name already exists",
        macro.context,
      );
    appendText(before.condition, macro.condition);
    before.visibility = this.nextIndex++;
  }

  /** A later definition takes the place of an earlier one, but keeps its number: rules are tried in that order. */
  private define<T extends ListDefinition | MacroDefinition | RuleDefinition>(all: Map<ByteString, T>, info: T): void {
    const before = all.get(info.name);
    info.visibility = this.nextIndex++;
    info.index = before === undefined ? info.visibility : before.index;
    all.set(info.name, info);
  }

  knowsSource(source: ByteString): boolean {
    return this.sources.has(source);
  }

  /** A rule keeps the source that it was defined with. */
  checkSource(name: ByteString, source: ByteString, context: Context): void {
    this.previous(name, source, context);
  }

  defineRule(rule: RuleDefinition): void {
    const fields = this.sources.get(rule.source);
    const exceptions = rule.exceptions.map((exception) => {
      if (!isPresent(exception.fields))
        fail('Rule exception item must have fields property with a list of fields', exception.context);
      return checkException(exception, fields);
    });
    this.define(this.rules, { ...rule, exceptions });
  }

  /** Sets the switch of a rule that is there already (an item with nothing but `rule` and `enabled`). */
  enableRule(name: ByteString, enabled: boolean, context: Context): void {
    const rule = this.rules.get(name);
    if (rule === undefined) fail("Rule has 'enabled' key but no rule by that name already exists", context);
    rule.enabled = enabled;
  }

  appendRule(update: RuleUpdate): void {
    const rule = this.previous(update.name, update.source, update.context);
    if (rule === undefined)
      fail("Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists", update.context);
    if (!hasAnyValue(update)) fail('Appended rule must have exceptions or condition property', update.context);
    const exceptions = update.exceptions && this.mergeExceptions(rule, update.exceptions);
    if (update.condition !== undefined && update.condition.text !== '') appendText(rule.condition, update.condition);
    if (update.output !== undefined && update.output.text !== '') appendText(rule.output, update.output);
    if (update.desc !== undefined && update.desc !== '') rule.desc = `${rule.desc} ${update.desc}`;
    for (const tag of update.tags ?? []) rule.tags.add(tag);
    if (exceptions !== undefined) rule.exceptions = exceptions;
    rule.visibility = this.nextIndex++;
  }

  private mergeExceptions(rule: RuleDefinition, more: readonly ExceptionDefinition[]): ExceptionDefinition[] {
    const merged = [...rule.exceptions];
    const fields = this.sources.get(rule.source);
    for (const exception of more) {
      const at = merged.findIndex((e) => e.name === exception.name);
      const { context } = exception;
      if (at < 0) {
        if (!isPresent(exception.fields))
          fail('Rule exception must have fields property with a list of fields', context);
        if (exception.values.length === 0)
          fail('Rule exception must have values property with a list of values', context);
        merged.push(checkException(exception, fields));
        continue;
      }
      if (isPresent(exception.fields))
        fail('Can not append exception fields to existing exception, only values', context);
      if (isPresent(exception.comps))
        fail('Can not append exception comps to existing exception, only values', context);
      const before = merged[at] as ExceptionDefinition;
      merged[at] = { ...before, values: [...before.values, ...exception.values] };
    }
    return merged;
  }

  replaceInRule(update: RuleUpdate): void {
    const rule = this.previous(update.name, update.source, update.context);
    if (rule === undefined)
      fail(
        "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists",
        update.context,
      );
    if (!hasAnyValue(update)) fail('The rule must have at least one field that can be replaced', update.context);
    const { name: _name, context: _context, source: _source, ...values } = update;
    Object.assign(rule, values);
    rule.visibility = this.nextIndex++;
  }

  private previous(name: ByteString, source: ByteString, context: Context): RuleDefinition | undefined {
    const rule = this.rules.get(name);
    if (rule !== undefined && rule.source !== '' && source !== '' && rule.source !== source)
      fail('Rule has been re-defined with a different source', context);
    return rule;
  }

  /** Why the loaded plugins do not satisfy the rule files, as Falco says it. */
  pluginProblem(plugins: readonly PluginRequirement[]): { message: string; context: Context } | undefined {
    for (const { alternatives, context } of this.requiredPlugins) {
      const message = unsatisfied(alternatives, plugins);
      if (message !== undefined) return { message, context };
    }
    return undefined;
  }
}

/** Of the alternatives, the first that is loaded decides. */
function unsatisfied(
  alternatives: readonly PluginRequirement[],
  plugins: readonly PluginRequirement[],
): string | undefined {
  for (const wanted of alternatives) {
    const plugin = plugins.find(({ name }) => name === wanted.name);
    if (plugin === undefined) continue;
    if (isCompatible(parseVersion(plugin.version) as Version, parseVersion(wanted.version) as Version))
      return undefined;
    return `Plugin '${plugin.name}' version '${plugin.version}' is not compatible with required plugin version '${wanted.version}'`;
  }
  const choice = alternatives.map(({ name, version }) => `${name} (>= ${version})`).join(', ');
  return `Plugin requirement not satisfied, must load one of: ${choice}`;
}

function hasAnyValue({ name: _name, context: _context, source: _source, ...values }: RuleUpdate): boolean {
  return Object.keys(values).length > 0;
}

function fail(message: string, context: Context): never {
  throw new LoadFailure('LOAD_ERR_VALIDATE', message, context);
}
