import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type FuzzTarget, runCampaign } from './campaign.ts';

const folder = mkdtempSync(join(tmpdir(), 'saker-campaign-'));
const target = (run: FuzzTarget['run']): FuzzTarget => ({
  name: 'test',
  make: (random) => Uint8Array.of(random() & 0xff),
  run,
});

test('an input that breaks something is saved, once for each cause, and can be had again', () => {
  const breaks = target((input) => {
    if ((input[0] as number) % 2 === 1) throw new Error(`odd ${input[0]}`);
    return ['even'];
  });
  const first = runCampaign(breaks, { seconds: 0.2, seed: 3, folder });
  const [finding] = first.findings;
  expect(first.findings).toHaveLength(1);
  expect(finding?.message).toBe(`odd ${readFileSync(finding?.file as string)[0]}`);
  expect(first.ends.get('even')).toBeGreaterThan(0);
  expect((first.ends.get('even') ?? 0) + (first.ends.get('broken') ?? 0)).toBe(first.inputs);
  expect(runCampaign(breaks, { seconds: 0, seed: finding?.seed as number, folder }).findings[0]?.message).toBe(
    finding?.message,
  );
  expect(readdirSync(folder).some((name) => name.endsWith('.running'))).toBe(false);
});

test('the input that runs lies in a file', () => {
  let seen: number | undefined;
  const looks = target((input) => {
    const [name] = readdirSync(folder).filter((each) => each.endsWith('.running'));
    seen = readFileSync(join(folder, name as string))[0];
    expect(seen).toBe(input[0]);
    return [];
  });
  expect(runCampaign(looks, { seconds: 0, seed: 1, folder }).findings).toEqual([]);
  expect(seen).toBeDefined();
  expect(existsSync(folder)).toBe(true);
});

test('memory that is kept is found', () => {
  const kept: Uint8Array[] = [];
  let inputs = 0;
  const keeps = target(() => {
    if (++inputs > 50 && kept.length < 10) kept.push(new Uint8Array(60e6));
    return [];
  });
  const { findings } = runCampaign(keeps, { seconds: 0.5, seed: 1, folder });
  expect(kept).toHaveLength(10);
  expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining('keeps')]);
});
