import { runCli } from './cli.ts';
import { nodeIo } from './io/node-io.ts';

// Meant for this process only, not for those that it starts.
delete process.env.NODE_COMPILE_CACHE;

process.exitCode = await runCli(process.argv.slice(2), nodeIo());
