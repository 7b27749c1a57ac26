import { join } from 'node:path';
import { runCli } from './cli.ts';
import type { Io } from './io/io.ts';
import { nodeIo } from './io/node-io.ts';
import { PROJECT_ROOT } from './project.ts';

/** Runs the command line of this process. */
export async function start(): Promise<void> {
  process.exitCode = await runCli(process.argv.slice(2), nodeIo());
}

/** What is worth having compiled before it is first asked for. */
const TYPICAL: readonly (readonly string[])[] = [
  ['up', '--json'],
  ['replay', join(PROJECT_ROOT, 'lab', 'incident', 'incident.scap'), '--stats'],
  ['rules', 'check', '--json', join(PROJECT_ROOT, 'rules', 'saker_rules.yaml')],
];

/** Runs typical commands without output, so that V8's code cache holds the functions that they need. */
export async function warmUp(): Promise<void> {
  const silent: Io = { out: () => {}, err: () => {}, outIsTerminal: () => false, errIsTerminal: () => false, env: {} };
  for (const words of TYPICAL) await runCli(words, silent);
}
