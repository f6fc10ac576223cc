/** The core of a machine's own kiosk, the same in every shell: state in a folder, the real network, the built page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKiosk, folderDisk, type Kiosk, type KioskDeps } from './core/kiosk.ts';
import { createWhyUnreachable } from './core/why-unreachable.ts';
import { findDisplay } from './display-commands.ts';
import { describeMachine, type LaunchOptions } from './launch-options.ts';

export function launchCore(
  options: LaunchOptions,
  shell: Pick<KioskDeps, 'shell' | 'reloadPage' | 'capture'> & { kioskDir: string },
): Kiosk {
  const display = findDisplay(options.display);
  return createKiosk({
    serverUrl: options.serverUrl,
    fetch: (url, init) => fetch(url, init),
    webFetch: (url, init) => fetch(url, init),
    disk: folderDisk(options.stateDir),
    whyUnreachable: createWhyUnreachable(options.serverUrl),
    shell: shell.shell,
    version: versionOf(shell.kioskDir),
    playerDir: join(shell.kioskDir, 'player', 'dist'),
    describe: describeMachine(process.env),
    log: {
      info: (message, fields) => {
        if (isTalkative) write('info', message, fields);
      },
      warn: (message, fields) => write('warn', message, fields),
    },
    ...(options.token === undefined ? {} : { token: options.token }),
    ...(display === undefined ? {} : { display }),
    ...(shell.capture === undefined ? {} : { capture: shell.capture }),
    ...(shell.reloadPage === undefined ? {} : { reloadPage: shell.reloadPage }),
  });
}

/** What went well is told only on request: `LOG_LEVEL=info`. */
const isTalkative = process.env['LOG_LEVEL'] === 'info' || process.env['LOG_LEVEL'] === 'debug';

/** One line for each word of the log. */
export function write(level: 'info' | 'warn', message: string, fields: Record<string, unknown> = {}): void {
  const line = `kiosk: ${message}${Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`}`;
  if (level === 'warn') console.warn(line);
  else console.log(line);
}

function versionOf(kioskDir: string): string {
  const { version } = JSON.parse(readFileSync(join(kioskDir, 'package.json'), 'utf8'));
  return String(version);
}
