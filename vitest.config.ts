import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'tools/**/*.test.ts', 'lab/**/*.test.ts'],
    // Alerts print local time; the expectations are in UTC.
    env: { TZ: 'UTC' },
    testTimeout: 30_000,
  },
});
