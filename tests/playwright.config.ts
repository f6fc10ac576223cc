/** End-to-end: each test starts a server and kiosks of its own on free ports, so files may run beside each other. */
import { defineConfig } from '@playwright/test';

const json = process.env.PALIER_E2E_JSON;
/** Two API processes on one PostgreSQL in the place of each server. */
const isOnNodes = process.env.PALIER_E2E_STORE === 'postgres';

export default defineConfig({
  testDir: '.',
  testMatch: ['e2e/**/*.spec.ts', 'electron/**/*.spec.ts'],
  outputDir: isOnNodes ? '../test-results/e2e-nodes' : '../test-results/e2e',
  ...(isOnNodes ? { globalSetup: './support/postgres-for-e2e.ts' } : {}),
  // Two at once on two cores: each waits for its wall more than it computes.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  reporter: json === undefined ? [['list']] : [['list'], ['json', { outputFile: json }]],
  use: {
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    launchOptions: {
      ...(process.env.PALIER_CHROMIUM === undefined ? {} : { executablePath: process.env.PALIER_CHROMIUM }),
      args: ['--autoplay-policy=no-user-gesture-required'],
    },
    trace: 'retain-on-failure',
  },
});
