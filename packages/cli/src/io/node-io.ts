import { fstatSync } from 'node:fs';
import { writeAll } from './fd-writer.ts';
import { type Io, OutputClosed, OutputFailed } from './io.ts';
import { systemMessage } from './system-message.ts';

/** The real process: blocking writes, so that nothing is lost whatever ends the process. */
export function nodeIo(): Io {
  return {
    out: (text) => {
      try {
        writeAll(1, Buffer.from(text, 'utf8'));
      } catch (error) {
        if (error instanceof OutputClosed) throw error;
        throw new OutputFailed(`cannot write to standard output: ${systemMessage(error)}`);
      }
    },
    err: (text) => {
      try {
        writeAll(2, Buffer.from(text, 'utf8'));
      } catch {
        // Nobody reads what we have to say: that is their choice.
      }
    },
    outIsTerminal: () => isTerminal(1),
    errIsTerminal: () => isTerminal(2),
    env: process.env,
  };
}

/** Files and pipes are told apart without `node:tty`, which takes longer to load than a small capture to replay. */
function isTerminal(fd: number): boolean {
  try {
    if (!fstatSync(fd).isCharacterDevice()) return false;
  } catch {
    return false;
  }
  const { isatty } = process.getBuiltinModule('node:tty');
  return isatty(fd);
}
