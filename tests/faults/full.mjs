/** `npm run faults`: all fault tests at full length (200 kills, 60 power cuts, 3,000 emulated ones). About half an hour. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, findNode, nodeEnvironment } from '../../api/bootstrap.mjs';

const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const args = [
  vitest,
  'run',
  '--config',
  'tests/vitest.config.ts',
  ...(process.argv.length > 2 ? process.argv.slice(2) : ['tests/faults', 'tests/storage']),
];
const run = spawnSync(findNode(), args, { cwd: ROOT, stdio: 'inherit', env: { ...nodeEnvironment(), FAULTS: 'full' } });
process.exit(run.status ?? 1);
