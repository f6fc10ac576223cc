/** The kiosk window of this machine, as a process of its own beside the server: it may end and start again by itself. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

const LAUNCHER = resolve(import.meta.dirname, '../../kiosk/launch.ts');
const FIRST_WAIT_MS = 2_000;
const MAX_WAIT_MS = 60_000;
/** After running this long, a window that ends starts anew without having to wait longer each time. */
const HEALTHY_MS = 5 * 60_000;

export function openKioskWindow(deps: {
  serverUrl: string;
  dataDir: string;
  tokenFile: string | undefined;
  clock: Clock;
  log: Log;
}) {
  const { clock, log } = deps;
  let child: ChildProcess | undefined;
  let cancel: (() => void) | undefined;
  let waitMs = FIRST_WAIT_MS;
  let stopped = false;

  function open(): void {
    const startedMs = clock.now();
    const token = deps.tokenFile === undefined ? [] : ['--token-file', deps.tokenFile];
    const args = [LAUNCHER, '--server', deps.serverUrl, '--state-dir', join(deps.dataDir, 'kiosk'), ...token];
    const started = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child = started;
    started.on('error', (error) => log.error('the kiosk could not be started', error));
    started.on('exit', (code) => {
      child = undefined;
      // 0: it has said what it had to say, e.g. that this machine has no display. 2: its flags are wrong.
      if (stopped || code === 0 || code === 2) return;
      if (clock.now() - startedMs > HEALTHY_MS) waitMs = FIRST_WAIT_MS;
      log.warn('the kiosk ended; it is started again', { code: code ?? undefined, waitMs });
      cancel = clock.after(waitMs, open);
      waitMs = Math.min(MAX_WAIT_MS, waitMs * 2);
    });
  }

  open();
  return {
    async stop(): Promise<void> {
      stopped = true;
      cancel?.();
      const running = child;
      if (running === undefined) return;
      const ended = new Promise<void>((done) => running.once('exit', () => done()));
      running.kill('SIGTERM');
      const hurry = setTimeout(() => running.kill('SIGKILL'), 3_000);
      await ended;
      clearTimeout(hurry);
    },
  };
}
