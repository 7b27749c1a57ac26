import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import type { Operator } from '../language/ast.ts';
import { TRANSFORMERS_AND_VAL } from '../language/operators.ts';
import type { FieldCatalogue } from './field-catalogue.ts';

/** How every field begins. Lists can be long: what does not begin so need not be looked up. */
const MAYBE_FIELD = /^[a-zA-Z][a-zA-Z0-9_]*\./;
const UNKNOWN = 'filter_check called with nonexistent field';
const NO_FIELD = { ok: false, message: UNKNOWN } as const;

/** Falco's remarks on a value that parses but is probably not meant as it stands. */
export function valueHints(op: Operator, value: ByteString, fields: FieldCatalogue): readonly string[] {
  const hints: string[] = [];
  const shown = bytesToUtf8(value);
  if (op === 'regex' && needsNoRegex(value)) {
    const simpler = "'=', 'contains', 'startswith', 'endswith'";
    hints.push(`regex check with '${shown}' may be optimized with simpler operators such as ${simpler}`);
  }
  const compact = value.replace(/[ \t\n\v\f\r]/g, '');
  const field = MAYBE_FIELD.test(compact) ? fields.resolve(compact.split('\0', 1)[0] as string) : NO_FIELD;
  if (field.ok) {
    hints.push(`'${shown}' may be a valid field misused as a const string value`);
  } else if (!field.message.startsWith(UNKNOWN)) {
    // A field with a bad argument: Falco gives up on the value here.
    return hints;
  }
  for (const name of TRANSFORMERS_AND_VAL) {
    if (compact.length >= name.length + 2 && compact.startsWith(`${name}(`) && compact.endsWith(')')) {
      hints.push(`'${shown}' may be a valid field transformer misused as a const string value`);
    }
  }
  return hints;
}

/** Only anchors and wildcards at the ends, and plain text in the middle. */
function needsNoRegex(pattern: ByteString): boolean {
  const last = pattern.length - 1;
  for (let i = 0; i <= last; i++) {
    const char = pattern.charAt(i);
    if ((i === 0 && char === '^') || (i === last && char === '$')) continue;
    const atEnd = (i === 0 && pattern.length > 1) || i === last - 1;
    // A NUL counts as an occurrence sign, since the comparison in Falco finds the end of its table.
    if (atEnd && char === '.' && /[+*?\0]/.test(pattern.charAt(i + 1))) {
      i++;
      continue;
    }
    if (/[.+*?^$()[\]{}|\\\0]/.test(char)) return false;
  }
  return true;
}
