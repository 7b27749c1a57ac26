import { isatty } from 'node:tty';
import { writeAll } from './fd-writer.ts';
import type { Io } from './io.ts';

/** The real process: blocking writes, so that nothing is lost whatever ends the process. */
export function nodeIo(): Io {
  return {
    out: (text) => writeAll(1, Buffer.from(text, 'utf8')),
    err: (text) => {
      try {
        writeAll(2, Buffer.from(text, 'utf8'));
      } catch {
        // Nobody reads what we have to say: that is their choice.
      }
    },
    outIsTerminal: isatty(1),
    errIsTerminal: isatty(2),
    env: process.env,
  };
}
