/**
 * Fragments of generated JavaScript. Text can only become code through {@link js}, whose holes take other fragments and
 * numbers; everything that comes from users (values of rules, names) enters as a bound constant of {@link CodeScope} and
 * is never part of the text. The class is opaque: a string is no Code, so injection is a type error.
 */
export class Code {
  readonly #text: string;
  private constructor(text: string) {
    this.#text = text;
  }

  /** The text, for the function constructor only. */
  static textOf(code: Code): string {
    return code.#text;
  }

  static template(strings: TemplateStringsArray, holes: readonly (Code | number)[]): Code {
    let text = strings[0] as string;
    for (let i = 0; i < holes.length; i++) {
      const hole = holes[i] as Code | number;
      text += (typeof hole === 'number' ? numberText(hole) : hole.#text) + (strings[i + 1] as string);
    }
    return new Code(text);
  }

  static join(parts: readonly Code[], separator: Code): Code {
    return new Code(parts.map((p) => p.#text).join(separator.#text));
  }
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new Error('only finite numbers can be written into code');
  return Object.is(value, -0) ? '-0' : value < 0 ? `(${value})` : String(value);
}

/** A fragment: the template's own text with fragments and numbers in its holes. */
export function js(strings: TemplateStringsArray, ...holes: readonly (Code | number)[]): Code {
  return Code.template(strings, holes);
}

export const NOTHING: Code = js``;

export function lines(parts: readonly Code[]): Code {
  return Code.join(parts, js`\n`);
}

/** Constants that generated code refers to, bound as parameters of the generated function. */
export class CodeScope {
  private readonly values: unknown[] = [];
  private readonly names = new Map<unknown, Code>();

  /** The name under which the generated code sees `value`. The same value gets the same name. */
  constant(value: unknown): Code {
    let name = this.names.get(value);
    if (name === undefined) {
      name = js`k${this.values.length}`;
      this.values.push(value);
      this.names.set(value, name);
    }
    return name;
  }

  /**
   * Evaluates `body` (statements that end in a return) with the constants in scope.
   * @param label shows in stack traces and profiles as the source's name.
   */
  evaluate(body: Code, label: Code): unknown {
    const parameters = this.values.map((_, i) => `k${i}`);
    const text = `'use strict';\n${Code.textOf(body)}\n//# sourceURL=${Code.textOf(label)}.js`;
    return new Function(...parameters, text)(...this.values);
  }
}
