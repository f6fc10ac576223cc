/** Two projects: `quick` needs only Node; `slow` holds fault rounds, browsers and real servers, and runs in `npm test`. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;
const SLOW = ['tests/faults/**/*.test.ts', 'tests/storage/postgres*.test.ts', 'tests/**/*.slow.test.ts'];

export default defineConfig({
  root,
  plugins: [svelte({ configFile: false })],
  test: {
    root,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', 'tests/electron/**', ...SLOW],
          // One module graph for all: they keep nothing in modules, and loading it anew for each takes longer than they do.
          isolate: false,
          testTimeout: 30_000,
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          environment: 'node',
          include: SLOW,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
