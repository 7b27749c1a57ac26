/** How long a fuzzer runs among the tests: `FUZZ_SECONDS`, else a minute where `CI=true`, else a moment. */
export function fuzzSeconds(): number {
  const { CI, FUZZ_SECONDS } = process.env;
  if (FUZZ_SECONDS !== undefined) return Number(FUZZ_SECONDS);
  return CI === 'true' ? 60 : 5;
}

/** Time after which vitest gives up on it. */
export const FUZZ_TIMEOUT_MS: number = 1000 * (3 * fuzzSeconds() + 60);
