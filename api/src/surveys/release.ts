/**
 * Moves answers from where they wait to where they are counted. A turn is closed by beginning the next one; then all
 * that the closed turn took, and all that waited before, is unsealed, put through the gate, and what must go on waiting
 * is sealed again in another order. Only then the turn's log is dropped and its key destroyed.
 *
 * Each step can be cut off and done again: `counted` says which turn is in the counts already.
 */
import { emptyResults, gate, type Gated, type WaitingAnswers } from '@palier/playlists/results-gate';
import { Answers } from '@palier/playlists/survey-question';
import { z } from 'zod';
import { isoOf, type Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { newSecret, type Random } from '../secrets.ts';
import type { SurveyRecord, SurveyResultsRecord } from '../storage/records/surveys.ts';
import type { Storage, Transaction } from '../storage/storage.ts';
import type { SurveyKeys } from './keys.ts';
import { seal, unseal } from './sealing.ts';
import { shuffleBy } from './shuffle.ts';

const Waiting = z.strictObject({ answers: Answers, site: z.string().optional() });
const Sealed = z.strictObject({
  answers: z.array(Waiting),
  comments: z.record(z.string(), z.array(z.string())),
});
type Sealed = z.infer<typeof Sealed>;

const PAGE = 5_000;

export type ReleaseDeps = { storage: Storage; keys: SurveyKeys; clock: Clock; random: Random; log: Log };
export type Releaser = ReturnType<typeof createReleaser>;

/** The stream of a turn's answers. */
export const turnStream = (survey: string, turn: number) => `${survey}.${turn}`;
export const commentStream = (survey: string, question: string) => `${survey}.${question}`;

/** What the gate goes by: the thresholds of today, the cuts of the day of publication. */
export function gatedOf({ survey, publishedCuts }: SurveyRecord): Gated {
  return { ...survey, cuts: publishedCuts };
}

export function createReleaser({ storage, keys, clock, random, log }: ReleaseDeps) {
  const shuffle = shuffleBy(random);
  const running = new Map<string, Promise<boolean>>();

  /** Answers whether anything moved. */
  async function release(record: SurveyRecord, closing: boolean): Promise<boolean> {
    const { id } = record;
    const turn = (await storage.get('surveyTurns', id))?.turn;
    const results = await storage.get('surveyResults', id);
    if (turn === undefined || results === undefined) return false;
    const closed = results.counted + 1;
    const came = await storage.countLog('surveyBuffer', turnStream(id, closed));
    const worthIt = came >= record.survey.thresholds.figures || (closing && (came > 0 || results.waiting));
    // A turn that was closed before a crash is counted first, however few it took.
    if (turn === closed && !worthIt) return false;
    if (turn === closed) {
      await keys.ensure(id, turn + 1);
      await storage.transact((tx) => tx.put('surveyTurns', { id, turn: turn + 1 }));
    }
    const moved = await count(record, results, closing);
    await storage.dropLog('surveyBuffer', turnStream(id, closed));
    await keys.destroyUpTo(id, closed);
    return moved;
  }

  async function count(record: SurveyRecord, results: SurveyResultsRecord, closing: boolean): Promise<boolean> {
    const { id } = record;
    const closed = results.counted + 1;
    const [oldKey, newKey] = [await keys.turn(id, closed), await keys.turn(id, closed + 1)];
    if (newKey === undefined) throw new Error('the key of the turn that follows is missing');
    const held = waitingBefore(results, oldKey);
    const came = await answersOf(id, closed, oldKey);
    if (held === undefined || came.includes(undefined))
      log.warn('answers that waited cannot be read: their key is in no backup', { survey: id });
    const before = { ...results.state, comments: held?.comments ?? {} };
    const waiting = shuffle([...(held?.answers ?? []), ...came.filter((one) => one !== undefined)]);
    const moved = gate.release(before, waiting, gatedOf(record), { closing, shuffle });
    const rest: Sealed = { answers: moved.waiting, comments: moved.state.comments };
    const isWaiting = rest.answers.length > 0 || Object.values(rest.comments).some((texts) => texts.length > 0);
    const after: SurveyResultsRecord = {
      id,
      state: { ...moved.state, comments: {} },
      counted: closed,
      sealed: seal(JSON.stringify(rest), newKey, random),
      waiting: isWaiting,
      on: isoOf(clock.now()).slice(0, 10),
    };
    await storage.transact(async (tx) => {
      // Another process may have counted this turn meanwhile.
      if ((await tx.get('surveyResults', id))?.counted !== results.counted) return;
      await tx.put('surveyResults', after);
      await putComments(tx, id, moved.comments);
    });
    return moved.state.released !== results.state.released || Object.keys(moved.comments).length > 0;
  }

  async function putComments(tx: Transaction, id: string, comments: Record<string, string[]>): Promise<void> {
    for (const [question, texts] of Object.entries(comments))
      for (const text of texts)
        await tx.append('surveyComments', commentStream(id, question), newSecret(random), { text });
  }

  /** Undefined for what the key does not open. */
  async function answersOf(id: string, turn: number, key: Buffer | undefined): Promise<(WaitingAnswers | undefined)[]> {
    const stream = turnStream(id, turn);
    const answers: (WaitingAnswers | undefined)[] = [];
    for (let after = 0; ;) {
      const page = await storage.readLog('surveyBuffer', stream, after, PAGE);
      for (const { record } of page) {
        const text = unseal(record.sealed, key);
        // They were judged when they came.
        answers.push(text === undefined ? undefined : JSON.parse(text));
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return answers;
      after = last.position;
    }
  }

  return {
    /** Counts what may be counted; one run a survey at a time. `closing`: for the last time. */
    async run(record: SurveyRecord, closing: boolean): Promise<boolean> {
      const before = running.get(record.id);
      const run = (before ?? Promise.resolve(false)).then(
        () => release(record, closing),
        () => release(record, closing),
      );
      running.set(record.id, run);
      try {
        return await run;
      } finally {
        if (running.get(record.id) === run) running.delete(record.id);
      }
    },
    /** Resolves when none runs. */
    async idle(): Promise<void> {
      await Promise.allSettled(running.values());
    },
  };
}

/** Undefined when the key does not open it. */
function waitingBefore(results: SurveyResultsRecord, key: Buffer | undefined): Sealed | undefined {
  if (!results.waiting) return { answers: [], comments: {} };
  const text = unseal(results.sealed, key);
  return text === undefined ? undefined : Sealed.parse(JSON.parse(text));
}

/** The counts of a survey that begins. */
export function firstResults(id: SurveyRecord['id'], on: string): SurveyResultsRecord {
  return { id, state: emptyResults(), counted: 0, sealed: '', waiting: false, on };
}
