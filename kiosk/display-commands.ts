/**
 * Sends the display to sleep and wakes it by the programs of the machine: those that the technician names, else `xset`
 * (X11) or `vcgencmd` (Raspberry Pi). Where there is none the wall rests by showing black, and its state is unknown.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Display } from './core/deps.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 5_000;

export type DisplayOptions = { onCommand: string | undefined; offCommand: string | undefined };
type Env = Record<string, string | undefined>;

/** Absent where nothing on this machine can do it. `ask` runs a program and answers what it printed. */
export function findDisplay(
  options: DisplayOptions,
  env: Env = process.env,
  has: (program: string) => boolean = (program) => isInPath(program, env),
  ask: (program: string, args: string[]) => Promise<string> = execute,
): Display | undefined {
  const { onCommand, offCommand } = options;
  if (onCommand !== undefined && offCommand !== undefined) {
    return {
      set: async (on) => void (await ask('sh', ['-c', on ? onCommand : offCommand])),
      read: async () => (env.DISPLAY !== undefined && has('xset') ? xsetState(await ask('xset', ['q'])) : undefined),
    };
  }
  if (env.DISPLAY !== undefined && has('xset')) {
    return {
      set: async (on) => void (await ask('xset', ['dpms', 'force', on ? 'on' : 'off'])),
      read: async () => xsetState(await ask('xset', ['q'])),
    };
  }
  if (has('vcgencmd')) {
    return {
      set: async (on) => void (await ask('vcgencmd', ['display_power', on ? '1' : '0'])),
      read: async () => {
        const power = /display_power=(\d)/.exec(await ask('vcgencmd', ['display_power']))?.[1];
        return power === undefined ? undefined : power === '0' ? 'off' : 'on';
      },
    };
  }
  return undefined;
}

/** What `xset q` says of the monitor; without DPMS it says nothing, and nothing is known. */
export function xsetState(text: string): 'on' | 'off' | undefined {
  const state = /Monitor is (On|Off|in Standby|in Suspend)/.exec(text)?.[1];
  return state === undefined ? undefined : state === 'On' ? 'on' : 'off';
}

async function execute(program: string, args: string[]): Promise<string> {
  const { stdout } = await run(program, args, { timeout: TIMEOUT_MS, maxBuffer: 256 * 1024 });
  return stdout;
}

function isInPath(program: string, env: Env): boolean {
  return (env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)));
}
