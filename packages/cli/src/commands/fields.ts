import { didYouMeanText } from '@saker/core/did-you-mean.ts';
import { type CommandInput, EXIT_DONE, EXIT_USAGE, type ExitCode } from '../args/command.ts';
import { FIELD_SOURCES, fieldList } from '../catalogue/field-list.ts';
import { listFormat } from '../catalogue/list-format.ts';

/** `saker fields [SOURCE]`, `saker --list[=SOURCE]`. */
export function run({ args, io }: CommandInput): ExitCode {
  const source = args.operands[0] ?? args.value('list') ?? '';
  if (source !== '' && !FIELD_SOURCES.includes(source)) {
    io.err(
      `saker: there is no event source '${source}'.${didYouMeanText(source, FIELD_SOURCES)} Sources: ${FIELD_SOURCES.join(', ')}.\n`,
    );
    return EXIT_USAGE;
  }
  io.out(
    fieldList(listFormat(args), {
      ...(source === '' ? {} : { source }),
      namesOnly: args.has('namesOnly'),
      verbose: args.has('verbose'),
    }),
  );
  return EXIT_DONE;
}
