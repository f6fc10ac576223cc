/** Child processes for the tests: started with their output kept, waited for by a line they print, never left behind. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

export type Running = {
  child: ChildProcess;
  output(): string;
  /** Resolves with the match once the output has it; rejects when the process ends first or time is up. */
  printed(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray>;
  /** Ends it by the signal and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
};

const ROOT = new URL('../..', import.meta.url).pathname;
const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Runs a source of the project with the Node that runs the tests. */
export function runSource(path: string, args: readonly string[], env: Record<string, string>): Running {
  const child = spawn(process.execPath, [path, ...args], {
    cwd: ROOT,
    env: { ...process.env, LANG: 'en_GB.UTF-8', LC_ALL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let text = '';
  const waiting = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    text += chunk.toString();
    for (const check of waiting) check();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  void gone.then(() => {
    running.delete(child);
    for (const check of waiting) check();
  });

  const printed = (pattern: RegExp, timeoutMs = 20_000) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      const timer = setTimeout(
        () => finish(() => reject(new Error(`${path} did not print ${pattern}:\n${text}`))),
        timeoutMs,
      );
      const finish = (act: () => void) => {
        clearTimeout(timer);
        waiting.delete(check);
        act();
      };
      const check = () => {
        const match = text.match(pattern);
        if (match !== null) finish(() => resolve(match));
        else if (child.exitCode !== null || child.signalCode !== null) {
          finish(() => reject(new Error(`${path} ended without printing ${pattern}:\n${text}`)));
        }
      };
      waiting.add(check);
      check();
    });

  return {
    child,
    output: () => text,
    printed,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await gone;
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
