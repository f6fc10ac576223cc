/** `npm run check`: format, lint, types, architecture and unit tests: about two minutes on two cores. `--no-unit` leaves the tests out. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, ensureInstalled, findNode, nodeEnvironment } from '../api/bootstrap.mjs';

ensureInstalled();
const NATIVE_TSC = 'node_modules/@typescript/native/bin/tsc';
const TYPED = ['playlists', 'api', 'kiosk/core', 'kiosk/electron', 'kiosk/chromium', 'tests'];
const npmCli = process.platform === 'win32' ? 'npm.cmd' : 'npm';

const checks = [
  {
    name: 'format',
    command: findNode(),
    args: [
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      '--config',
      'tests/prettier.json',
      '--ignore-path',
      '.gitignore',
      '--log-level',
      'warn',
      '.',
      '!package-lock.json',
      '!playlists/playlist.schema.json',
    ],
  },
  {
    name: 'lint',
    command: findNode(),
    args: ['node_modules/oxlint/bin/oxlint', '--config', 'tests/oxlint.json', '--type-aware', '--deny-warnings'],
  },
  ...TYPED.map((folder) => ({ name: `types ${folder}`, command: findNode(), args: [NATIVE_TSC, '-p', folder, '--checkers', '1'] })),
  { name: 'types kiosk/player', command: npmCli, args: ['run', '--silent', '--workspace', 'kiosk', 'check'] },
  { name: 'types control-panel', command: npmCli, args: ['run', '--silent', '--workspace', 'control-panel', 'check'] },
];
if (!process.argv.includes('--no-unit')) {
  checks.push({
    name: 'unit',
    command: findNode(),
    args: [
      join('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--config',
      'tests/vitest.config.ts',
      '--project',
      'quick',
    ],
  });
}

const AT_ONCE = 2;
const failed = [];
const queue = [...checks];
await Promise.all(Array.from({ length: AT_ONCE }, worker));
console.log(failed.length === 0 ? `\nAll ${checks.length} checks passed.` : `\nFailed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);

async function worker() {
  for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
    const startedAt = performance.now();
    const { code, output } = await run(check);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${check.name} (${seconds} s)`);
    if (code === 0) continue;
    failed.push(check.name);
    console.log(output);
  }
}

function run({ command, args }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env: nodeEnvironment(), shell: process.platform === 'win32' });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
