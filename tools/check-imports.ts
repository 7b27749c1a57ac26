/**
 * Checks who imports whom: packages only import packages below them, code for the browser imports nothing of Node,
 * dependencies are declared, and no modules import each other in a circle. Prints what is wrong; exit status 1 then.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** From the ground up: a package imports only packages that stand before it. */
const PACKAGE_ORDER = ['core', 'schema', 'scap', 'rules', 'engine', 'cli'];
/** Packages that may use Node everywhere. */
const NODE_PACKAGES = new Set(['cli']);
/** Files of the other packages that may: tests, fixtures, and folders named node. */
const NODE_FILES = /\/(node|testing|fuzz)\/|\.(test|bench)\.ts$/;
/** Development packages that tests and test helpers may import. */
const TEST_DEPENDENCIES = new Set(['vitest', 'fast-check']);
const TEST_FILES = /\/(testing|fuzz)\/|\.(test|bench)\.ts$/;

export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface SourceFile {
  /** Path from the project's root, with slashes. */
  readonly path: string;
  readonly imports: readonly Import[];
}

/** The static and dynamic imports of a module's text. */
export function importsOf(text: string): Import[] {
  const found: Import[] = [];
  const pattern =
    /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w*{][^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]|^[^'"`\n]*\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;
  for (const match of text.matchAll(pattern)) {
    const specifier = match[2] ?? match[3] ?? '';
    const line = text.slice(0, match.index).split('\n').length;
    // A dynamic import runs later: it never closes a circle at load time.
    found.push({ specifier, typeOnly: match[1] !== undefined || match[3] !== undefined, line });
  }
  return found;
}

/** Messages, one a violation; `dependencies` are the names declared by each package. */
export function checkImports(
  files: readonly SourceFile[],
  dependencies: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const problems: string[] = [];
  const paths = new Set(files.map((file) => file.path));
  const graph = new Map<string, string[]>();

  for (const file of files) {
    const home = packageOf(file.path);
    const edges: string[] = [];
    for (const entry of file.imports) {
      const say = (text: string) => problems.push(`${file.path}:${entry.line}: ${text}`);
      const { specifier } = entry;
      let target: string | undefined;
      if (specifier.startsWith('.')) {
        target = join(dirname(file.path), specifier);
        if (packageOf(target) !== home) say(`'${specifier}' leaves the package; import it as @saker/...`);
      } else if (specifier.startsWith('@saker/')) {
        const [, name, ...rest] = specifier.split('/') as [string, string, ...string[]];
        target = `packages/${name}/src/${rest.join('/')}`;
        if (name === home) say(`'${specifier}' is the package itself; import it relatively`);
        else if (home !== undefined && PACKAGE_ORDER.indexOf(name) > PACKAGE_ORDER.indexOf(home)) {
          say(`${home} may not import ${name}: it stands above`);
        }
      } else if (specifier.startsWith('node:')) {
        if (home !== undefined && !NODE_PACKAGES.has(home) && !NODE_FILES.test(file.path)) {
          say(`'${specifier}' does not exist in a browser; keep it in a folder named node`);
        }
      } else {
        const name = specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/');
        const declared = home === undefined || dependencies.get(home)?.has(name);
        if (!declared && !(TEST_DEPENDENCIES.has(name) && TEST_FILES.test(file.path))) {
          say(`'${name}' is not a dependency in packages/${home}/package.json`);
        }
      }
      if (target === undefined) continue;
      if (!paths.has(target)) say(`'${specifier}' is not there`);
      else if (!entry.typeOnly) edges.push(target);
      if (/\.test\.ts$/.test(target)) say(`'${specifier}' is a test`);
      if (/\/testing\//.test(target) && !TEST_FILES.test(file.path) && home !== undefined && home !== 'cli') {
        say(`'${specifier}' is for tests only`);
      }
    }
    graph.set(file.path, edges);
  }
  return [...problems, ...circles(graph)];
}

function packageOf(path: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(path)?.[1];
}

/** One message for each circle that a depth-first walk meets. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const problems: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const walk = (path: string): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      problems.push(`circle: ${[...trail.slice(at), path].join(' -> ')}`);
      return;
    }
    if (done.has(path)) return;
    trail.push(path);
    for (const next of graph.get(path) ?? []) walk(next);
    trail.pop();
    done.add(path);
  };
  for (const path of graph.keys()) walk(path);
  return problems;
}

function readProject(root: string): { files: SourceFile[]; dependencies: Map<string, Set<string>> } {
  const files: SourceFile[] = [];
  const dependencies = new Map<string, Set<string>>();
  const read = (folder: string): void => {
    if (!existsSync(folder)) return;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) read(path);
      else if (entry.name.endsWith('.ts')) {
        files.push({ path: relative(root, path), imports: importsOf(readFileSync(path, 'utf8')) });
      }
    }
  };
  for (const name of readdirSync(join(root, 'packages'))) {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
    dependencies.set(name, new Set(Object.keys(manifest.dependencies ?? {})));
    read(join(root, 'packages', name, 'src'));
  }
  for (const folder of ['bench', 'lab', 'tests', 'tools']) read(join(root, folder));
  return { files, dependencies };
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { files, dependencies } = readProject(resolve(dirname(fileURLToPath(import.meta.url)), '..'));
  const problems = checkImports(files, dependencies);
  for (const problem of problems) console.log(problem);
  console.log(`${files.length} modules, ${problems.length} wrong imports`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
