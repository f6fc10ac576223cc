/**
 * Surveys on phones. Nobody is asked who they are: no session is looked up, no address is kept (limits count by a hash
 * that lives an hour in memory), nothing is logged of a request but a fault of ours.
 */
import { Hono, type Context } from 'hono';
import { SurveyCode, type Survey } from '@palier/playlists/survey';
import { estimatedSeconds } from '@palier/playlists/survey-flow';
import { MODE_WORDS, NOT_STORED, storedFields } from '@palier/playlists/survey-words';
import type { ApiEnv } from '../environment.ts';
import { serveMedia } from '../media/serve.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import type { SurveyRecord } from '../storage/records/surveys.ts';
import { stateOf } from '../surveys/faces.ts';
import type { TakeOutcome } from '../surveys/answers.ts';
import { body, query } from '../validate.ts';
import { AnswersGiven, PublicSurveyQuery, type PublicSurvey } from '../wire/surveys.ts';

export function publicSurveyRoutes(parts: Parts) {
  const { storage, surveys, content, clock, settings } = parts;

  /**
   * Wrong tries are slowed down, right ones never: behind the same address may sit a whole office. What one could guess
   * is too long to be guessed at any speed (one-time codes), or worth a quarter of an hour (presence).
   */
  function tooManyTries(c: Context<ApiEnv>): Response | undefined {
    const key = surveys.blindKey('survey', c.get('address'));
    const waitMs = surveys.wrongTries.waitMs(key);
    if (waitMs > 0) return problem(c, 'too-many-requests', { retryAfterS: waitMs / 1000 });
    surveys.wrongTries.count(key);
    return undefined;
  }

  /** The survey of a code, or the refusal. */
  async function found(c: Context<ApiEnv>, text: string): Promise<SurveyRecord | Response> {
    const code = SurveyCode.safeParse(text);
    const record = code.success ? await surveys.byCode(code.data) : undefined;
    if (record !== undefined) return record;
    return (
      tooManyTries(c) ?? problem(c, 'not-found', { detail: 'No survey has this address. Look at the screen again.' })
    );
  }

  async function hasDecided(): Promise<boolean> {
    return (await storage.all('actions')).some(({ action }) => action.published);
  }

  async function isAdmitted(
    record: SurveyRecord,
    { k, c }: { k?: string | undefined; c?: string | undefined },
  ): Promise<boolean> {
    const { access, audience } = record.survey;
    if (access === 'onsite')
      return k !== undefined && (await surveys.presence.screenBy(k, audience.target)) !== undefined;
    return access === 'open' || (c !== undefined && (await surveys.codes.works(record.id, c)));
  }

  async function publicOf(record: SurveyRecord, admitted: boolean): Promise<PublicSurvey> {
    const { survey } = record;
    const face = await storage.get('surveyFaces', record.id);
    const { id, code, title, intro, thanks, mode, access, questions, opening } = survey;
    return {
      id,
      code,
      organisation: settings.organisation,
      title,
      intro,
      thanks,
      state: stateOf(survey, clock.now()),
      opensAt: opening.opensAt,
      closesAt: opening.closesAt,
      zone: settings.zone,
      mode,
      modeName: MODE_WORDS[mode].name,
      promise: MODE_WORDS[mode].promise,
      stored: storedFields(survey),
      notStored: NOT_STORED,
      access,
      admitted,
      seconds: estimatedSeconds(survey),
      questions,
      media: await mediaOf(survey),
      participation: face?.participation,
      decided: await hasDecided(),
    };
  }

  async function mediaOf(survey: Survey): Promise<Record<string, string>> {
    const { media } = await content.current();
    const names = survey.questions.flatMap((one) =>
      one.kind === 'picture' ? one.options.map((option) => option.media) : [],
    );
    const known = names.flatMap((name): [string, string][] => {
      const picture = media.get(name);
      // A phone gets the small copy.
      const sha256 = picture?.variants?.find(({ use }) => use === 'thumbnail')?.sha256 ?? picture?.sha256;
      return sha256 === undefined ? [] : [[name, `/api/public/surveys/${survey.code}/media/${sha256}`]];
    });
    return Object.fromEntries(known);
  }

  return new Hono<ApiEnv>()
    .get('/api/public/surveys/:code', query(PublicSurveyQuery), async (c) => {
      const record = await found(c, c.req.param('code'));
      if (record instanceof Response) return record;
      const given = c.req.valid('query');
      const admitted = await isAdmitted(record, given);
      const slowed = !admitted && (given.k ?? given.c) !== undefined ? tooManyTries(c) : undefined;
      if (slowed !== undefined) return slowed;
      return c.json(await publicOf(record, admitted));
    })
    .post('/api/public/surveys/:code/answers', body(AnswersGiven), async (c) => {
      const record = await found(c, c.req.param('code'));
      if (record instanceof Response) return record;
      const outcome = await surveys.take(record, c.req.valid('json'));
      if (!('taken' in outcome)) {
        const isGuess = 'refused' in outcome && (outcome.refused === 'code' || outcome.refused === 'presence');
        return (isGuess ? tooManyTries(c) : undefined) ?? refusal(c, outcome);
      }
      surveys.lifecycle.came(record.id);
      return c.json({ taken: true, again: outcome.again, decided: await hasDecided() } as const);
    })
    .get('/api/public/surveys/:code/media/:sha256', async (c) => {
      const record = await found(c, c.req.param('code'));
      if (record instanceof Response) return record;
      const shown = Object.values(await mediaOf(record.survey));
      const sha256 = c.req.param('sha256');
      if (!shown.some((url) => url.endsWith(`/${sha256}`))) return problem(c, 'not-found');
      return serveMedia(c, parts, sha256);
    })
    .get('/api/public/decided', async (c) => c.json(await surveys.loop.decided()));
}

const FAULT_WORDS = {
  missing: 'this question needs an answer',
  'not-an-option': 'this is none of the answers to choose from',
  'too-many': 'fewer may be chosen',
  'not-complete': 'each line needs an answer',
  'out-of-range': 'this is outside the scale',
  'too-long': 'it is too long',
  'not-a-date': 'this is not a day',
  'not-asked': 'this is not asked here',
} as const;

function refusal(c: Context<ApiEnv>, outcome: Exclude<TakeOutcome, { taken: true }>): Response {
  if ('faults' in outcome) {
    const fields = outcome.faults.map(({ question, fault }) => ({
      field: `answers.${question}`,
      reason: FAULT_WORDS[fault],
    }));
    return problem(c, 'body-invalid', { fields, about: { faults: outcome.faults } });
  }
  switch (outcome.refused) {
    case 'closed':
      return problem(c, 'survey-closed');
    case 'full':
      return problem(c, 'survey-closed', { detail: 'It has all the answers it can take.' });
    case 'answered':
      return problem(c, 'survey-answered', { detail: 'This device has answered already. It counted.' });
    case 'presence':
      return problem(c, 'survey-not-admitted', {
        detail: 'Scan the code on the screen again: it changes every five minutes.',
      });
    case 'code':
      return problem(c, 'survey-not-admitted', { detail: 'This code is unknown, or was used. Each works once.' });
    case 'name':
      return invalidField(c, 'name', 'this survey is answered by name');
  }
}
