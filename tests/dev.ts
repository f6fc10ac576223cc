/** `npm run dev`: the server restarts when its sources change, the panel reloads in place, the player is rebuilt. */
import { spawn } from 'node:child_process';

const ROOT = new URL('..', import.meta.url).pathname;
const API_PORT = process.env['PORT'] ?? '8080';
const PANEL_PORT = process.env['PANEL_PORT'] ?? '5173';
const vite = `${ROOT}node_modules/vite/bin/vite.js`;

const parts = [
  { name: 'api', cwd: ROOT, args: ['--watch', 'api/src/server.ts'], env: { KIOSK: 'none', PORT: API_PORT } },
  {
    name: 'player',
    cwd: `${ROOT}kiosk`,
    args: [vite, 'build', '--watch', '--config', 'player/vite.config.ts'],
    env: {},
  },
  {
    name: 'panel',
    cwd: `${ROOT}control-panel`,
    args: [vite, 'dev', '--port', PANEL_PORT, '--strictPort'],
    env: { PALIER_API: `http://127.0.0.1:${API_PORT}` },
  },
];

const children = parts.map(({ name, cwd, args, env }) => {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const prefix = (chunk: Buffer) => process.stdout.write(chunk.toString().replace(/^(?=.)/gm, `${name.padEnd(6)} | `));
  child.stdout.on('data', prefix);
  child.stderr.on('data', prefix);
  child.on('exit', (code) => code !== null && code !== 0 && stopAll());
  return child;
});
console.log(`panel: http://localhost:${PANEL_PORT}   api and player: http://localhost:${API_PORT}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stopAll);

function stopAll(): void {
  for (const child of children) child.kill('SIGTERM');
}
