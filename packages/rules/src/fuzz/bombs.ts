import { pick, type Random } from '@saker/core/fuzz/random.ts';

const MANY: readonly number[] = [2, 8, 12, 16, 19, 30, 99, 100, 255, 499, 501, 999, 1001, 2001, 5000];

const rule = (condition: string, output = 'x'): string =>
  `- rule: r${condition.length}\n  desc: d\n  condition: ${condition}\n  output: "${output}"\n  priority: INFO\n`;

const ranged = (count: number, make: (i: number) => string, glue = ''): string =>
  Array.from({ length: count }, (_, i) => make(i)).join(glue);

/** Small texts that ask for very much, or go very deep. */
const BOMBS: readonly ((count: number, random: Random) => string)[] = [
  (n) => rule(`${'('.repeat(n)}evt.num=1${')'.repeat(n)}`),
  (n) => rule(`${'not '.repeat(n)}evt.num=1`),
  (n) => rule(`${'not ('.repeat(n)}evt.num=1${')'.repeat(n)}`),
  (n) => rule(`${'(evt.num=1 and (proc.name=a or '.repeat(n)}evt.num=1${'))'.repeat(n)}`),
  (n) => rule(ranged(n, (i) => `proc.name=p${i}`, ' or ')),
  (n) => rule(ranged(n, (i) => `(proc.name=p${i} and fd.name startswith /x/${i})`, ' or ')),
  (n) => rule(ranged(n, (i) => `not proc.cmdline contains "p${i}x"`, ' and ')),
  (n) => rule(`${'tolower('.repeat(n)}proc.name${')'.repeat(n)} = a`),
  (n) => rule(`proc.name in (${ranged(20 * n, (i) => `v${i}`, ', ')})`),
  (n) => rule(`fd.name pmatch (${ranged(n, (i) => `/a${i % 7}/b${i}`, ', ')})`),
  (n) => rule(`fd.name glob "${'*a'.repeat(n)}"`),
  (n) => rule(`proc.cmdline regex "${'(a|'.repeat(n)}b${')'.repeat(n)}"`),
  (_, random) =>
    rule(`proc.cmdline regex "${pick(['(a{1,99}){1,9}', '[a-z]{1,500}', '(a*)*b', '.{0,1000}x'], random)}"`),
  (n) => rule(`proc.name = "${'x'.repeat(100 * n)}"`),
  (n) => rule('evt.num=1', '%proc.name '.repeat(n)),
  (n) => rule('evt.num=1', '%'.repeat(n)),
  (n) =>
    `- macro: m0\n  condition: evt.num=1\n${ranged(n, (i) => `- macro: m${i + 1}\n  condition: not m${i}\n`)}${rule(`m${n}`)}`,
  (n) =>
    `- macro: m0\n  condition: evt.num=1\n${ranged(Math.min(n, 200), (i) => `- macro: m${i + 1}\n  condition: m${i} or m${i}\n`)}${rule(`m${Math.min(n, 200)}`)}`,
  (n) =>
    `- macro: m0\n  condition: evt.num=1\n${ranged(Math.min(n, 30), (i) => `- macro: m${i + 1}\n  condition: (m${i} and proc.name=a${i}) or (m${i} and fd.name=b${i})\n`)}${rule(`m${Math.min(n, 30)}`)}`,
  (n) => `${ranged(n, (i) => `- macro: m${i}\n  condition: m${(i + 1) % n}\n`)}${rule('m0')}`,
  (n) => `${ranged(n, (i) => `- macro: m${i}\n  condition: m${i + 1} and evt.num=1\n`)}${rule('m0')}`,
  (n) =>
    `- list: l0\n  items: [a, b]\n${ranged(n, (i) => `- list: l${i + 1}\n  items: [l${i}, l${i}]\n`)}${rule(`proc.name in (l${n})`)}`,
  (n) => `${ranged(n, (i) => `- list: l${i}\n  items: [l${(i + 1) % n}]\n`)}${rule('proc.name in (l0)')}`,
  (n) =>
    `- list: l\n  items: [${ranged(20 * n, (i) => `i${i}`, ', ')}]\n${rule('proc.name in (l) or proc.pname in (l) or proc.aname in (l, l, l)')}`,
  (n) => `- a: &a0 [x, x]\n${ranged(Math.min(n, 60), (i) => `- a: &a${i + 1} [*a${i}, *a${i}]\n`)}`,
  (n) =>
    `- list: l\n  items: &a0 [x, x]\n${ranged(Math.min(n, 60), (i) => `- list: l${i}\n  items: &a${i + 1} [*a${i}, *a${i}]\n`)}`,
  (n) => `- rule: r\n  exceptions: &e\n  - name: &n [*n]\n    values: &v [*v, *v]\n${'\n'.repeat(n)}`,
  (n) => `${'['.repeat(n)}${']'.repeat(n)}`,
  (n) => '- '.repeat(n),
  (n) => '{a: '.repeat(n),
  (n) => ranged(n, (i) => `${' '.repeat(i)}- a:\n`),
  (n) => `? ${'? '.repeat(n)}`,
  (n) => `- "${'\\x'.repeat(n)}"`,
  (n) => `- ${'a '.repeat(n)}: b`,
  (n) => `- rule: |${n}\n${'   x\n'.repeat(n)}`,
  (n) => `- a: '${"''".repeat(n)}\n- b: "${'\n'.repeat(n)}"`,
  (n) => ranged(n, () => rule('evt.num=1')),
  (n) => ranged(n, (i) => `- rule: r${i % 3}\n  condition: and evt.num=${i}\n  append: true\n`, ''),
  (n) =>
    `${rule('evt.num=1').replace(/rule: .*/, 'rule: r')}${ranged(n, (i) => `- rule: r\n  condition: and evt.num!=${i}\n  append: true\n`)}`,
  (n) =>
    `${ranged(n, (i) => `- macro: m${i}\n  condition: evt.num=1\n`)}${ranged(n, (i) => `- macro: m${i}\n  condition: or evt.num=2\n  append: true\n`)}${rule('m1')}`,
  (n) =>
    `${rule('evt.num=1').replace(/rule: .*/, 'rule: r')}${ranged(n, (i) => `- rule: r\n  tags: [t${i}]\n  desc: d\n  override: {tags: append, desc: append}\n`)}`,
  (n) =>
    `${ranged(n, (i) => `- list: l${i}\n  items: [x${i}]\n`)}${ranged(n, (i) => `- macro: m${i}\n  condition: proc.name in (l${i})\n`)}${rule('m1')}`,
  (n) => rule('evt.num=1', `%proc.name${'1'.repeat(100 * n)}`),
  (n) => ranged(n, (i) => `---\n- list: l${i}\n  items: [x]\n`),
  (n) =>
    `- rule: r\n  desc: d\n  condition: evt.num=1\n  output: x\n  priority: INFO\n  exceptions:\n${ranged(Math.min(n, 500), (i) => `  - name: e${i}\n    fields: [proc.name, fd.name]\n    values: [[a${i}, b], [c, d${i}]]\n`)}`,
];

export function makeBomb(random: Random): string {
  return pick(BOMBS, random)(pick(MANY, random), random);
}
