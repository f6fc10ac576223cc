/**
 * The keys of each survey: one that hashes marks until the survey closes, and one a turn that seals answers while they
 * wait. They stand outside the store, in `DATA_DIR/survey-keys`, so that neither its journal nor a backup ever holds
 * them; where several processes share a database there is no such place, and they are a document of it.
 *
 * A key that is destroyed is gone from memory and from the folder. No program can promise that a disk keeps no old block.
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SurveyId } from '@palier/playlists/survey';
import type { Random } from '../secrets.ts';
import { errorCode, nodeDisk } from '../storage/disk.ts';
import { TEMPORARY, writeFileDurably } from '../storage/durable-file.ts';
import type { Storage } from '../storage/storage.ts';

const Keys = z.record(z.string(), z.string());
type Keys = z.infer<typeof Keys>;
type Place = {
  read(survey: string): Promise<Keys | undefined>;
  /** Changes them as nobody else does meanwhile; `change` may run again, and answers the same object for no change. */
  update(survey: string, change: (keys: Keys) => Keys): Promise<void>;
  remove(survey: string): Promise<void>;
};

const KEY_BYTES = 32;
const MARKS = 'marks';
const turnName = (turn: number) => `turn ${turn}`;

export type SurveyKeys = ReturnType<typeof createSurveyKeys>;

export function createSurveyKeys({ place, random }: { place: Place; random: Random }) {
  const newKey = () => Buffer.from(random(KEY_BYTES)).toString('base64');
  const bufferOf = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text, 'base64'));
  return {
    /** Undefined once the survey is settled, or after a restore: backups hold no keys. */
    marks: async (survey: string) => bufferOf((await place.read(survey))?.[MARKS]),
    turn: async (survey: string, turn: number) => bufferOf((await place.read(survey))?.[turnName(turn)]),
    /** Makes the keys of a turn where there are none; they are durable when it answers. */
    async ensure(survey: string, turn: number): Promise<void> {
      const name = turnName(turn);
      const present = await place.read(survey);
      if (present?.[name] !== undefined && present[MARKS] !== undefined) return;
      await place.update(survey, (keys) => ({ [MARKS]: newKey(), [name]: newKey(), ...keys }));
    },
    /** Destroys the keys of all turns up to this one. */
    async destroyUpTo(survey: string, turn: number): Promise<void> {
      await place.update(survey, (keys) => {
        const kept = Object.entries(keys).filter(([name]) => name === MARKS || Number(name.slice(5)) > turn);
        return kept.length < Object.keys(keys).length ? Object.fromEntries(kept) : keys;
      });
    },
    /** Destroys every key of the survey. */
    destroy: (survey: string) => place.remove(survey),
  };
}

/** One small file a survey. This process alone writes them, one after the other, so what it holds in memory is what they say. */
export function keysInFiles(folder: string): Place {
  const held = new Map<string, Keys>();
  let turn: Promise<unknown> = Promise.resolve();
  const pathOf = (survey: string) => join(folder, `${SurveyId.parse(survey)}.json`);

  async function read(survey: string): Promise<Keys | undefined> {
    const known = held.get(survey);
    if (known !== undefined) return known;
    try {
      const keys = Keys.parse(JSON.parse(await readFile(pathOf(survey), 'utf8')));
      held.set(survey, keys);
      return keys;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  async function write(survey: string, keys: Keys): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // What a crash left behind may hold a key that was to be destroyed.
    for (const name of await readdir(folder)) if (TEMPORARY.test(name)) await rm(join(folder, name), { force: true });
    await writeFileDurably(pathOf(survey), JSON.stringify(keys));
    held.set(survey, keys);
  }

  function alone<T>(work: () => Promise<T>): Promise<T> {
    const run = turn.then(work);
    turn = run.catch(() => undefined);
    return run;
  }

  return {
    read,
    update: (survey, change) =>
      alone(async () => {
        const keys = (await read(survey)) ?? {};
        const changed = change(keys);
        if (changed !== keys) await write(survey, changed);
      }),
    remove: (survey) =>
      alone(async () => {
        held.delete(survey);
        await rm(pathOf(survey), { force: true });
        await nodeDisk.syncDirectory(folder).catch((error: unknown) => {
          if (errorCode(error) !== 'ENOENT') throw error;
        });
      }),
  };
}

export function keysInStore(storage: Storage): Place {
  return {
    async read(survey) {
      return (await storage.get('surveyKeys', survey))?.keys;
    },
    async update(survey, change) {
      const id = SurveyId.parse(survey);
      await storage.transact(async (tx) => {
        const keys = (await tx.get('surveyKeys', id))?.keys ?? {};
        const changed = change(keys);
        if (changed !== keys) await tx.put('surveyKeys', { id, keys: changed });
      });
    },
    async remove(survey) {
      await storage.transact((tx) => tx.remove('surveyKeys', survey));
    },
  };
}
