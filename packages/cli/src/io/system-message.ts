/** What the system said, without Node's code and call: `no such file or directory`. */
export function systemMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^E[A-Z0-9]+: (.*?)(?:, [a-z]+)?(?: '.*')?$/.exec(text)?.[1] ?? text;
}
