/**
 * Surveys from draft to decision: written, published (from then on what protects people is only raised), closed, and run
 * again when they are a pulse. Never touches an answer; those are in `answers.ts` and `release.ts`.
 */
import { PULSE_DAYS, SurveyId, CODE_ALPHABET, type Survey, type SurveyContent } from '@palier/playlists/survey';
import {
  checkSurvey,
  contentOf,
  frozenFaults,
  type FrozenFault,
  type SurveyFinding,
} from '@palier/playlists/survey-publish';
import { inLanguage } from '@palier/playlists/in-language';
import { isoOf, type Clock } from '../clock.ts';
import { idFrom, randomText, type Random } from '../secrets.ts';
import type { SurveyRecord } from '../storage/records/surveys.ts';
import type { Storage, Transaction } from '../storage/storage.ts';
import { isRefused } from '../storage/storage.ts';
import type { SurveyKeys } from './keys.ts';
import { stateOf } from './faces.ts';
import { firstResults } from './release.ts';

/** The most surveys that are kept, all runs of pulses included. */
export const MAX_SURVEYS = 1_000;
const CODE_LENGTH = 6;
const DAY_MS = 24 * 3600_000;

export type Changed =
  | { changed: SurveyRecord }
  | { refused: 'absent' | 'state' | 'full' | 'stale' }
  | { refused: 'frozen'; faults: FrozenFault[] }
  | { refused: 'findings'; findings: SurveyFinding[] };

export type SurveysDeps = { storage: Storage; keys: SurveyKeys; clock: Clock; random: Random };
export type Surveys = ReturnType<typeof createSurveys>;

/** The first run of a pulse ends after its days too: the next one waits for that. */
function openingOf({ opening, pulse }: SurveyContent, nowMs: number): SurveyContent['opening'] {
  if (pulse === undefined || opening.closesAt !== undefined) return opening;
  const startMs = opening.opensAt === undefined ? nowMs : Date.parse(opening.opensAt);
  return { ...opening, closesAt: isoOf(startMs + pulse.openDays * DAY_MS) };
}

export function createSurveys({ storage, keys, clock, random }: SurveysDeps) {
  const today = () => isoOf(clock.now()).slice(0, 10);

  async function change(
    id: string,
    work: (tx: Transaction, record: SurveyRecord) => Promise<Changed>,
  ): Promise<Changed> {
    const outcome = await storage.transact(async (tx): Promise<Changed> => {
      const record = await tx.get('surveys', id);
      return record === undefined ? { refused: 'absent' } : work(tx, record);
    });
    if (isRefused(outcome)) throw new Error('a survey changed into another one');
    return outcome;
  }

  async function put(tx: Transaction, record: SurveyRecord): Promise<Changed> {
    const changed = { ...record, revision: record.revision + 1 };
    await tx.put('surveys', changed);
    return { changed };
  }

  /** A new record; a run of a pulse keeps the series' code. */
  function recordOf(content: SurveyContent, owner: string, before?: Survey): SurveyRecord {
    const name = inLanguage(content.title, 'fr');
    const id = SurveyId.parse(idFrom(name, random));
    const survey: Survey = {
      ...content,
      id,
      state: 'draft',
      code: before?.code ?? randomText(random, CODE_ALPHABET, CODE_LENGTH),
      series: before?.series ?? id,
      run: before === undefined ? 1 : before.run + 1,
      owner,
      createdOn: today(),
    };
    return { id, survey, publishedCuts: [], revision: 1, codesMade: 0, reminded: false, settled: false };
  }

  async function add(record: SurveyRecord): Promise<SurveyRecord | 'full'> {
    const outcome = await storage.transact(async (tx) => {
      if ((await tx.all('surveys')).length >= MAX_SURVEYS) return 'full' as const;
      await tx.put('surveys', record);
      return record;
    });
    if (isRefused(outcome))
      return add({ ...record, survey: { ...record.survey, code: randomText(random, CODE_ALPHABET, CODE_LENGTH) } });
    return outcome;
  }

  async function publish(id: string): Promise<Changed> {
    // Before anything says that answers are taken, there are keys to seal them.
    await keys.ensure(id, 1);
    return change(id, async (tx, record) => {
      if (record.survey.state !== 'draft') return { refused: 'state' };
      const findings = checkSurvey(contentOf(record.survey)).filter(({ level }) => level === 'error');
      if (findings.length > 0) return { refused: 'findings', findings };
      await tx.put('surveyTurns', { id: record.id, turn: 1 });
      await tx.put('surveyResults', firstResults(record.id, today()));
      const survey: Survey = {
        ...record.survey,
        opening: openingOf(record.survey, clock.now()),
        state: 'published',
        publishedAt: isoOf(clock.now()),
      };
      await tx.put('surveyFaces', { id: record.id, state: stateOf(survey, clock.now()), figures: [] });
      return put(tx, { ...record, survey, publishedCuts: survey.cuts });
    });
  }

  return {
    add: (content: SurveyContent, owner: string) => add(recordOf(content, owner)),
    /** A draft with the same questions that is compared with the runs before; it keeps their code. */
    async addRun(last: SurveyRecord, owner: string): Promise<SurveyRecord | 'full'> {
      const runs = (await storage.find('surveys', 'series', last.survey.series)).map(({ survey }) => survey.run);
      const before = { ...last.survey, run: Math.max(...runs) };
      return add(recordOf({ ...contentOf(last.survey), opening: {} }, owner, before));
    },
    /** A draft takes any change; what is published only what protects no less. */
    write: (id: string, content: SurveyContent, revision: number) =>
      change(id, async (tx, record) => {
        if (record.revision !== revision) return { refused: 'stale' };
        const faults = frozenFaults(record.survey, content);
        if (faults.length > 0) return { refused: 'frozen', faults };
        const survey: Survey = { ...record.survey, ...content };
        if (record.survey.state !== 'draft') {
          const findings = checkSurvey(content).filter(({ level }) => level === 'error');
          if (findings.length > 0) return { refused: 'findings', findings };
        }
        return put(tx, { ...record, survey });
      }),
    publish,
    close: (id: string) =>
      change(id, async (tx, record) => {
        if (record.survey.state !== 'published') return { refused: 'state' };
        return put(tx, { ...record, survey: { ...record.survey, state: 'closed', closedAt: isoOf(clock.now()) } });
      }),
    note: (id: string, facts: Partial<Pick<SurveyRecord, 'reminded' | 'settled'>>) =>
      change(id, (tx, record) => put(tx, { ...record, ...facts })),
    /** Drops what a mode that was raised no longer allows to be kept. */
    async forgetNames(id: string): Promise<void> {
      await storage.dropLog('surveyTookPart', id);
    },
    /** The next run of a pulse that has closed, published at once when it is due. */
    async runAgain(record: SurveyRecord): Promise<SurveyRecord | undefined> {
      const { pulse, publishedAt, opening } = record.survey;
      if (pulse === undefined || publishedAt === undefined) return undefined;
      const opensMs = Date.parse(opening.opensAt ?? publishedAt) + PULSE_DAYS[pulse.every] * DAY_MS;
      const runs = (await storage.find('surveys', 'series', record.survey.series)).map(({ survey }) => survey.run);
      if (clock.now() < opensMs || Math.max(...runs) > record.survey.run) return undefined;
      // Late by more than a run: the next one begins today.
      const startMs = clock.now() - opensMs < PULSE_DAYS[pulse.every] * DAY_MS ? opensMs : clock.now();
      const content: SurveyContent = {
        ...contentOf(record.survey),
        opening: {
          opensAt: isoOf(startMs),
          closesAt: isoOf(startMs + pulse.openDays * DAY_MS),
          closesAfter: opening.closesAfter,
        },
      };
      const added = await add(recordOf(content, record.survey.owner ?? '', record.survey));
      if (added === 'full') return undefined;
      const published = await publish(added.id);
      return 'changed' in published ? published.changed : undefined;
    },
    /** The run that a code leads to: the open one, else the newest that was published. */
    async byCode(code: string): Promise<SurveyRecord | undefined> {
      const runs = (await storage.find('surveys', 'code', code)).filter(({ survey }) => survey.state !== 'draft');
      runs.sort((a, b) => b.survey.run - a.survey.run);
      return runs.find(({ survey }) => survey.state === 'published') ?? runs[0];
    },
    /** Removes a draft or a closed survey with everything that is kept of it, keys first. */
    async remove(id: string): Promise<'removed' | 'absent' | 'state'> {
      const record = await storage.get('surveys', id);
      if (record === undefined) return 'absent';
      if (record.survey.state === 'published') return 'state';
      await keys.destroy(id);
      const codes = await storage.find('surveyCodes', 'survey', id);
      await storage.transact(async (tx) => {
        for (const collection of ['surveys', 'surveyTurns', 'surveyResults', 'surveyFaces'] as const)
          await tx.remove(collection, id);
        for (const code of codes) await tx.remove('surveyCodes', code.id);
      });
      for (const log of ['surveySeen', 'surveyMarkers', 'surveyTookPart'] as const) await storage.dropLog(log, id);
      for (const log of ['surveyBuffer', 'surveyComments'] as const)
        for (const stream of await storage.streams(log))
          if (stream.startsWith(`${id}.`)) await storage.dropLog(log, stream);
      return 'removed';
    },
  };
}
