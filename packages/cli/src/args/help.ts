import type { CommandSpec } from './command.ts';
import { OPTIONS, type OptionKey, optionLabel } from './options.ts';

const WIDTH = 100;

/** Text of `saker COMMAND --help`. */
export function commandHelp(spec: CommandSpec): string {
  const lines = [`${spec.summary}`, '', `Usage: ${usageLine(spec)}`, ''];
  for (const paragraph of spec.details ?? []) lines.push(...wrap(paragraph, WIDTH), '');
  if (spec.options.length > 0) {
    lines.push('Options:', ...table(spec.options.map((key: OptionKey) => [optionLabel(key), OPTIONS[key].help])), '');
  }
  lines.push('Examples:');
  for (const [line, meaning] of spec.examples) lines.push(`  ${line}`, `      ${meaning}`);
  return `${lines.join('\n')}\n`;
}

/** Text of `saker --help`. */
export function overviewHelp(commands: readonly CommandSpec[]): string {
  const named = commands.filter((spec) => spec.name !== '');
  return [
    'Saker watches Linux hosts and containers at run time: it reads kernel events, evaluates rules in the Falco',
    'language, and alerts.',
    '',
    'Usage: saker COMMAND [OPTION]... [ARGUMENT]...',
    '       saker [OPTION]...                        the same as: saker run [OPTION]...',
    '',
    'Commands:',
    ...table(named.map((spec) => [`${spec.name} ${spec.operands}`.trim(), spec.summary])),
    '',
    "'saker COMMAND --help' tells more of one command. Falco's options keep their letters and meaning.",
    '',
    'Exit status: 0 done; 1 the input was judged bad; 2 wrong usage; 3 the environment refused.',
    '',
  ].join('\n');
}

export function usageLine(spec: CommandSpec): string {
  const words = ['saker', spec.name, spec.options.length > 0 ? '[OPTION]...' : '', spec.operands];
  return words.filter((word) => word !== '').join(' ');
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const indent = 2 + Math.min(30, Math.max(...rows.map(([label]) => label.length))) + 2;
  const lines: string[] = [];
  for (const [label, text] of rows) {
    const wrapped = wrap(text, WIDTH - indent);
    const first = `  ${label}`;
    if (first.length + 2 > indent) lines.push(first);
    else lines.push(first.padEnd(indent) + (wrapped.shift() ?? ''));
    for (const line of wrapped) lines.push(' '.repeat(indent) + line);
  }
  return lines;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}
