/**
 * Takes answers. In one transaction, durable before anyone is told: the mark of this attempt (a retry counts once), the
 * mark of the device, the one-time code, and the answers, sealed. Nothing about the request itself comes this far.
 */
import { takesAnswers, MAX_ANSWERS, type Survey } from '@palier/playlists/survey';
import { validateAnswers, type AnswerFault, type Answers } from '@palier/playlists/survey-answers';
import { isoOf, type Clock } from '../clock.ts';
import type { ContentReader } from '../content.ts';
import { newSecret, type Random } from '../secrets.ts';
import type { SurveyRecord } from '../storage/records/surveys.ts';
import { isRefused, type Storage } from '../storage/storage.ts';
import type { AnswersGiven } from '../wire/surveys.ts';
import { codeId } from './codes.ts';
import type { SurveyKeys } from './keys.ts';
import type { Presence } from './presence.ts';
import { turnStream } from './release.ts';
import { markOf, seal } from './sealing.ts';

export type TakeOutcome =
  | { taken: true; again: boolean }
  | { refused: 'closed' | 'full' | 'presence' | 'code' | 'answered' | 'name' }
  | { faults: { question: string; fault: AnswerFault }[] };

type Reason = 'closed' | 'full' | 'presence' | 'code' | 'answered';
/** Takes back what the transaction wrote so far. */
class Refusal extends Error {
  readonly refused: Reason;
  constructor(refused: Reason) {
    super(refused);
    this.refused = refused;
  }
}

export type TakerDeps = {
  storage: Storage;
  keys: SurveyKeys;
  presence: Presence;
  content: ContentReader;
  clock: Clock;
  random: Random;
};

export function createTaker({ storage, keys, presence, content, clock, random }: TakerDeps) {
  return async function take(record: SurveyRecord, given: AnswersGiven): Promise<TakeOutcome> {
    const { survey } = record;
    const marks = await keys.marks(record.id);
    if (marks === undefined || survey.state === 'draft') return { refused: 'closed' };
    const retry = markOf(marks, 'retry', given.key);
    const judged = validateAnswers(survey, given.answers);
    if ('faults' in judged) return judged;
    if (survey.mode !== 'anonymous' && given.name === undefined) return { refused: 'name' };
    const admitted = await admission(survey, given);
    const count = await storage.countLog('surveySeen', record.id);
    try {
      const outcome = await storage.transact(async (tx) => {
        if (!(await tx.append('surveySeen', record.id, retry, {}))) return true;
        if (admitted.refused !== undefined) throw new Refusal(admitted.refused);
        const present = await tx.get('surveys', record.id);
        const turn = await tx.get('surveyTurns', record.id);
        if (present === undefined || turn === undefined || !takesAnswers(present.survey, clock.now()))
          throw new Refusal('closed');
        if (count >= MAX_ANSWERS) throw new Refusal('full');
        if (given.marker !== undefined && survey.access !== 'codes') {
          const device = markOf(marks, 'device', given.marker);
          if (!(await tx.append('surveyMarkers', record.id, device, {}))) throw new Refusal('answered');
        }
        if (survey.access === 'codes' && !(await tx.remove('surveyCodes', codeId(record.id, given.code ?? ''))))
          throw new Refusal('code');
        const key = await keys.turn(record.id, turn.turn);
        if (key === undefined) throw new Error('the key of this turn is missing');
        const waiting = JSON.stringify({
          answers: judged.answers,
          ...(admitted.site === undefined ? {} : { site: admitted.site }),
        });
        const sealed = seal(waiting, key, random);
        await tx.append('surveyBuffer', turnStream(record.id, turn.turn), newSecret(random).slice(0, 16), { sealed });
        // The mode of this very moment: it may have been raised since the survey was looked up.
        if (present.survey.mode !== 'anonymous')
          await tx.append('surveyTookPart', record.id, retry, tookPart(present.survey, given, judged.answers));
        return false;
      });
      if (isRefused(outcome)) throw new Error('a survey has no unique look-ups that an answer could take');
      return { taken: true, again: outcome };
    } catch (error) {
      if (error instanceof Refusal) return { refused: error.refused };
      throw error;
    }
  };

  async function admission(survey: Survey, given: AnswersGiven): Promise<{ refused?: 'presence'; site?: string }> {
    if (survey.access !== 'onsite') return {};
    const screenId =
      given.presence === undefined ? undefined : await presence.screenBy(given.presence, survey.audience.target);
    if (screenId === undefined) return { refused: 'presence' };
    const screen = (await content.current()).screens.find(({ id }) => id === screenId)?.screen;
    const site = survey.audience.sites.find(({ group }) => screen?.groups.includes(group))?.group;
    return site === undefined ? {} : { site };
  }

  function tookPart(survey: Survey, given: AnswersGiven, answers: Answers) {
    const day = isoOf(clock.now()).slice(0, 10);
    return { name: given.name ?? '', day, ...(survey.mode === 'named' ? { answers } : {}) };
  }
}
