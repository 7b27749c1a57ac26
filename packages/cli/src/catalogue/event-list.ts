import type { EventInfo, ParamInfo } from '@saker/schema/event-info.ts';
import { EVENTS } from '@saker/schema/events.ts';
import { SYSCALLS } from '@saker/schema/syscalls.ts';
import { VALUES } from '@saker/schema/values.ts';
import type { ListFormat } from './list-format.ts';

/** Version of the event table, as Falco tells it. */
export const SCHEMA_VERSION = '4.5.1';

interface ListedEvent {
  readonly name: string;
  readonly info: EventInfo;
  /** Not among the system calls that are ignored unless asked for. */
  readonly available: boolean;
}

const CATEGORIES: readonly (readonly [title: string, category: string])[] = [
  ['Syscall events', 'EC_SYSCALL'],
  ['Tracepoint events', 'EC_TRACEPOINT'],
  ['Plugin events', 'EC_PLUGIN'],
  ['Metaevents', 'EC_METAEVENT'],
];

/** Names of the system calls that are ignored by default because they are many and tell little: plain reads and writes. */
export function ignoredSyscalls(): string[] {
  const names = EVENTS.filter((event) => isCurrent(event) && isIgnored(event)).map((event) => event.name);
  return [...new Set(names)].sort();
}

/** The list of events that `--list-events` prints, in Falco's layout. */
export function eventList(format: ListFormat): string {
  const groups = CATEGORIES.map(([title, category]) => ({ title, events: listed(category) }));
  if (format === 'json') {
    const root: Record<string, unknown> = {};
    for (const { title, events } of groups) root[title] = events.map(eventJson);
    return `${JSON.stringify(sortedKeys({ ...root, schema_version: SCHEMA_VERSION }), null, 2)}\n`;
  }
  const lines = [`The events below are valid for Falco *Schema Version*: ${SCHEMA_VERSION}`];
  for (const { title, events } of groups) {
    lines.push(`## ${title}`, '');
    if (format === 'markdown') lines.push('Default | Dir | Name | Params ', ':-------|:----|:-----|:-----');
    for (const event of events) {
      const params = event.info.params.map((param) => paramText(param, format === 'markdown' ? '*' : '')).join(', ');
      if (format === 'markdown') {
        lines.push(`${event.available ? 'Yes' : 'No'} | \`${event.info.dir}\` | \`${event.name}\` | ${params}`);
      } else {
        lines.push(`${event.info.dir} ${event.name}(${params})`);
      }
    }
    lines.push('');
  }
  return `${lines.join('\n')}\n`;
}

/** Current events of one category, in table order; then system calls that have no event of their own. */
export function listed(category: string): ListedEvent[] {
  const own = EVENTS.filter((event) => isCurrent(event) && categoryOf(event) === category).map((info) => ({
    name: info.name,
    info,
    available: !isIgnored(info),
  }));
  if (category !== 'EC_SYSCALL') return own;
  const generic = SYSCALLS.filter((call) => call.enter === 0)
    .map((call) => call.name)
    .sort();
  const [enter, exit] = EVENTS as readonly [EventInfo, EventInfo];
  return [
    ...own,
    ...[...new Set(generic)].flatMap((name) => [
      { name, info: enter, available: true },
      { name, info: exit, available: true },
    ]),
  ];
}

function isCurrent(event: EventInfo): boolean {
  return (
    event.type > 1 &&
    !event.flags.includes('EF_OLD_VERSION') &&
    !event.flags.includes('EF_UNUSED') &&
    !event.categories.includes('EC_UNKNOWN')
  );
}

function categoryOf(event: EventInfo): string | undefined {
  return CATEGORIES.map(([, category]) => category).find((category) => event.categories.includes(category));
}

function isIgnored(event: EventInfo): boolean {
  const io = event.categories.includes('EC_IO_READ') || event.categories.includes('EC_IO_WRITE');
  return io && event.categories.includes('EC_SYSCALL') && !event.flags.includes('EF_MODIFIES_STATE');
}

function flagNames(param: ParamInfo): readonly string[] | undefined {
  if (!/^PT_(ENUM)?FLAGS/.test(param.type) || param.values === undefined) return undefined;
  const table = (VALUES as Record<string, readonly (readonly [string, number])[]>)[param.values];
  return table?.map(([name]) => name);
}

function paramText(param: ParamInfo, mark: string): string {
  const flags = flagNames(param);
  const names = flags === undefined ? '' : `: ${flags.map((name) => mark + name + mark).join(', ')}`;
  return `${typeName(param)} **${param.name}**${names}`;
}

function eventJson(event: ListedEvent): object {
  return {
    available: event.available,
    dir: event.info.dir,
    name: event.name,
    params: event.info.params.map((param) => {
      const flags = flagNames(param);
      return { ...(flags === undefined ? {} : { flags }), name: param.name, type: typeName(param) };
    }),
  };
}

function typeName(param: ParamInfo): string {
  return param.type === 'PT_DYN' ? 'DYNAMIC' : param.type.slice('PT_'.length);
}

function sortedKeys(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
