import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandInput, EXIT_DONE, EXIT_USAGE, type ExitCode } from '../args/command.ts';
import { runScript } from '../io/run-script.ts';
import { PROJECT_ROOT } from '../project.ts';

const DEFAULT_SECONDS = 30;

/** Runs every `*.fuzz.ts` of the packages for so many seconds each. */
export function run({ args, io }: CommandInput): ExitCode {
  const seconds = args.operands[0] ?? String(DEFAULT_SECONDS);
  if (!/^[0-9]{1,6}$/.test(seconds)) {
    io.err(`saker dev fuzz: a number of seconds, not '${seconds}'.\n`);
    return EXIT_USAGE;
  }
  const scripts = readdirSync(join(PROJECT_ROOT, 'packages'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.fuzz.ts') && !path.includes('node_modules'))
    .sort();
  let worst: ExitCode = EXIT_DONE;
  for (const script of scripts) {
    io.err(`packages/${script}\n`);
    const code = runScript(join('packages', script), [seconds]);
    if (code > worst) worst = code;
  }
  return worst;
}
