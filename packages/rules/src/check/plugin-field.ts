import type { FieldInfo } from '@saker/schema/field-info.ts';
import { type FieldRead, type FieldReader, readLongestName } from './field-reader.ts';

/** Fields of plugins: arguments are in brackets and declared in the catalogue. */
export const readPluginField: FieldReader = (text, fields) => {
  const name = readLongestName(text, fields);
  if (name === undefined || 'message' in name) return name;
  const { info } = name;
  // What stands behind a blank does not count.
  const space = text.indexOf(' ');
  const shown = (space < 0 ? text : text.slice(0, space)).trim();
  const complaint = (what: string): FieldRead => ({ message: `filter '${shown}': ${info.name} ${what}` });
  const flags = (...wanted: FieldInfo['flags']) => wanted.some((flag) => info.flags.includes(flag));

  const open = shown.indexOf('[');
  if (open < 0) {
    return flags('ARG_REQUIRED') ? complaint('requires an argument but none provided') : { info, length: name.length };
  }
  if (open !== name.length) return undefined;
  if (open + 1 >= shown.length) return complaint('terminates with incomplete argument brackets');
  const close = shown.indexOf(']', open + 1);
  if (close < 0) return complaint('has unbalanced argument brackets');
  const arg = shown.slice(open + 1, close);
  if (!flags('ARG_ALLOWED', 'ARG_REQUIRED')) {
    return complaint(`does not allow nor require an argument but one is provided: ${arg}`);
  }
  if (flags('ARG_INDEX') && !flags('ARG_KEY')) {
    const objection = indexObjection(arg);
    if (objection !== undefined)
      return { message: `filter ${shown} ${info.name} has an invalid index argument ${objection}: ${arg}` };
  }
  return { info, arg, length: close + 1 };
};

function indexObjection(arg: string): string | undefined {
  if (!/^[0-9]*$/.test(arg)) return 'not composed only by digits';
  if (arg === '' || (arg.length > 1 && arg.startsWith('0'))) return 'starting with 0';
  return BigInt(arg) > 0xffff_ffff_ffff_ffffn ? 'not representable on 64 bit' : undefined;
}
