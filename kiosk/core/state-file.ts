/**
 * A small state file with a checksum and its predecessor: a damaged file is never believed, the one before it is.
 * Format: a head line `palier 1 <sha256 of the rest>`, then JSON.
 */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Log } from './deps.ts';
import type { Disk } from './disk.ts';

export type StateFile<T> = {
  read(): Promise<T | undefined>;
  write(value: T): Promise<void>;
  clear(): Promise<void>;
};

export function createStateFile<S extends z.ZodType>(options: {
  disk: Disk;
  log: Log;
  name: string;
  schema: S;
  secret?: boolean;
}): StateFile<z.infer<S>> {
  const { disk, log, name, schema } = options;
  const previous = `${name}.previous`;
  let currentIsGood = false;

  async function readOne(file: string): Promise<z.infer<S> | undefined> {
    const bytes = await disk.read(file);
    if (bytes === undefined) return undefined;
    const parsed = parse(new TextDecoder().decode(bytes), schema);
    if (parsed === undefined) log.warn('a state file is damaged and was not used', { file });
    return parsed;
  }

  return {
    async read() {
      const current = await readOne(name);
      currentIsGood = current !== undefined;
      return current ?? (await readOne(previous));
    },
    async write(value) {
      const body = JSON.stringify(value);
      if (currentIsGood && (await disk.size(name)) !== undefined) await disk.rename(name, previous);
      await disk.replace(name, new TextEncoder().encode(`palier 1 ${digest(body)}\n${body}`), {
        secret: options.secret ?? false,
      });
      currentIsGood = true;
    },
    async clear() {
      await disk.remove(name);
      await disk.remove(previous);
      currentIsGood = false;
    },
  };
}

function parse<S extends z.ZodType>(text: string, schema: S): z.infer<S> | undefined {
  const headEnd = text.indexOf('\n');
  const body = text.slice(headEnd + 1);
  if (headEnd < 0 || text.slice(0, headEnd) !== `palier 1 ${digest(body)}`) return undefined;
  const result = schema.safeParse(JSON.parse(body));
  return result.success ? result.data : undefined;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
