#!/usr/bin/env node
/** `npx palier ...`: runs the command line with the Node that runs the sources, whatever Node this is. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, findNode, nodeEnvironment } from '../bootstrap.mjs';

try {
  const args = [join(ROOT, 'api', 'src', 'cli.ts'), ...process.argv.slice(2)];
  const command = spawn(findNode(), args, { stdio: 'inherit', env: nodeEnvironment() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => command.kill(signal));
  command.on('exit', (code) => process.exit(code ?? 1));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
