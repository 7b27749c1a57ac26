/** Writes the generated pages of docs/reference; with --check only says which are out of date (exit status 1 then). */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsPage } from './pages/commands-page.ts';
import { configurationPage } from './pages/configuration-page.ts';
import { eventsPage } from './pages/events-page.ts';
import { fieldsPage } from './pages/fields-page.ts';
import { messagesPage } from './pages/messages-page.ts';

const PAGES: readonly (readonly [file: string, page: () => string])[] = [
  ['commands.md', commandsPage],
  ['configuration.md', configurationPage],
  ['events.md', eventsPage],
  ['fields.md', fieldsPage],
  ['messages.md', messagesPage],
];

const NOTE = '<!-- Made by `saker dev docs`; do not edit. -->\n\n';

const folder = join(import.meta.dirname, '..', 'docs', 'reference');
const check = process.argv.includes('--check');
let stale = 0;
for (const [file, page] of PAGES) {
  const path = join(folder, file);
  const text = NOTE + page();
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  stale++;
  if (check) console.log(`docs/reference/${file} is out of date: run ./saker dev docs`);
  else {
    writeFileSync(path, text);
    console.log(`wrote docs/reference/${file}`);
  }
}
if (check && stale > 0) process.exitCode = 1;
