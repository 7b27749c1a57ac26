/** One option of the command line. Where Falco has it, letter, name and meaning are Falco's. */
export interface OptionSpec {
  readonly short?: string;
  readonly long?: string;
  /** Placeholder of the option's value; absent for switches. */
  readonly value?: string;
  /** The value may be left out (`--list`, `--list=syscall`). */
  readonly optional?: boolean;
  /** May be given several times. */
  readonly repeat?: boolean;
  readonly choices?: readonly string[];
  /** What the shell completes the value with. */
  readonly complete?: 'file' | 'rule';
  readonly help: string;
}

/** Every option that some command takes. Drives parsing, --help, the shell completion and the reference page. */
export const OPTIONS = {
  help: { short: 'h', long: 'help', help: 'Show this help.' },
  version: { long: 'version', help: 'Show versions.' },
  config: {
    short: 'c',
    long: 'config',
    value: 'FILE',
    complete: 'file',
    help: 'Configuration in the format of falco.yaml.',
  },
  rules: {
    short: 'r',
    long: 'rules',
    value: 'FILE|DIR',
    repeat: true,
    complete: 'file',
    help: 'Rules file, or folder of .yaml files; replaces the default rules. May be repeated.',
  },
  option: {
    short: 'o',
    long: 'option',
    value: 'KEY=VALUE',
    repeat: true,
    help: 'Set a configuration key: a.b=v, list[0]=v, list[]=v appends, {a: 1} is an object, a\\.b escapes a dot.',
  },
  validate: {
    short: 'V',
    long: 'validate',
    value: 'FILE',
    repeat: true,
    complete: 'file',
    help: 'Check rules files, then exit.',
  },
  listRules: { short: 'L', help: 'List all rules, then exit.' },
  describeRule: { short: 'l', value: 'RULE', complete: 'rule', help: 'Describe one rule, then exit.' },
  rule: { long: 'rule', value: 'RULE', complete: 'rule', help: 'Name of the rule.' },
  event: { long: 'event', value: 'N', help: 'Number of the event (evt.num).' },
  duration: {
    short: 'M',
    value: 'SECONDS',
    help: 'Stop after this many seconds; when replaying, seconds of event time.',
  },
  namesOnly: { short: 'N', help: 'Field names only.' },
  list: { long: 'list', value: 'SOURCE', optional: true, help: 'List the fields (of a source), then exit.' },
  listEvents: { long: 'list-events', help: 'List the events, then exit.' },
  format: {
    long: 'format',
    value: 'FORMAT',
    choices: ['text', 'markdown', 'json'],
    help: 'Format of a list: text, markdown or json.',
  },
  markdown: { long: 'markdown', help: 'Deprecated: --format markdown.' },
  dryRun: { long: 'dry-run', help: 'Read configuration and rules and say what would happen; process no event.' },
  verbose: { short: 'v', long: 'verbose', help: 'Say more: files read, warnings in full.' },
  unbuffered: { short: 'U', long: 'unbuffered', help: 'Write every alert at once instead of in blocks.' },
  ignoredEvents: { short: 'i', help: 'List the system calls that are ignored by default, then exit.' },
  print: {
    short: 'p',
    long: 'print',
    value: 'FORMAT',
    help: 'Append fields to every output (deprecated by Falco: -o append_output...).',
  },
  ruleMatching: {
    long: 'rule-matching',
    value: 'first|all',
    choices: ['first', 'all'],
    help: 'Alert on the first rule that matches an event, or on all.',
  },
  json: { long: 'json', help: 'Print JSON.' },
  stats: { long: 'stats', help: 'When done, tell events, speed, alerts per rule and what was lost, on stderr.' },
} as const satisfies Record<string, OptionSpec>;

export type OptionKey = keyof typeof OPTIONS;

/** `-r, --rules FILE|DIR` */
export function optionLabel(key: OptionKey): string {
  const option: OptionSpec = OPTIONS[key];
  const names: string[] = [];
  if (option.short !== undefined) names.push(`-${option.short}`);
  if (option.long !== undefined) names.push(`--${option.long}`);
  const label = names.join(', ');
  if (option.value === undefined) return label;
  return option.optional ? `${label}[=${option.value}]` : `${label} ${option.value}`;
}
