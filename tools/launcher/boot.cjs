// Runs the bundle in .cache with V8's code cache for it. With the single argument --make-code-cache it makes that cache.
//
// Node's own compile cache holds only what was compiled when a module was loaded; this one is made after typical commands
// have run, so that the functions they call need not be compiled either. The bundle's first line names the build: a code
// cache belongs to one bundle only, and V8 itself checks nothing but the length of the source.
'use strict';

const { readFileSync, readdirSync, renameSync, unlinkSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const folder = join(__dirname, '..', '..', '.cache');
const file = process.env.SAKER_BUNDLE ?? join(folder, 'saker.cjs');
// The bundle is ASCII: this is the fastest way to a string that V8 keeps in one byte a character.
const source = readFileSync(file, 'latin1');
const build = source.slice('//'.length, source.indexOf('\n'));
const codeFile = join(folder, `saker.${build}.code`);

let cachedData;
try {
  cachedData = readFileSync(codeFile);
} catch {
  // Not made yet, or swept away: everything works without it.
}
const script = new Script(source, { filename: file, cachedData });
const bundle = { exports: {} };
script.runInThisContext()(require, bundle, bundle.exports, folder);

if (process.argv[2] === '--make-code-cache') {
  bundle.exports.warmUp().then(() => {
    const aside = `${codeFile}.${process.pid}`;
    writeFileSync(aside, script.createCachedData());
    renameSync(aside, codeFile);
    for (const name of readdirSync(folder)) {
      if (/^saker\..*\.code$/.test(name) && name !== `saker.${build}.code`) unlinkSync(join(folder, name));
    }
  });
} else {
  bundle.exports.start();
}
