/**
 * What screens show of surveys, brought up to date now and then: participation in steps, figures as released. A change
 * here is a change of content for every screen that shows it, so it comes at most every few seconds, and after a wait of
 * random length: nobody who stands there can tell whose answer moved a number.
 */
import { randomInt } from 'node:crypto';
import { takesAnswers, type Survey } from '@palier/playlists/survey';
import type { Clock } from '../clock.ts';
import { reasonOf, type Log } from '../log.ts';
import type { SurveyFaceRecord, SurveyRecord } from '../storage/records/surveys.ts';
import type { Storage } from '../storage/storage.ts';
import type { Results } from './results.ts';
import { figuresSeen, participationOf } from './seen.ts';

/** A wait is at least this long and at most twice this: far below two updates a second. */
export const FACE_WAIT_MS = 4_000;

/** Whether people can answer at an instant (epoch milliseconds). */
export function stateOf(survey: Survey, atMs: number): SurveyFaceRecord['state'] {
  if (survey.state === 'published' && takesAnswers(survey, atMs)) return 'open';
  const { opensAt } = survey.opening;
  return survey.state !== 'closed' && opensAt !== undefined && atMs < Date.parse(opensAt) ? 'soon' : 'closed';
}

export type Faces = ReturnType<typeof createFaces>;

export function createFaces(deps: { storage: Storage; results: Results; clock: Clock; log: Log }) {
  const { storage, results, clock, log } = deps;
  const waiting = new Map<string, () => void>();
  const running = new Set<Promise<void>>();

  async function update(id: string): Promise<void> {
    const record = await storage.get('surveys', id);
    if (record === undefined || record.survey.state === 'draft') return;
    await updateOf(record);
  }

  async function updateOf(record: SurveyRecord): Promise<void> {
    const counted = await results.resultsOf(record);
    const before = await storage.get('surveyFaces', record.id);
    if (counted === undefined) return;
    const seen = figuresSeen(record, counted);
    const { answers: participation } = participationOf(record.survey, await storage.countLog('surveySeen', record.id));
    // Marks are gone once a survey is settled; what was told last stays.
    const told = record.settled ? before?.participation : participation;
    const face = {
      id: record.id,
      state: stateOf(record.survey, clock.now()),
      participation: told,
      answers: seen.answers,
      figures: seen.figures,
      on: counted.on,
    };
    if (JSON.stringify(face) === JSON.stringify(before)) return;
    await storage.transact((tx) => tx.put('surveyFaces', face));
  }

  return {
    update: updateOf,
    /** Something changed: the screens learn of it in a while. */
    ask(id: string): void {
      if (waiting.has(id)) return;
      const cancel = clock.after(FACE_WAIT_MS + randomInt(FACE_WAIT_MS), () => {
        waiting.delete(id);
        const run = update(id)
          .catch((error: unknown) =>
            log.warn('what screens show of a survey is behind', { survey: id, reason: reasonOf(error) }),
          )
          .finally(() => running.delete(run));
        running.add(run);
      });
      waiting.set(id, cancel);
    },
    /** Resolves when none is being written. */
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
    async stop(): Promise<void> {
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
      await Promise.all(running);
    },
  };
}
