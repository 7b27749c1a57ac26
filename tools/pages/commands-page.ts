import { commandHelp, overviewHelp } from '@saker/cli/args/help.ts';
import { COMMANDS } from '@saker/cli/commands.ts';

export function commandsPage(): string {
  const parts = [
    '# Commands\n',
    'What `saker --help` and `saker COMMAND --help` say.\n',
    block(overviewHelp(COMMANDS)),
  ];
  for (const spec of COMMANDS) {
    if (spec.name !== '') parts.push(`## saker ${spec.name}\n`, block(commandHelp(spec)));
  }
  return parts.join('\n');
}

function block(text: string): string {
  return `\`\`\`\n${text.trimEnd()}\n\`\`\`\n`;
}
