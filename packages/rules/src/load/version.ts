/** Version of the rules engine that rule files can require: Falco's, whose rules we accept. */
export const ENGINE_VERSION = '0.63.0';

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

const NUMBER = '\\s*([+-]?\\d+)';
const VERSION = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}`);

/** Reads `x.y.z`; what follows does not count. Numbers wrap at 32 bits, as Falco reads them with scanf. */
export function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (match === null) return undefined;
  const [major, minor, patch] = match.slice(1).map(wrap) as [number, number, number];
  return { major, minor, patch };
}

const MAX_U64 = 2n ** 64n - 1n;

function wrap(digits: string): number {
  const negative = digits.startsWith('-');
  const size = BigInt(digits.replace(/^[+-]/, ''));
  const value = size > MAX_U64 ? MAX_U64 : negative ? -size : size;
  return Number(BigInt.asUintN(32, value));
}

export function formatVersion({ major, minor, patch }: Version): string {
  return `${major}.${minor}.${patch}`;
}

export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

/** The same major version, and not older than what is wanted. */
export function isCompatible(have: Version, wanted: Version): boolean {
  return have.major === wanted.major && compareVersions(have, wanted) >= 0;
}
