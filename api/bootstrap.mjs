/**
 * Makes a fresh clone runnable with nothing but npm and the Node that is there (20 or newer): installs what the
 * lockfile names, builds what is missing or old, and finds the Node that runs the sources. Plain JavaScript on
 * purpose: this is the one part that an older Node has to read. It must not import any package.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const MIN_NODE_MAJOR = 26;
const WINDOWS = process.platform === 'win32';

/** What is built, and which folders and files its output depends on. */
const BUILDS = [
  {
    name: 'kiosk',
    output: 'kiosk/player/dist/index.html',
    inputs: [
      'kiosk/player',
      'kiosk/electron',
      'kiosk/core',
      'kiosk/package.json',
      'playlists/src',
      'package-lock.json',
    ],
  },
  {
    name: 'control-panel',
    output: 'control-panel/build/handler.js',
    inputs: ['control-panel', 'kiosk/player/src', 'api/src/client.ts', 'playlists/src', 'package-lock.json'],
  },
];
const NOT_INPUT = new Set(['node_modules', 'dist', 'build', '.svelte-kit', 'paraglide', '.palier-build']);

/** Installs when the lockfile and what is installed differ. Answers whether it had to. */
export function ensureInstalled() {
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  const stamp = join(ROOT, 'node_modules', '.palier-install');
  const lock = join(ROOT, 'package-lock.json');
  const digest = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (existsSync(installed)) {
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return false;
    // Installed by hand since the lockfile was last written: believe it.
    if (!existsSync(stamp) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) {
      writeFileSync(stamp, digest);
      return false;
    }
  }
  say('Installing the packages (once, about a minute)…', 'Installation des paquets (une fois, environ une minute)…');
  npm(['ci', '--loglevel=error', '--no-audit', '--no-fund']);
  writeFileSync(stamp, digest);
  return true;
}

/** Builds the player and the panel where sources are newer than the last build. Answers the names built. */
export function ensureBuilt() {
  const built = [];
  for (const build of BUILDS) {
    const stamp = join(ROOT, dirname(build.output), '.palier-build');
    const signature = signatureOf(build.inputs);
    const current =
      existsSync(join(ROOT, build.output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === signature;
    if (current) continue;
    say(`Building ${build.name}…`, `Construction de ${build.name}…`);
    npm(['run', '--silent', '--workspace', build.name, 'build']);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, signatureOf(build.inputs));
    built.push(build.name);
  }
  return built;
}

/** The path of a Node new enough to run the sources as they are. */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= MIN_NODE_MAJOR) return process.execPath;
  const names = [
    `node-${WINDOWS ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  for (const name of names) {
    const path = join(ROOT, 'node_modules', name, 'bin', WINDOWS ? 'node.exe' : 'node');
    if (existsSync(path)) return path;
  }
  throw new Error(
    `Palier needs Node ${MIN_NODE_MAJOR} and npm ships none for ${process.platform}-${process.arch}: install Node ${MIN_NODE_MAJOR} or newer and try again.`,
  );
}

/** The environment in which `node` means the Node that runs the sources. */
export function nodeEnvironment() {
  const separator = WINDOWS ? ';' : ':';
  return {
    ...process.env,
    PATH: [dirname(findNode()), join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(separator),
  };
}

/** Prints one line, in French where the machine speaks French. */
export function say(english, french) {
  const language = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '';
  console.log(/^fr/i.test(language) ? french : english);
}

function npm(args) {
  const run = spawnSync(WINDOWS ? 'npm.cmd' : 'npm', args, { cwd: ROOT, stdio: 'inherit', shell: WINDOWS });
  if (run.status !== 0)
    throw new Error(`npm ${args.join(' ')} failed (${run.error?.message ?? `exit code ${run.status}`}).`);
}

/** A digest of path, size and time of change of every input: cheap enough for each start. */
function signatureOf(inputs) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const entry = statSync(join(ROOT, path), { throwIfNoEntry: false });
    if (entry === undefined) return;
    if (!entry.isDirectory()) return void hash.update(`${path}\0${entry.size}\0${entry.mtimeMs}\n`);
    for (const name of readdirSync(join(ROOT, path)).sort()) if (!NOT_INPUT.has(name)) visit(join(path, name));
  };
  for (const input of inputs) visit(input);
  return hash.digest('hex');
}
