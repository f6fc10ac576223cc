/** Reads the sources' import statements as text: what the architecture test judges. It resolves nothing by running it. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export type SourceFile = { path: string; lines: number; imports: string[] };

const SOURCE = /\.(?:ts|mjs|js|svelte)$/;
const SKIPPED = new Set([
  'node_modules',
  'dist',
  'build',
  '.svelte-kit',
  '.svelte-check',
  'paraglide',
  'data',
  'test-results',
  '.git',
  '.vitest',
]);
const IMPORT =
  /(?:^|[\s;])(?:import|export)\s(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Every source file below `folders`, paths relative to `root` with forward slashes. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) => [...walk(join(root, folder))]).map((path) => readSource(root, path));
}

function readSource(root: string, path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const imports = [...text.matchAll(IMPORT)].flatMap((match) => match[1] ?? match[2] ?? []);
  return { path: relative(root, path).replaceAll('\\', '/'), lines: text.split('\n').length, imports };
}

/** A relative import as a path below the root; anything else unchanged. */
export function resolveImport(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return relative('/', resolve('/', dirname(from), specifier)).replaceAll('\\', '/');
}

function* walk(folder: string): Generator<string> {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (SOURCE.test(entry.name)) yield path;
  }
}
