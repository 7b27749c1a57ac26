import type { ExitCode } from '../args/command.ts';
import { runCli } from '../cli.ts';
import type { Io } from '../io/io.ts';

export interface CommandRun {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process and collects what it prints. */
export async function runCommand(words: readonly string[], env: Io['env'] = {}): Promise<CommandRun> {
  let out = '';
  let err = '';
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    outIsTerminal: () => false,
    errIsTerminal: () => false,
    env,
  };
  const code = await runCli(words, io);
  return { code, out, err };
}
