import type { Io } from '../io/io.ts';
import type { OptionKey } from './options.ts';
import type { ParsedArgs } from './parse.ts';

/** Exit codes of every command. */
export const EXIT_DONE = 0;
/** The input was judged bad: rules invalid, capture broken, test failed. */
export const EXIT_JUDGED_BAD = 1;
/** Wrong usage of the command line. */
export const EXIT_USAGE = 2;
/** The environment refused: file missing, no privilege, something not there yet. */
export const EXIT_REFUSED = 3;

export type ExitCode = 0 | 1 | 2 | 3;

/** What a command gets: its arguments, and its window to the world. */
export interface CommandInput {
  readonly args: ParsedArgs;
  readonly io: Io;
}

export type Run = (input: CommandInput) => ExitCode | Promise<ExitCode>;

/** One command: everything that is known of it without loading its code. */
export interface CommandSpec {
  /** Words of the command line: 'replay', 'rules check'; '' is the command that runs when there is none. */
  readonly name: string;
  readonly summary: string;
  /** Positional arguments as the usage line shows them; '' where there are none. */
  readonly operands: string;
  /** Least and largest number of positional arguments. */
  readonly operandCount: readonly [least: number, most: number];
  /** What the shell completes positional arguments with. */
  readonly complete?: 'file' | readonly string[];
  readonly options: readonly OptionKey[];
  /** More to say in --help: paragraphs. */
  readonly details?: readonly string[];
  readonly examples: readonly (readonly [commandLine: string, meaning: string])[];
  /** Loads the code; a command that is not called is never evaluated. */
  readonly load: () => Promise<{ readonly run: Run }>;
}
