import type { Mark } from './node.ts';

/** Why YAML cannot be read. `what` is what the reference parser prints, `message` is it without the place. */
export interface YamlError {
  readonly message: string;
  readonly mark: Mark;
}

/** Thrown inside this folder only; `readYaml` turns it into a value. */
export class YamlFailure extends Error {
  readonly mark: Mark;
  constructor(message: string, mark: Mark) {
    super(message);
    this.mark = mark;
  }
}

/** The text that Falco shows for an error of its YAML library. */
export function describeYamlError(message: string, mark: Mark): string {
  return `yaml-cpp: error at line ${mark.line + 1}, column ${mark.column + 1}: ${message}`;
}
