import type { ByteString } from '@saker/core/byte-string.ts';
import { DocumentParser, type TagHandles } from './document-parser.ts';
import type { YamlNode } from './node.ts';
import { Scanner } from './scanner.ts';
import type { Token } from './token.ts';
import { type YamlError, YamlFailure } from './yaml-error.ts';

export interface YamlRead {
  /** Documents up to the first empty one, where Falco stops reading too. Incomplete when there is an error. */
  readonly documents: readonly YamlNode[];
  readonly error?: YamlError;
}

/**
 * Reads UTF-8 text (see `decodeInput`) from `pos`, which is the first column of line `line`. Takes time and memory linear in the
 * text, whatever is in it; aliases are not expanded but shared.
 */
export function readYaml(text: ByteString, pos = 0, line = 0): YamlRead {
  const documents: YamlNode[] = [];
  const scanner = new Scanner(text, pos, line);
  let parser: DocumentParser | undefined;
  try {
    let handles: TagHandles = new Map();
    for (;;) {
      handles = readDirectives(scanner, handles);
      if (scanner.peek() === undefined) break;
      parser = new DocumentParser(scanner, handles);
      const root = parser.parse();
      if (root.kind === 'null') break;
      documents.push(root);
      parser = undefined;
    }
    return { documents };
  } catch (failure) {
    if (!(failure instanceof YamlFailure)) throw failure;
    if (parser?.root !== undefined) documents.push(parser.root);
    return { documents, error: { message: failure.message, mark: failure.mark } };
  }
}

/** Directives hold for the documents after them until others come. */
function readDirectives(scanner: Scanner, before: TagHandles): TagHandles {
  let handles: Map<string, string> | undefined;
  let sawVersion = false;
  for (;;) {
    const token = scanner.peek();
    if (token?.kind !== 'directive') return handles ?? before;
    handles ??= new Map();
    if (token.value === 'YAML') {
      checkVersion(token, sawVersion);
      sawVersion = true;
    } else if (token.value === 'TAG') defineHandle(token, handles);
    scanner.pop();
  }
}

function checkVersion(token: Token, repeated: boolean): void {
  const params = token.params ?? [];
  if (params.length !== 1) throw new YamlFailure('YAML directives must have exactly one argument', token.mark);
  if (repeated) throw new YamlFailure('repeated YAML directive', token.mark);
  const version = /^([-+]?\d+)[\s\S]([-+]?\d+)$/.exec(params[0] as string);
  if (version === null) throw new YamlFailure(`bad YAML version: ${params[0]}`, token.mark);
  if (Number(version[1]) > 1) throw new YamlFailure('YAML major version too large', token.mark);
}

function defineHandle(token: Token, handles: Map<string, string>): void {
  const [handle, prefix, ...rest] = token.params ?? [];
  if (handle === undefined || prefix === undefined || rest.length > 0)
    throw new YamlFailure('TAG directives must have exactly two arguments', token.mark);
  if (handles.has(handle)) throw new YamlFailure('repeated TAG directive', token.mark);
  handles.set(handle, prefix);
}
