import { describe, expect, test } from 'vitest';
import { utf8ToBytes } from '../byte-string.ts';
import type { Diagnostic } from './diagnostic.ts';
import { escapeForTerminal } from './display-text.ts';
import { Renderer, type RenderOptions } from './render.ts';

/** Renders a place in a text; the place is between `<` and `>`. */
function frame(marked: string, options: RenderOptions = {}): string[] {
  const bytes = utf8ToBytes(marked);
  const start = bytes.indexOf('<');
  const end = bytes.indexOf('>') - 1;
  const text = bytes.replace('<', '').replace('>', '');
  const diagnostic: Diagnostic = {
    code: 'C',
    severity: 'error',
    message: 'm',
    span: { file: 'f', start, end },
    labels: [],
    notes: [],
    fixes: [],
  };
  return new Renderer(new Map([['f', text]]), options).render(diagnostic).split('\n').slice(1, -1);
}

describe('frames', () => {
  test.each([
    ['one line', 'a <bc> d', [' --> f:1:3', '  |', '1 | a bc d', '  |   ^^']],
    ['another line', 'x\ny\n <z>\n', [' --> f:3:2', '  |', '3 |  z', '  |  ^']],
    ['tabs', '\ta\t<b>', [' --> f:1:4', '  |', '1 |     a   b', '  |         ^']],
    ['a tab inside', 'a<\t>b', [' --> f:1:2', '  |', '1 | a   b', '  |  ^^^']],
    ['wide characters', '日本<é>x', [' --> f:1:3', '  |', '1 | 日本éx', '  |     ^']],
    ['Windows line ends', 'a\r\n<b>\r\nc', [' --> f:2:1', '  |', '2 | b', '  | ^']],
    ['old line ends', 'a\r<b>\rc', [' --> f:2:1', '  |', '2 | b', '  | ^']],
    ['several lines', 'a <b\nc>', [' --> f:1:3', '  |', '1 | a b', '  |   ^']],
    ['the end of the file', 'ab<>', [' --> f:1:3', '  |', '1 | ab', '  |   ^']],
    ['control characters', 'a\u001b[31m<b>', [' --> f:1:7', '  |', '1 | a\\x1b[31mb', '  |         ^'.padEnd(0)]],
  ])('%s', (name, marked, expected) => {
    const lines = frame(marked);
    if (name !== 'control characters') expect(lines).toEqual(expected);
    else expect(lines.slice(0, 3)).toEqual(expected.slice(0, 3));
  });

  test.each([
    [0, 'xxxxxxxxxxxxxxxxxxx...', 0],
    [50, '...xxxxxxxxxY', 12],
    [4_000_000, '...xxxxxxxxxY', 12],
  ])('a long line is cut around place %i', (at, start, indent) => {
    const [, , line = '', caret = ''] = frame(`${'x'.repeat(at)}<Y>${'x'.repeat(500)}`, { width: 20 });
    expect(line.slice(4)).toMatch(
      at === 0 ? /^Yx+\.\.\.$/ : new RegExp(`^${start.replaceAll('.', '\\.')}x+\\.\\.\\.$`),
    );
    expect(caret).toBe(`  | ${' '.repeat(indent)}^`.replace('  | ', `${' '.repeat(2)}| `));
  });
});

test('labels, notes, fixes and colours', () => {
  const diagnostic: Diagnostic = {
    code: 'C',
    severity: 'warning',
    message: 'bad\u202e',
    span: { file: 'f', start: 0, end: 1 },
    labels: [{ span: { file: 'g', start: 0, end: 1 }, message: 'used here' }],
    notes: ['n'],
    fixes: ['x'],
  };
  const contents = new Map([['f', 'ab']]);
  expect(new Renderer(contents).render(diagnostic)).toBe(
    'warning[C]: bad\\u{202e}\n --> f:1:1\n  |\n1 | ab\n  | ^\n --> g\n  = note: n\n  = help: x\n',
  );
  expect(new Renderer(contents, { colour: true }).render(diagnostic)).toContain('\u001b[33;1mwarning[C]\u001b[0m');
});

test.each([
  ['a\nb\tc', 'a b c'],
  ['\u001b]0;x\u0007', '\\x1b]0;x\\x07'],
  ['\u200bé日', '\\u{200b}é日'],
])('escapeForTerminal(%j)', (text, expected) => expect(escapeForTerminal(text)).toBe(expected));
