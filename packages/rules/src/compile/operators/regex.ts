import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import { RE2JS } from 're2js';
import { readPosixRegex } from '../../check/regex.ts';
import { withoutTrailingNul } from './text.ts';

/**
 * `regex`: the whole text has to match, in time linear in the text whatever the pattern (rule authors are not trusted).
 * The pattern has been validated when the rule was checked. Falco uses POSIX syntax, in which `^` and `$` match at lines and
 * `.` does not match a newline. Invalid UTF-8 in the text counts as U+FFFD.
 */
export function compileRegex(pattern: ByteString): (text: ByteString) => boolean {
  const regex = readPosixRegex(pattern);
  const source = regex.ok ? regex.source : '';
  let compiled: RE2JS | undefined;
  return (text) => {
    compiled ??= RE2JS.compile(source, RE2JS.MULTILINE);
    return compiled.matches(bytesToUtf8(withoutTrailingNul(text)));
  };
}
