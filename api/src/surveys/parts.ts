/** Everything about surveys, wired together once for a server. */
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { ContentReader } from '../content.ts';
import type { Jobs } from '../jobs.ts';
import { createLimiter } from '../limiter.ts';
import type { Log } from '../log.ts';
import type { Mail } from '../mail/mail.ts';
import type { Random } from '../secrets.ts';
import type { Storage } from '../storage/storage.ts';
import { createActions } from './actions.ts';
import { createTaker } from './answers.ts';
import { createBlindKeys } from './blind.ts';
import { createCodes } from './codes.ts';
import { createFaces } from './faces.ts';
import { createSurveyKeys, keysInFiles, keysInStore } from './keys.ts';
import { createLifecycle, SURVEYS_EVERY_MS } from './lifecycle.ts';
import { createLoop } from './loop.ts';
import { createPresence } from './presence.ts';
import { createReleaser } from './release.ts';
import { createResults } from './results.ts';
import { createSurveys } from './surveys.ts';

export type SurveyPartsDeps = {
  storage: Storage;
  /** Whether other processes use the same store: keys then have no other place than the store. */
  isShared: boolean;
  dataDir: string;
  content: ContentReader;
  clock: Clock;
  log: Log;
  random: Random;
  mail: Mail;
  jobs: Jobs;
  publicUrl: () => string;
};
export type SurveyParts = ReturnType<typeof createSurveyParts>;

export function createSurveyParts(deps: SurveyPartsDeps) {
  const { storage, content, clock, log, random, mail, publicUrl } = deps;
  const place = deps.isShared ? keysInStore(storage) : keysInFiles(join(deps.dataDir, 'survey-keys'));
  const keys = createSurveyKeys({ place, random });
  const surveys = createSurveys({ storage, keys, clock, random });
  const results = createResults({ storage });
  const presence = createPresence({ storage, content, clock, random });
  const releaser = createReleaser({ storage, keys, clock, random, log });
  const faces = createFaces({ storage, results, clock, log });
  const lifecycle = createLifecycle({ storage, surveys, releaser, faces, keys, mail, clock, log, publicUrl });
  return {
    ...surveys,
    take: createTaker({ storage, keys, presence, content, clock, random }),
    results,
    presence,
    faces,
    lifecycle,
    codes: createCodes({ storage, random }),
    loop: createLoop({ storage, clock }),
    actions: createActions({ storage, clock, random }),
    blindKey: createBlindKeys(clock, random),
    /** Wrong codes and unknown addresses: each costs the one behind it time, and nobody else in the house. */
    wrongTries: createLimiter(clock, { free: 60, firstWaitMs: 500, maxWaitMs: 10_000, forgetMs: 5 * 60_000 }),
    async start(): Promise<void> {
      await presence.load();
      await lifecycle.lookAtAll();
      await deps.jobs.schedule('surveys', { everyMs: SURVEYS_EVERY_MS }, () => lifecycle.lookAtAll());
    },
    async stop(): Promise<void> {
      await lifecycle.stop();
      await faces.stop();
    },
  };
}
