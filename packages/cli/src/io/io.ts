/** A command's window to the world; tests pass one that collects. */
export interface Io {
  /** Writes to standard output. Throws {@link OutputClosed} when the reader has gone away. */
  out(text: string): void;
  /** Writes to standard error; never throws. */
  err(text: string): void;
  outIsTerminal(): boolean;
  errIsTerminal(): boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whoever read our output has closed it (`saker ... | head`): nothing is left to be done, and nothing is wrong. */
export class OutputClosed extends Error {}

/** Standard output cannot be written, for a reason that the user has to know. */
export class OutputFailed extends Error {}
