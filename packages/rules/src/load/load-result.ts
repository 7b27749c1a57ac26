import { type ByteString, bytesToUtf8 } from '@saker/core/byte-string.ts';
import { ERROR_TEXTS, type ErrorCode, WARNING_TEXTS, type WarningCode } from './codes.ts';
import { type Context, type JsonLocation, locationsOf } from './context.ts';
import type { Place } from './place.ts';
import { snippetOf } from './snippet.ts';

interface ProblemBase {
  /** Falco's text, as Unicode. */
  readonly message: string;
  readonly context: Context;
  /** What to underline where that is more exact than the context. */
  readonly place?: Place;
}
export interface LoadError extends ProblemBase {
  readonly severity: 'error';
  readonly code: ErrorCode;
}
export interface LoadWarning extends ProblemBase {
  readonly severity: 'warning';
  readonly code: WarningCode;
  /** The deprecated field that the warning is about. */
  readonly field?: string;
}
export type Problem = LoadError | LoadWarning;

/** What loading one file had to say. */
export interface FileResult {
  readonly name: string;
  readonly successful: boolean;
  /** One text per violation, or `ok` per valid document; empty when there was no document to validate. */
  readonly schema: readonly string[];
  readonly errors: readonly LoadError[];
  readonly warnings: readonly LoadWarning[];
}

interface JsonProblem {
  readonly code: string;
  readonly codedesc: string;
  readonly context: { readonly locations: readonly JsonLocation[]; readonly snippet: string };
  readonly deprecated_field?: string;
  readonly message: string;
}

/** The members of Falco's `falco_load_results`. */
export interface JsonFileResult {
  readonly errors: readonly JsonProblem[];
  readonly name: string;
  readonly schema_valid?: boolean;
  readonly schema_warnings?: readonly string[];
  readonly successful: boolean;
  readonly warnings: readonly JsonProblem[];
}

/** Shape of a result in Falco's JSON, keys in its order. `contents`: the files' bytes by name (as bytes). */
export function resultToJson(result: FileResult, contents: ReadonlyMap<string, ByteString>): JsonFileResult {
  const { name, successful, schema } = result;
  const valid = schema[0] === 'ok';
  return {
    errors: result.errors.map((error) => problemToJson(error, contents)),
    name,
    ...(schema.length > 0 && { schema_valid: valid, schema_warnings: valid ? [] : schema }),
    successful,
    warnings: result.warnings.map((warning) => problemToJson(warning, contents)),
  };
}

function problemToJson(problem: Problem, contents: ReadonlyMap<string, ByteString>): JsonProblem {
  const { code, message, context } = problem;
  const field = problem.severity === 'warning' ? problem.field : undefined;
  const description =
    problem.severity === 'error' ? ERROR_TEXTS[problem.code] : WARNING_TEXTS[problem.code].description;
  return {
    code,
    codedesc: description,
    context: { locations: locationsOf(context), snippet: bytesToUtf8(snippetOf(context, contents)) },
    ...(field !== undefined && { deprecated_field: field }),
    message,
  };
}
