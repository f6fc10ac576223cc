/** Who may import whom, and which packages each room may use. A new package or a new arrow is a decision: it is written here. */
import { builtinModules } from 'node:module';
import { describe, expect, test } from 'vitest';
import { readSources, resolveImport, type SourceFile } from './support/imports.ts';

const ROOT = new URL('..', import.meta.url).pathname;

type Room = {
  /** Paths that belong to it; the first room that matches owns the file. */
  owns: RegExp;
  /** Rooms and single doors it may reach besides itself. */
  mayImport: RegExp[];
  packages: RegExp[];
  node: boolean;
};

const PLAYLISTS = /^@palier\/playlists\//;
const TYPES_ONLY_TOOLS = [/^vite$/, /^@sveltejs\/vite-plugin-svelte$/];

const ROOMS: Record<string, Room> = {
  playlists: { owns: /^playlists\/src\//, mayImport: [], packages: [/^zod$/, /^rrule-temporal(\/|$)/], node: false },
  'playlists tools': {
    owns: /^playlists\/[^/]+\.(ts|mjs)$/,
    mayImport: [PLAYLISTS, /^playlists\/src\//],
    packages: [],
    node: true,
  },
  'kiosk build': {
    owns: /^kiosk\/(player|electron)\/vite\.config\.ts$/,
    mayImport: [],
    packages: TYPES_ONLY_TOOLS,
    node: true,
  },
  'kiosk/core': { owns: /^kiosk\/core\//, mayImport: [PLAYLISTS], packages: [/^hono(\/|$)/, /^zod$/], node: true },
  'kiosk/player': {
    owns: /^kiosk\/player\//,
    mayImport: [PLAYLISTS],
    packages: [/^svelte(\/|$)/, /^qrcode$/, /^markdown-it$/, /^d3-(scale|shape)$/, /^@fontsource-variable\//],
    node: false,
  },
  'kiosk/electron': {
    owns: /^kiosk\/electron\//,
    mayImport: [/^kiosk\/(core|launch)/],
    packages: [/^electron$/],
    node: true,
  },
  'kiosk/chromium': {
    owns: /^kiosk\/chromium\//,
    mayImport: [/^kiosk\/core\//],
    packages: [/^@hono\/node-server/, /^hono(\/|$)/, /^zod$/],
    node: true,
  },
  'kiosk launcher': {
    owns: /^kiosk\/[^/]+\.ts$/,
    mayImport: [/^kiosk\/(core|chromium|electron)\//],
    packages: [],
    node: true,
  },
  'hosted player': {
    owns: /^api\/src\/hosted-player\.ts$/,
    mayImport: [PLAYLISTS, /^@palier\/kiosk\/core/, /^api\/src\//],
    packages: [/^hono(\/|$)/],
    node: true,
  },
  api: {
    owns: /^api\//,
    mayImport: [PLAYLISTS],
    packages: [
      /^hono(\/|$)/,
      /^@hono\/(node-server|zod-validator)/,
      /^hono-openapi$/,
      /^zod$/,
      /^lowdb(\/|$)/,
      /^chokidar$/,
      /^jsonc-parser$/,
      /^pino$/,
      /^sharp$/,
      /^mediabunny$/,
      /^pg$/,
      /^tar-stream$/,
      /^aws4fetch$/,
      /^csv-parse(\/|$)/,
      /^(read|write)-excel-file(\/|$)/,
      /^@hyzyla\/pdfium(\/|$)/,
      /^nodemailer(\/|$)/,
      /^compression$/,
      /^ical-generator$/,
      /^ipaddr\.js$/,
      /^undici$/,
      /^fast-xml-parser$/,
      /^feedsmith$/,
      /^htmlparser2$/,
      /^@noble\/(ciphers|hashes)\//,
      /^@scure\/bip39(\/|$)/,
      /^@hpke\/core$/,
      /^@tus\/(server|file-store)$/,
      /^(tinyld|diff)$/,
    ],
    node: true,
  },
  'control-panel': {
    owns: /^control-panel\//,
    mayImport: [PLAYLISTS, /^@palier\/api\/client$/, /^@palier\/kiosk\/player\//],
    packages: [
      /^svelte(\/|$)/,
      /^@sveltejs\/(kit|adapter-node)/,
      /^\$app\//,
      /^#lib\//,
      /^bits-ui$/,
      /^svelte-dnd-action$/,
      /^tus-js-client$/,
      /^markdown-it$/,
      /^@noble\/hashes\//,
      /^zod$/,
      /^vite$/,
      /^@inlang\/paraglide-js/,
    ],
    node: false,
  },
};

const BUILTIN = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
const sources = readSources(ROOT, ['playlists', 'kiosk', 'api', 'control-panel']);

describe('the house', () => {
  test('every source file belongs to a room', () => {
    expect(sources.length).toBeGreaterThan(40);
    expect(sources.filter((file) => roomOf(file) === undefined).map((file) => file.path)).toEqual([]);
  });

  test.each(Object.keys(ROOMS))('%s imports only what it may', (name) => {
    const wrong = sources.filter((file) => roomOf(file)?.name === name).flatMap((file) => wrongImports(file));
    expect(wrong).toEqual([]);
  });

  test('nothing imports the tests', () => {
    const wrong = sources.filter((file) =>
      file.imports.some((specifier) => resolveImport(file.path, specifier).startsWith('tests/')),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  test('one file mounts the kiosk core in the server', () => {
    const doors = sources.filter(
      (file) => file.path.startsWith('api/') && file.imports.some((name) => name.startsWith('@palier/kiosk')),
    );
    expect(doors.map((file) => file.path)).toEqual(['api/src/hosted-player.ts']);
  });

  test('no import goes in a circle', () => {
    expect(cycles(sources)).toEqual([]);
  });

  test('no file is longer than 500 lines', () => {
    expect(sources.filter((file) => file.lines > 500).map((file) => `${file.path} (${file.lines})`)).toEqual([]);
  });

  test('the check itself sees a forbidden import', () => {
    const bad: SourceFile = {
      path: 'playlists/src/bad.ts',
      lines: 1,
      imports: ['node:fs', 'hono', '../../api/src/app.ts'],
    };
    expect(wrongImports(bad)).toHaveLength(3);
  });
});

function roomOf(file: SourceFile): { name: string; room: Room } | undefined {
  for (const [name, room] of Object.entries(ROOMS)) if (room.owns.test(file.path)) return { name, room };
  return undefined;
}

function wrongImports(file: SourceFile): string[] {
  const owner = roomOf(file);
  if (owner === undefined) return [];
  const { room } = owner;
  return file.imports
    .filter((specifier) => !allowed(file, specifier, room))
    .map((specifier) => `${file.path} imports ${specifier}`);
}

function allowed(file: SourceFile, specifier: string, room: Room): boolean {
  const target = resolveImport(file.path, specifier);
  if (BUILTIN.has(specifier)) return room.node;
  if (specifier.startsWith('.')) return room.owns.test(target) || room.mayImport.some((door) => door.test(target));
  return room.mayImport.some((door) => door.test(specifier)) || room.packages.some((name) => name.test(specifier));
}

/** Circles among relative imports, each named once by its smallest file. */
function cycles(files: readonly SourceFile[]): string[] {
  const graph = new Map(
    files.map((file) => [
      file.path,
      file.imports.filter((name) => name.startsWith('.')).map((name) => resolveImport(file.path, name)),
    ]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      found.push([...trail.slice(at), path].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
