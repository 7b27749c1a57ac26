import { listed } from '@saker/cli/catalogue/event-list.ts';
import type { ParamInfo } from '@saker/schema/event-info.ts';
import { VALUES } from '@saker/schema/values.ts';
import { markdownTable } from './markdown.ts';

const GROUPS: readonly (readonly [title: string, category: string, text: string])[] = [
  [
    'System calls',
    'EC_SYSCALL',
    'Most events are the end (`<`) of a system call. A few also come at its beginning (`>`), where the arguments could change before they are used.',
  ],
  ['Tracepoints', 'EC_TRACEPOINT', 'What the kernel tells beside system calls.'],
  ['Plugins', 'EC_PLUGIN', 'Events of other sources.'],
  ['Announcements', 'EC_METAEVENT', 'What keeps the state right; rules do not see most of them.'],
];

export function eventsPage(): string {
  const parts = [
    '# Events\n',
    'What `evt.type` can be, with the parameters that `evt.arg.NAME` reads. *off*: a system call that is ignored unless asked for, because it happens often and tells little.\n',
  ];
  for (const [title, category, text] of GROUPS) {
    const events = listed(category);
    const own = events.filter((event) => event.info.type > 1);
    parts.push(`## ${title}\n`, `${text}\n`);
    parts.push(
      markdownTable(
        ['Event', 'Dir', 'Parameters', ''],
        own.map((event) => [
          `\`${event.name}\``,
          `\`${event.info.dir}\``,
          event.info.params.map(paramText).join(', '),
          event.available ? '' : 'off',
        ]),
      ),
    );
    const generic = [...new Set(events.filter((event) => event.info.type <= 1).map((event) => event.name))];
    if (generic.length > 0) {
      parts.push(
        '\nSystem calls without parameters of their own (`ID`, `nativeID`):',
        `${generic.map((name) => `\`${name}\``).join(', ')}.\n`,
      );
    }
  }
  parts.push('## Names of flags and values\n', 'In the order in which they print.\n');
  parts.push(
    markdownTable(
      ['Table', 'Names'],
      Object.entries(VALUES).map(([name, values]) => [`\`${name}\``, values.map(([text]) => `\`${text}\``).join(' ')]),
    ),
  );
  return parts.join('\n');
}

function paramText(param: ParamInfo): string {
  const type = param.type.slice('PT_'.length).toLowerCase();
  return `\`${param.name}\` ${type}${param.values === undefined ? '' : ` (${param.values})`}`;
}
