/** The lockfile serves every platform and names no host: `npm ci` refuses a clone whose lockfile lost our own tools' binaries. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Locked = { optionalDependencies?: Record<string, string>; resolved?: string };
const lock: { packages: Record<string, Locked> } = JSON.parse(
  readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
);

/** Published for fewer platforms than they name themselves; npm accepts these as they are. */
const INCOMPLETE = new Set(['node_modules/@lix-js/sdk', 'node_modules/@bytecodealliance/jco-node-fs']);

test('every optional package that a locked one names is locked too', () => {
  const named = Object.entries(lock.packages).filter(([path]) => !INCOMPLETE.has(path));
  const lost = named.flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(
        (name) => !(`node_modules/${name}` in lock.packages) && !(`${path}/node_modules/${name}` in lock.packages),
      )
      .map((name) => `${path} needs ${name}`),
  );
  // To mend: copy all package.json files to an empty folder, `npm install --package-lock-only` there, copy the lockfile back.
  expect(lost).toEqual([]);
});

test('no download address is in it', () => {
  const named = Object.values(lock.packages).filter(({ resolved }) => resolved?.includes('://') === true);
  expect(named).toEqual([]);
});
