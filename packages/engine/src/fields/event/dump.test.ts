import { sharedPath } from '@saker/core/testing/shared-folder.ts';
import { expect, test } from 'vitest';
import { type Cell, compareWithDump } from '../../testing/field-dump.ts';

/** Old and new captures, with what Falco says of every event. Times inside parameters follow the time zone. */
const captures = ['curl_google', 'test_ipv6_client', 'dev-priv']
  .map((name) => sharedPath(`captures/${name}.scap`))
  .filter((path) => path !== undefined);

test.skipIf(captures.length === 0)('event fields agree with the dumps of captures', { timeout: 60_000 }, async () => {
  const zone = process.env.TZ;
  process.env.TZ = 'UTC';
  try {
    const wrong: Cell[] = [];
    let cells = 0;
    for (const path of captures) {
      await compareWithDump(path, (cell) => {
        if (!/^(?:evt|syscall|fs)\./.test(cell.field)) return;
        cells++;
        if (cell.got !== cell.want) wrong.push(cell);
      });
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(cells).toBeGreaterThan(200_000);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});
