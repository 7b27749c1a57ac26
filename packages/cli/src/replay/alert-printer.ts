import type { EventContext } from '@saker/engine/fields/event-context.ts';
import type { AlertOptions } from '@saker/engine/output/alert-options.ts';
import { AlertWriter, type ExtraField } from '@saker/engine/output/alert-writer.ts';
import type { FieldCatalogue } from '@saker/rules/check/field-catalogue.ts';
import { type OutputFormat, parseFormat } from '@saker/rules/language/format.ts';
import { type LoadedRule, PRIORITY_NAMES } from '@saker/rules/load/rule-set.ts';
import { FIELD_CLASSES } from '@saker/schema/fields.ts';
import type { AppendOutput, Settings } from '../config/settings.ts';

/** Prints alerts of rules, with what the configuration appends to them. */
export class AlertPrinter {
  private readonly rules: readonly LoadedRule[];
  private readonly fields: FieldCatalogue;
  private readonly suggested: readonly string[];
  private readonly appended: readonly AppendOutput[];
  private readonly options: AlertOptions;
  private readonly writers: (AlertWriter | undefined)[];

  /**
   * @param fields what outputs can print
   * @param print format that `--print` appends to every output
   */
  constructor(
    rules: readonly LoadedRule[],
    settings: Settings,
    fields: FieldCatalogue,
    print: string | undefined,
    hostname: string,
  ) {
    this.fields = fields;
    this.suggested = [...SUGGESTED, ...[...settings.staticFields.keys()].map((name) => suggestion(`static.${name}`))];
    this.rules = rules;
    this.appended = isFormat(print)
      ? [
          ...settings.appendOutput,
          { tags: [], extraOutput: print, rawFields: [], formattedFields: [], suggestedOutput: false },
        ]
      : settings.appendOutput;
    const { alerts } = settings;
    this.options = {
      json: alerts.json,
      includeOutput: alerts.includeOutput,
      includeMessage: alerts.includeMessage,
      includeOutputFields: alerts.includeOutputFields,
      includeTags: alerts.includeTags,
      timeIso8601: alerts.isoTime,
      buffers: alerts.base64Buffers ? 'base64' : 'dots',
      hostname,
    };
    this.writers = new Array<AlertWriter | undefined>(rules.length).fill(undefined);
  }

  /** What is wrong with the formats that the configuration appends; undefined where all is well. */
  problem(): string | undefined {
    if (this.appended.length === 0) return undefined;
    for (const [index, rule] of this.rules.entries()) {
      const writer = this.make(rule);
      if (typeof writer === 'string') return writer;
      this.writers[index] = writer;
    }
    return undefined;
  }

  /** The alert of rule `index` for the current event, without line end. */
  print(index: number, ctx: EventContext): string {
    let writer = this.writers[index];
    if (writer === undefined) {
      const made = this.make(this.rules[index] as LoadedRule);
      if (typeof made === 'string') throw new Error(made);
      writer = made;
      this.writers[index] = writer;
    }
    return writer.write(ctx);
  }

  private make(rule: LoadedRule): AlertWriter | string {
    const parts = [rule.output];
    const extras: ExtraField[] = [];
    for (const entry of this.appended) {
      if (!appliesTo(entry, rule)) continue;
      if (entry.extraOutput !== undefined) parts.push(entry.extraOutput);
      if (entry.suggestedOutput) parts.push(...this.suggested);
      for (const [key, template] of entry.formattedFields) {
        const format = this.parse(template, rule);
        if (typeof format === 'string') return format;
        extras.push({ key, raw: false, format });
      }
      for (const key of entry.rawFields) {
        const format = this.parse(`%${key}`, rule);
        if (typeof format === 'string') return format;
        extras.push({ key, raw: true, format });
      }
    }
    const format = this.parse(parts.join(' '), rule);
    if (typeof format === 'string') return format;
    const priority = PRIORITY_NAMES[rule.priority] as string;
    return new AlertWriter(
      { name: rule.name, source: rule.source, priority, tags: rule.tags },
      format,
      this.options,
      extras,
    );
  }

  private parse(template: string, rule: LoadedRule): OutputFormat | string {
    const result = parseFormat(template, this.fields);
    return result.ok ? result.format : `rule '${rule.name}': output '${template}': ${result.message}`;
  }
}

/** `foo_bar=%foo.bar` of every field that is suggested for outputs. */
const SUGGESTED: readonly string[] = FIELD_CLASSES.flatMap((entry) => entry.fields)
  .filter((field) => field.flags.includes('FORMAT_SUGGESTED'))
  .map((field) => suggestion(field.name));

function appliesTo(entry: AppendOutput, rule: LoadedRule): boolean {
  if (entry.source !== undefined && entry.source !== rule.source) return false;
  if (entry.rule !== undefined && entry.rule !== rule.name) return false;
  return entry.tags.every((tag) => rule.tags.includes(tag));
}

function suggestion(field: string): string {
  return `${field.replaceAll('.', '_')}=%${field}`;
}

/** `-pc`, `-pk` and their long forms once named formats that are built in now. */
function isFormat(print: string | undefined): print is string {
  return print !== undefined && !['c', 'container', 'k', 'kubernetes'].includes(print);
}
