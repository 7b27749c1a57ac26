/** Writes lab/incident/incident.scap, which `saker up` replays: node lab/incident/make.ts */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { incident } from './incident.ts';

const path = join(import.meta.dirname, 'incident.scap');
const bytes = incident();
writeFileSync(path, bytes);
console.log(`${bytes.length} bytes in ${path}`);
