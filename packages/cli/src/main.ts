// The entry for running the sources as they are; the bundle is entered through tools/launcher/boot.cjs.
import { start } from './start.ts';

await start();
