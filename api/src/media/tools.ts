/**
 * Programs of the machine that help with files where they are installed: ffmpeg for films, LibreOffice for office
 * documents. Each run is bounded in time, low in priority, knows no secrets, and is ended with all that it started.
 */
import { spawn } from 'node:child_process';
import { access, constants as modes } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { delimiter, join } from 'node:path';

export type ToolName = 'ffmpeg' | 'soffice';
export type Ran = { ok: true } | { ok: false; why: string };
export type RunTool = {
  tool: ToolName;
  args: readonly string[];
  cwd: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  online?: (line: string) => void;
};

const MAX_LINE_CHARS = 2_000;

export function createTools(deps: { path: string }) {
  const places = new Map<ToolName, Promise<string | undefined>>();
  /** Looked for once: who installs a program starts the server anew. */
  function placeOf(tool: ToolName): Promise<string | undefined> {
    const known = places.get(tool) ?? find(tool, deps.path);
    places.set(tool, known);
    return known;
  }
  return {
    has: async (tool: ToolName): Promise<boolean> => (await placeOf(tool)) !== undefined,
    async run({ tool, args, cwd, timeoutMs, signal, online }: RunTool): Promise<Ran> {
      const program = await placeOf(tool);
      if (program === undefined) return { ok: false, why: `${tool} is not installed` };
      return await runProgram({ program, args, cwd, path: deps.path, timeoutMs, signal, online });
    },
  };
}
export type Tools = ReturnType<typeof createTools>;

type Program = Omit<RunTool, 'tool' | 'online'> & {
  program: string;
  path: string;
  online: RunTool['online'] | undefined;
};

function runProgram({ program, args, cwd, path, timeoutMs, signal, online }: Program): Promise<Ran> {
  return new Promise((resolve) => {
    // A group of its own: LibreOffice starts others, which must not outlive it.
    const child = spawn(program, args, {
      cwd,
      env: { PATH: path, HOME: cwd, TMPDIR: cwd, LANG: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    let why = '';
    const kill = (reason: string) => {
      why = reason;
      killGroup(child.pid);
    };
    const timer = setTimeout(() => kill('it took too long'), timeoutMs);
    const onabort = () => kill('cancelled');
    signal?.addEventListener('abort', onabort);
    if (signal?.aborted === true) onabort();
    let last = '';
    const lines = (chunk: Buffer) => {
      for (const line of chunk
        .toString('utf8')
        .slice(0, 64_000)
        .split(/[\r\n]+/)) {
        if (line.trim() === '') continue;
        last = line.slice(0, MAX_LINE_CHARS);
        online?.(last);
      }
    };
    child.stdout.on('data', lines);
    child.stderr.on('data', lines);
    const end = (ran: Ran) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onabort);
      resolve(ran);
    };
    child.once('error', (error) => end({ ok: false, why: error.message }));
    child.once('close', (code) =>
      end(code === 0 && why === '' ? { ok: true } : { ok: false, why: why || last || `it ended with ${code}` }),
    );
    if (child.pid !== undefined) lower(child.pid);
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    // It has ended already.
    if (!(error instanceof Error)) throw error;
  }
}

function lower(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch (error) {
    // It has ended already.
    if (!(error instanceof Error)) throw error;
  }
}

async function find(tool: ToolName, path: string): Promise<string | undefined> {
  const names = process.platform === 'win32' ? [`${tool}.exe`, `${tool}.com`] : [tool];
  for (const folder of path.split(delimiter).filter((one) => one !== '')) {
    for (const name of names) {
      const place = join(folder, name);
      if (await isProgram(place)) return place;
    }
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, modes.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}
