/**
 * `npm test`: everything a change must pass, from a fresh clone with Node 20 and npm: install, build, checks,
 * unit and fault tests, end-to-end in a real Chromium. Ends with the reasons of what was skipped and one line of totals.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, ensureBuilt, ensureInstalled, findNode, nodeEnvironment } from '../api/bootstrap.mjs';

const OUT = join(ROOT, 'test-results');

ensureInstalled();
ensureBuilt();
const { ensureHeadless } = await import('./support/chromium.mjs');
const env = { ...nodeEnvironment(), PALIER_CHROMIUM: await ensureHeadless() };
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });

const steps = [
  { name: 'check', args: [join(ROOT, 'tests', 'check.mjs'), '--no-unit'] },
  {
    name: 'unit',
    args: [
      join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--config',
      'tests/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${join(OUT, 'unit.json')}`,
    ],
  },
  {
    name: 'e2e',
    args: [
      join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js'),
      'test',
      '--config',
      'tests/playwright.config.ts',
    ],
    env: { PALIER_E2E_JSON: join(OUT, 'e2e.json') },
  },
  {
    // `PALIER_E2E_STORE=postgres npm run e2e` runs them all; here those that ask most of the nodes.
    name: 'e2e on two API processes with PostgreSQL',
    args: [
      join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js'),
      'test',
      '--config',
      'tests/playwright.config.ts',
      'e2e/first-day',
      'e2e/takeover',
    ],
    env: { PALIER_E2E_JSON: join(OUT, 'e2e-nodes.json'), PALIER_E2E_STORE: 'postgres' },
  },
];
const failed = [];
for (const step of steps) {
  console.log(`\n== ${step.name}`);
  const begun = performance.now();
  const run = spawnSync(findNode(), step.args, { cwd: ROOT, stdio: 'inherit', env: { ...env, ...step.env } });
  if (run.status !== 0) failed.push(step.name);
  console.log(`== ${step.name} took ${Math.round((performance.now() - begun) / 1_000)} s`);
}
const totals = total([unitTotals(), e2eTotals('e2e.json'), e2eTotals('e2e-nodes.json')]);
if (totals.skipReasons.length > 0)
  console.log(`\nSkipped:\n${totals.skipReasons.map((reason) => `  - ${reason}`).join('\n')}`);
if (failed.length > 0) console.log(`\nFailed steps: ${failed.join(', ')}`);
const failures = Math.max(totals.failed, failed.length);
console.log(`\n${totals.passed} passed, ${failures} failed, ${totals.skipped} skipped`);
process.exit(failed.length > 0 || totals.passed === 0 ? 1 : 0);

function unitTotals() {
  const report = readJson(join(OUT, 'unit.json'));
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0, skipReasons: [] };
  const skippedTests = report.testResults.flatMap((file) =>
    file.assertionResults.filter((test) => test.status === 'pending' || test.status === 'skipped'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: skippedTests.length,
    skipReasons: skippedTests.map((test) => test.fullName),
  };
}

function e2eTotals(name) {
  const report = readJson(join(OUT, name));
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0, skipReasons: [] };
  const specs = specsOf(report.suites);
  const skippedSpecs = specs.filter((spec) => spec.tests.every((test) => test.status === 'skipped'));
  const reason = (spec) =>
    spec.tests
      .flatMap((test) => test.annotations.map((annotation) => annotation.description ?? annotation.type))
      .join('; ');
  return {
    passed: report.stats.expected + report.stats.flaky,
    failed: report.stats.unexpected,
    skipped: report.stats.skipped,
    skipReasons: skippedSpecs.map((spec) => `${spec.title}: ${reason(spec)}`),
  };
}

function specsOf(suites) {
  return (suites ?? []).flatMap((suite) => [...(suite.specs ?? []), ...specsOf(suite.suites)]);
}

function total(parts) {
  return {
    passed: parts.reduce((sum, part) => sum + part.passed, 0),
    failed: parts.reduce((sum, part) => sum + part.failed, 0),
    skipped: parts.reduce((sum, part) => sum + part.skipped, 0),
    skipReasons: parts.flatMap((part) => part.skipReasons),
  };
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
