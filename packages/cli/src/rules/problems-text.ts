import type { JsonFileResult } from '@saker/rules/load/load-result.ts';

/** Errors (and warnings) of one rules file in the layout of Falco's verbose text; '' where there are none. */
export function problemsText(result: JsonFileResult, withWarnings: boolean): string {
  let text = '';
  if (result.errors.length > 0) text += section(result.errors, 'Errors');
  if (withWarnings && result.warnings.length > 0) text += section(result.warnings, 'Warnings');
  return text === '' ? '' : `${result.name}: ${result.successful ? 'Ok, with warnings' : 'Invalid'}\n${text}`;
}

function section(problems: JsonFileResult['errors'], title: string): string {
  let text = `${problems.length} ${title}:\n`;
  for (const { code, codedesc, message, context } of problems) {
    for (const [i, location] of context.locations.entries()) {
      const { name, line, column } = location.position;
      const item = location.item_name === '' ? '' : ` '${location.item_name}'`;
      text += `${i === 0 ? 'In ' : '    '}${location.item_type}${item}: (${name}:${line}:${column})\n`;
    }
    if (context.snippet !== '') text += `------\n${context.snippet.replace(/\n?$/, '\n')}------\n`;
    text += `${code} (${codedesc}): ${message}\n`;
  }
  return text;
}
