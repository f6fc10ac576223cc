/** End-to-end: each test starts a server and kiosks of its own on free ports, so files may run beside each other. */
import { defineConfig } from '@playwright/test';
import { findHeadless } from './support/chromium.mjs';

const json = process.env.PALIER_E2E_JSON;
const executablePath = await findHeadless();
/** Two API processes on one PostgreSQL in the place of each server. */
const isOnNodes = process.env.PALIER_E2E_STORE === 'postgres';

export default defineConfig({
  testDir: '.',
  testMatch: ['e2e/**/*.spec.ts', 'electron/**/*.spec.ts'],
  outputDir: isOnNodes ? '../test-results/e2e-nodes' : '../test-results/e2e',
  ...(isOnNodes ? { globalSetup: './support/postgres-for-e2e.ts' } : {}),
  // Two at once on two cores: each waits for its wall more than it computes. A bound for what hangs, not a pace.
  timeout: 240_000,
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
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--autoplay-policy=no-user-gesture-required'],
    },
    screenshot: 'only-on-failure',
    // Recording every frame of every wall takes as long as all the rest: asked for when a test is to be looked into.
    trace: process.env.PALIER_TRACE === undefined ? 'off' : 'retain-on-failure',
  },
});
