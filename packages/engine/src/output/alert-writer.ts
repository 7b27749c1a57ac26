import { type ByteString, utf8ToBytes } from '@saker/core/byte-string.ts';
import type { OutputFormat } from '@saker/rules/language/format.ts';
import type { EventContext } from '../fields/event-context.ts';
import type { AlertOptions } from './alert-options.ts';
import { CompiledFormat } from './compiled-format.ts';
import { eventTimes } from './event-times.ts';
import { jsonText } from './json-text.ts';

/** What an alert says beside the event. */
export interface AlertRule {
  readonly name: string;
  readonly source: string;
  /** Spelled out: `Informational`. */
  readonly priority: string;
  /** Sorted. */
  readonly tags: readonly string[];
}

/** A field that the configuration adds to `output_fields` (`append_output`). */
export interface ExtraField {
  readonly key: string;
  /** raw: the value of the field `key` itself, with its type; else what the template prints, as a string. */
  readonly raw: boolean;
  readonly format: OutputFormat;
}

/** One member of `output_fields`. */
interface Member {
  /** The name with its quotes and colon, behind what separates it from the member before. */
  readonly label: string;
  readonly value: (ctx: EventContext) => string;
}

/**
 * Prints the alerts of one rule as Falco prints them, without the line's end. Everything that does not depend on the
 * event is prepared once.
 */
export class AlertWriter {
  private readonly message: CompiledFormat;
  private readonly extras: readonly { readonly field: ExtraField; readonly format: CompiledFormat }[];
  private readonly members: readonly Member[];
  private readonly options: AlertOptions;
  private readonly priority: ByteString;
  /** JSON members that never change: in front of `output`, and between `output_fields` and `time`. */
  private readonly head: string;
  private readonly tail: string;

  constructor(rule: AlertRule, format: OutputFormat, options: AlertOptions, extras: readonly ExtraField[] = []) {
    // Alerts are written even where values are missing, so the template is lenient with or without its asterisk.
    this.message = new CompiledFormat({ ...format, lenient: true }, options.buffers);
    this.extras = extras.map((field) => ({
      field,
      format: new CompiledFormat({ ...field.format, lenient: true }, options.buffers),
    }));
    this.options = options;
    this.priority = utf8ToBytes(rule.priority);
    this.members = options.json && options.includeOutputFields ? this.planMembers() : [];
    this.head = `{"hostname":${JSON.stringify(options.hostname)}`;
    const tags = options.includeTags ? `,"tags":${JSON.stringify(rule.tags)}` : '';
    const name = JSON.stringify(rule.name);
    const source = JSON.stringify(rule.source);
    this.tail = `,"priority":${JSON.stringify(rule.priority)},"rule":${name},"source":${source}${tags}`;
  }

  /** The alert for the current event. */
  write(ctx: EventContext): string {
    this.message.read(ctx);
    const message = this.message.text() ?? '';
    const times = eventTimes(ctx.evt);
    const output = `${this.options.timeIso8601 ? times.iso : times.clock}: ${this.priority} ${message}`;
    if (!this.options.json) return jsonText(output).slice(1, -1);
    let line = this.head;
    if (this.options.includeMessage) line += `,"message":${jsonText(message)}`;
    if (this.options.includeOutput) line += `,"output":${jsonText(output)}`;
    if (this.options.includeOutputFields) line += `,"output_fields":${this.outputFields(ctx)}`;
    return `${line}${this.tail},"time":"${times.zulu}"}`;
  }

  private outputFields(ctx: EventContext): string {
    for (const { format } of this.extras) format.read(ctx);
    let out = '';
    for (const { label, value } of this.members) out += label + value(ctx);
    return `${out}}`;
  }

  /** Members sorted by the bytes of their names; where names meet, the prefix's time and then the extras prevail. */
  private planMembers(): readonly Member[] {
    const values = new Map<string, (ctx: EventContext) => string>();
    for (const { name, slot } of this.message.keys) values.set(name, (ctx) => this.message.json(ctx, slot));
    const time = this.options.timeIso8601 ? 'evt.time.iso8601' : 'evt.time';
    values.set(time, (ctx) => eventTimes(ctx.evt).integer);
    for (const { field, format } of this.extras) values.set(field.key, extraValue(field, format));
    return [...values]
      .map(([name, value]) => ({ name, bytes: utf8ToBytes(name), value }))
      .sort((a, b) => (a.bytes < b.bytes ? -1 : 1))
      .map(({ name, value }, i) => ({ label: `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`, value }));
  }
}

function extraValue(field: ExtraField, format: CompiledFormat): (ctx: EventContext) => string {
  if (!field.raw) return () => jsonText(format.text() ?? '');
  const slot = format.keys.find((k) => k.name === field.key)?.slot;
  return slot === undefined ? () => 'null' : (ctx) => format.json(ctx, slot);
}
