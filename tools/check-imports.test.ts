import { expect, test } from 'vitest';
import { checkImports, importsOf } from './check-imports.ts';

test('finds every form of import', () => {
  const text = [
    "import a from './a.ts';",
    "import type { B } from './b.ts';",
    'import {',
    '  c,',
    "} from './c.ts';",
    "export * from './d.ts';",
    "export type { E } from './e.ts';",
    "import './f.ts';",
    "const g = await import('./g.ts');",
    `const quoted = "await import('./h.ts')";`,
    "const text = 'import x from y';",
  ].join('\n');
  expect(importsOf(text)).toEqual([
    { specifier: './a.ts', typeOnly: false, line: 1 },
    { specifier: './b.ts', typeOnly: true, line: 2 },
    { specifier: './c.ts', typeOnly: false, line: 3 },
    { specifier: './d.ts', typeOnly: false, line: 6 },
    { specifier: './e.ts', typeOnly: true, line: 7 },
    { specifier: './f.ts', typeOnly: false, line: 8 },
    { specifier: './g.ts', typeOnly: true, line: 9 },
  ]);
});

const check = (files: Record<string, string>) =>
  checkImports(
    Object.entries(files).map(([path, text]) => ({ path, imports: importsOf(text) })),
    new Map([['rules', new Set(['re2js'])]]),
  );

test.each([
  [
    'upward',
    { 'packages/core/src/a.ts': "import '@saker/scap/b.ts';", 'packages/scap/src/b.ts': '' },
    ['core may not import scap: it stands above'],
  ],
  ['downward', { 'packages/scap/src/a.ts': "import '@saker/core/b.ts';", 'packages/core/src/b.ts': '' }, []],
  [
    'itself',
    { 'packages/core/src/a.ts': "import '@saker/core/b.ts';", 'packages/core/src/b.ts': '' },
    ["'@saker/core/b.ts' is the package itself"],
  ],
  [
    'out of the package',
    { 'packages/scap/src/a.ts': "import '../../core/src/b.ts';", 'packages/core/src/b.ts': '' },
    ['leaves the package'],
  ],
  [
    'Node in a browser package',
    { 'packages/core/src/a.ts': "import 'node:fs';" },
    ["'node:fs' does not exist in a browser"],
  ],
  ['Node in a node folder', { 'packages/scap/src/node/a.ts': "import 'node:fs';" }, []],
  ['Node in a test', { 'packages/core/src/a.test.ts': "import 'node:fs';" }, []],
  ['undeclared', { 'packages/core/src/a.ts': "import 're2js';" }, ["'re2js' is not a dependency"]],
  ['declared', { 'packages/rules/src/a.ts': "import 're2js';" }, []],
  ['vitest outside tests', { 'packages/core/src/a.ts': "import 'vitest';" }, ["'vitest' is not a dependency"]],
  ['missing', { 'packages/core/src/a.ts': "import './b.ts';" }, ["'./b.ts' is not there"]],
  [
    'circle',
    { 'packages/core/src/a.ts': "import './b.ts';", 'packages/core/src/b.ts': "import './a.ts';" },
    ['circle: packages/core/src/a.ts -> packages/core/src/b.ts -> packages/core/src/a.ts'],
  ],
  [
    'circle of types',
    { 'packages/core/src/a.ts': "import './b.ts';", 'packages/core/src/b.ts': "import type { A } from './a.ts';" },
    [],
  ],
])('%s', (_, files, expected) => {
  const problems = check(files as Record<string, string>);
  expect(problems).toHaveLength(expected.length);
  for (const [i, text] of expected.entries()) expect(problems[i]).toContain(text);
});
