import { utf8ToBytes } from '@saker/core/byte-string.ts';
import { FIELD_CLASSES } from '@saker/schema/fields.ts';
import { type ConditionDetails, conditionDetails } from '../check/details.ts';
import { conditionEventNames } from '../check/event-names.ts';
import { SYSCALL_FIELDS } from '../check/field-catalogue.ts';
import type { Expr } from '../language/ast.ts';
import { parseFormat } from '../language/format.ts';
import { parseConditionBytes } from '../language/parse.ts';
import { canonicalCondition } from '../language/print.ts';
import { exceptionFieldNames, exceptionOperators } from './exception-names.ts';
import { type LoadedList, type LoadedMacro, type LoadedRule, PRIORITY_NAMES, type RuleSet } from './rule-set.ts';

/** What Falco prints for `-L`, and with one rule and nothing else for `-l RULE`. Keys are in its order. */
export interface RulesDescription {
  readonly lists?: readonly ListDescription[];
  readonly macros?: readonly MacroDescription[];
  readonly required_engine_version?: string;
  readonly required_plugin_versions?: readonly {
    readonly alternatives: readonly { readonly name: string; readonly version: string }[];
    readonly name: string;
    readonly version: string;
  }[];
  readonly rules: readonly RuleDescription[];
}

export interface ListDescription {
  readonly details: {
    readonly items_compiled: readonly string[];
    readonly lists: readonly string[];
    readonly plugins: readonly string[];
    readonly used: boolean;
  };
  readonly info: { readonly items: readonly string[]; readonly name: string };
}

interface ConditionDescription {
  readonly condition_compiled: string;
  readonly condition_fields: readonly string[];
  readonly condition_operators: readonly string[];
  readonly events: readonly string[];
  /** As written: those that are named, not what these name in turn. */
  readonly lists: readonly string[];
  readonly macros: readonly string[];
  readonly plugins: readonly string[];
}

export interface MacroDescription {
  readonly details: ConditionDescription & { readonly used: boolean };
  readonly info: { readonly condition: string; readonly name: string };
}

export interface RuleDescription {
  readonly details: ConditionDescription & {
    readonly exception_fields: readonly string[];
    readonly exception_names: readonly string[];
    readonly exception_operators: readonly string[];
    readonly output_compiled: string;
    /** In the order of the output, with doubles. */
    readonly output_fields: readonly string[];
  };
  readonly info: {
    readonly capture: boolean;
    readonly capture_duration: number;
    readonly condition: string;
    readonly description: string;
    readonly enabled: boolean;
    readonly name: string;
    readonly output: string;
    readonly priority: string;
    readonly source: string;
    readonly tags: readonly string[];
  };
}

/** Everything that was loaded. */
export function describeRules(ruleSet: RuleSet): RulesDescription {
  const known = namesOf(ruleSet);
  return {
    lists: ruleSet.lists.map(describeList),
    macros: ruleSet.macros.map((macro) => describeMacro(macro, known)),
    required_engine_version: ruleSet.requiredEngineVersion,
    required_plugin_versions: ruleSet.requiredPluginVersions.map(([first, ...alternatives]) => ({
      alternatives,
      name: first?.name ?? '',
      version: first?.version ?? '',
    })),
    rules: ruleSet.rules.map((rule) => describeOne(rule, known)),
  };
}

/** One rule; undefined when none of this name is loaded. */
export function describeRule(ruleSet: RuleSet, name: string): RulesDescription | undefined {
  const rule = ruleSet.rules.find((one) => one.name === name);
  return rule && { rules: [describeOne(rule, namesOf(ruleSet))] };
}

interface Known {
  readonly macros: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
}

function namesOf({ macros, lists }: RuleSet): Known {
  return { macros: new Set(macros.map(({ name }) => name)), lists: new Set(lists.map(({ name }) => name)) };
}

function describeList({ name, written, items, used }: LoadedList): ListDescription {
  const compiled = new Set(items);
  return {
    details: {
      items_compiled: items,
      lists: [...new Set(written.filter((item) => !compiled.has(item)))],
      plugins: [],
      used,
    },
    info: { items: written.filter((item) => compiled.has(item)), name },
  };
}

/** What a condition names as written; where lists are what makes it a condition, as expanded. */
function writtenDetails(condition: string, fallback: Expr, known: Known): ConditionDetails {
  const parsed = parseConditionBytes(utf8ToBytes(condition));
  return conditionDetails(parsed.ok ? parsed.ast : fallback, known);
}

function describeMacro({ name, condition, parsed, ast, used }: LoadedMacro, known: Known): MacroDescription {
  const written = writtenDetails(condition, parsed, known);
  const compiled = conditionDetails(ast, known);
  return {
    details: {
      condition_compiled: canonicalCondition(ast),
      condition_fields: compiled.fields,
      condition_operators: compiled.operators,
      events: conditionEventNames(ast),
      lists: written.lists,
      macros: written.macros,
      plugins: [],
      used,
    },
    info: { condition, name },
  };
}

function describeOne(rule: LoadedRule, known: Known): RuleDescription {
  const written = writtenDetails(rule.condition, rule.ast, known);
  const compiled = conditionDetails(rule.ast, known);
  const format = parseFormat(rule.output, SYSCALL_FIELDS);
  const outputFields = format.ok ? format.format.fields.map(({ name }) => name) : [];
  return {
    details: {
      condition_compiled: canonicalCondition(rule.ast),
      condition_fields: compiled.fields,
      condition_operators: compiled.operators,
      events: conditionEventNames(rule.ast),
      exception_fields: exceptionFieldNames(rule.exceptions),
      exception_names: [...new Set(rule.exceptions.map(({ name }) => name))],
      exception_operators: exceptionOperators(rule.exceptions),
      lists: written.lists,
      macros: written.macros,
      output_compiled: rule.output,
      output_fields: outputFields,
      plugins: pluginsOf([...compiled.fields, ...outputFields], compiled.eventNames),
    },
    info: {
      capture: rule.capture,
      capture_duration: rule.captureDuration,
      condition: rule.condition,
      description: rule.desc,
      enabled: rule.enabled,
      name: rule.name,
      output: rule.outputWritten,
      priority: PRIORITY_NAMES[rule.priority] as string,
      source: rule.source,
      tags: rule.tags,
    },
  };
}

const CONTAINER_FIELDS: ReadonlySet<string> = new Set(
  FIELD_CLASSES.filter(({ name }) => name.endsWith('(plugin)')).flatMap(({ fields }) => fields.map(({ name }) => name)),
);

/** In Falco the fields of containers, and events about them, come from a plugin. */
function pluginsOf(fields: readonly string[], eventNames: readonly string[]): readonly string[] {
  const used =
    fields.some((field) => CONTAINER_FIELDS.has(field.replace(/\[.*/s, ''))) ||
    eventNames.some((name) => SYSCALL_FIELDS.extraEventNames.has(name));
  return used ? ['container'] : [];
}
