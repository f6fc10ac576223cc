/** Finds Electron's binary without ever loading its package, which would try to fetch the binary from outside. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type ElectronLook = {
  /** Folder of the package; absent when it is not installed. */
  packageDir: string | undefined;
  env: Record<string, string | undefined>;
  exists: (path: string) => boolean;
  read: (path: string) => string;
};

/** Path of the binary, or undefined. */
export function findElectron(look: ElectronLook = here()): string | undefined {
  const { packageDir, env, exists, read } = look;
  if (packageDir === undefined) return undefined;
  const note = join(packageDir, 'path.txt');
  const relative = exists(note) ? read(note).trim() : undefined;
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  const path =
    override !== undefined && override !== ''
      ? join(override, relative ?? 'electron')
      : relative === undefined
        ? undefined
        : join(packageDir, 'dist', relative);
  return path !== undefined && exists(path) ? path : undefined;
}

function here(): ElectronLook {
  const look = { env: process.env, exists: existsSync, read: (path: string) => readFileSync(path, 'utf8') };
  try {
    return { ...look, packageDir: dirname(createRequire(import.meta.url).resolve('electron/package.json')) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')
      return { ...look, packageDir: undefined };
    throw error;
  }
}
