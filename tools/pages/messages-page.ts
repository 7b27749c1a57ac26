import { SCAP_ERROR_TEXTS } from '@saker/scap/scap-error.ts';
import { markdownTable } from './markdown.ts';
import { RULE_MESSAGES } from './rule-messages.ts';

export function messagesPage(): string {
  const parts = [
    '# Messages\n',
    'What the codes of messages mean. Codes never change their meaning.\n',
    '## About rules\n',
    "Codes beginning with `LOAD_` are Falco's.\n",
  ];
  for (const { code, severity, meaning, example } of RULE_MESSAGES) {
    parts.push(`### ${code}\n`, `${severity === 'error' ? 'Error' : 'Warning'}. ${meaning}\n`);
    if (example !== undefined) parts.push(`\`\`\`yaml\n${example.trimEnd()}\n\`\`\`\n`);
  }
  parts.push(
    '## About captures\n',
    'A message about a capture names the block and its offset in bytes (in the unpacked stream), what was expected there, and what was found.\n',
    markdownTable(
      ['Code', 'Meaning'],
      Object.entries(SCAP_ERROR_TEXTS).map(([code, text]) => [`\`${code}\``, text]),
    ),
  );
  return parts.join('\n');
}
