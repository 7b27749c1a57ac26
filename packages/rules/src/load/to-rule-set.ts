import { bytesToUtf8 } from '@saker/core/byte-string.ts';
import type { Collector } from './collector.ts';
import type { CompiledRule, CompileOutput } from './compile.ts';
import type { ExceptionDefinition, ExceptionPart } from './definitions.ts';
import type { ExceptionEntry, LoadedRule, RuleException, RuleSet } from './rule-set.ts';
import { formatVersion } from './version.ts';

export function toRuleSet(collector: Collector, { lists, macros, rules }: CompileOutput): RuleSet {
  return {
    rules: rules.map(toRule),
    macros: [...macros.values()].map(({ definition, parsed, ast, used }) => ({
      name: bytesToUtf8(definition.name),
      condition: bytesToUtf8(definition.condition.text),
      parsed,
      ast,
      used,
    })),
    lists: [...lists.values()].map(({ name, items, used }) => ({
      name: bytesToUtf8(name),
      written: (collector.lists.get(name)?.items ?? []).map(({ text }) => bytesToUtf8(text)),
      items: items.map(({ text }) => bytesToUtf8(text)),
      used,
    })),
    requiredEngineVersion: formatVersion(collector.requiredEngine),
    requiredPluginVersions: collector.requiredPlugins.map(({ alternatives }) => alternatives),
  };
}

function toRule(compiled: CompiledRule, index: number): LoadedRule {
  const { definition: rule, expanded, output, ast, typed, eventTypes } = compiled;
  const { name, mark } = rule.context;
  return {
    index,
    name: bytesToUtf8(rule.name),
    source: bytesToUtf8(rule.source),
    priority: rule.priority,
    desc: bytesToUtf8(rule.desc),
    condition: bytesToUtf8(rule.condition.text),
    expanded: bytesToUtf8(expanded),
    output: bytesToUtf8(output),
    outputWritten: bytesToUtf8(rule.output.text),
    tags: [...rule.tags].sort().map(bytesToUtf8),
    enabled: rule.enabled,
    capture: rule.capture,
    captureDuration: rule.captureDuration,
    warnEvttypes: rule.warnEvttypes,
    skipIfUnknownFilter: rule.skipIfUnknownFilter,
    exceptions: rule.exceptions.map(toException),
    ast,
    typed,
    eventTypes: [...eventTypes].sort((a, b) => a - b),
    position: { name: bytesToUtf8(name), line: mark.line, column: mark.column, offset: mark.pos },
  };
}

function toException({ name, fields, comps, values }: ExceptionDefinition): RuleException {
  return { name: bytesToUtf8(name), fields: toEntry(fields), comps: toEntry(comps), values: values.map(toEntry) };
}

function toEntry({ isList, text, items }: ExceptionPart): ExceptionEntry {
  return isList ? items.map(toEntry) : bytesToUtf8(text);
}
