/** Surveys in the panel. Results leave by one route, whatever they leave as, and that route asks the gate. */
import { Hono, type Context } from 'hono';
import { SurveyContent } from '@palier/playlists/survey';
import { coarseCount } from '@palier/playlists/results-gate';
import { checkSurvey, contentOf } from '@palier/playlists/survey-publish';
import { estimatedSeconds } from '@palier/playlists/survey-flow';
import { surveyTemplates } from '@palier/playlists/survey-templates';
import { inLanguage } from '@palier/playlists/in-language';
import { surveyUrl } from '@palier/playlists/presence';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import type { SurveyRecord } from '../storage/records/surveys.ts';
import { csvOf, sheetsOf, xlsxOf } from '../surveys/export.ts';
import { importSurvey } from '../surveys/import.ts';
import { invitation } from '../surveys/invitation.ts';
import type { Changed } from '../surveys/surveys.ts';
import { body, query } from '../validate.ts';
import { etagOf, staleOrMissing } from '../versions.ts';
import { CodesByMail, CodesWanted, ResultsQuery, SurveyImport, SurveyStart, type SurveyView } from '../wire/surveys.ts';
import { person } from './params.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const UNTITLED = { fr: 'Nouveau sondage', en: 'New survey' };

export function surveyRoutes(parts: Parts) {
  const { storage, surveys, publicUrl, mail } = parts;

  async function viewOf(record: SurveyRecord): Promise<SurveyView> {
    const { survey } = record;
    const url = surveyUrl(publicUrl(), survey.code);
    const runs = await storage.find('surveys', 'series', survey.series);
    return {
      survey,
      summary: await surveys.loop.summaryOf(record),
      findings: checkSurvey(contentOf(survey)),
      url,
      label: url.replace(/^https?:\/\//, ''),
      ...(survey.access === 'codes' ? { codes: await codesTold(record) } : {}),
      runs: runs
        .map((run) => ({ id: run.id, run: run.survey.run, state: run.survey.state, closedAt: run.survey.closedAt }))
        .toSorted((a, b) => a.run - b.run),
    };
  }

  /** A code less would tell at once that somebody answered: they are told in the steps of participation. */
  async function codesTold({ id, survey, codesMade: made }: SurveyRecord): Promise<SurveyView['codes']> {
    const used = made - (await surveys.codes.left(id));
    return { made, left: made - (coarseCount(used, survey.thresholds) ?? 0), mail: mail.configured };
  }

  async function answer(c: Context<ApiEnv>, record: SurveyRecord, status: 200 | 201 = 200): Promise<Response> {
    c.header('ETag', etagOf(record.survey));
    return c.json(await viewOf(record), status);
  }

  async function changed(c: Context<ApiEnv>, outcome: Changed): Promise<Response> {
    return 'changed' in outcome ? answer(c, outcome.changed) : refusal(c, outcome);
  }

  async function found(c: Context<ApiEnv>): Promise<SurveyRecord | undefined> {
    return storage.get('surveys', c.req.param('id') ?? '');
  }

  return new Hono<ApiEnv>()
    .get('/api/surveys', async (c) => {
      const records = await storage.all('surveys');
      const summaries = await Promise.all(records.map((record) => surveys.loop.summaryOf(record)));
      return c.json({ surveys: summaries });
    })
    .get('/api/survey-templates', (c) =>
      c.json({
        templates: surveyTemplates().map((template) => ({ ...template, seconds: estimatedSeconds(template.content) })),
      }),
    )
    .post('/api/surveys', body(SurveyStart), async (c) => {
      const start = c.req.valid('json');
      const template = surveyTemplates().find(({ id }) => id === start.template)?.content;
      if (start.template !== undefined && template === undefined)
        return invalidField(c, 'template', 'there is no such template');
      const copied = start.copyOf === undefined ? undefined : await storage.get('surveys', start.copyOf);
      if (start.copyOf !== undefined && copied === undefined)
        return invalidField(c, 'copyOf', 'there is no such survey');
      const copy = copied === undefined ? undefined : { ...contentOf(copied.survey), opening: {} };
      const last = start.runOf === undefined ? undefined : await storage.get('surveys', start.runOf);
      if (start.runOf !== undefined && last === undefined) return invalidField(c, 'runOf', 'there is no such survey');
      if (last !== undefined) {
        const run = await surveys.addRun(last, person(c).user.id);
        return run === 'full' ? tooMany(c) : answer(c, run, 201);
      }
      const content = start.content ?? template ?? copy ?? SurveyContent.parse({ title: UNTITLED });
      const record = await surveys.add(content, person(c).user.id);
      return record === 'full' ? tooMany(c) : answer(c, record, 201);
    })
    .post('/api/surveys/import', body(SurveyImport), async (c) => {
      const imported = importSurvey(c.req.valid('json'));
      if ('refused' in imported) return invalidField(c, 'text', imported.refused);
      const record = await surveys.add(imported.content, person(c).user.id);
      if (record === 'full') return tooMany(c);
      const { carried, leftOut } = imported;
      return c.json({ view: await viewOf(record), carried, leftOut }, 201);
    })
    .get('/api/surveys/:id', async (c) => {
      const record = await found(c);
      return record === undefined ? problem(c, 'not-found') : answer(c, record);
    })
    .put('/api/surveys/:id', body(SurveyContent), async (c) => {
      const record = await found(c);
      if (record === undefined) return problem(c, 'not-found');
      const stale = staleOrMissing(c, record.survey);
      if (stale !== undefined) return stale;
      const outcome = await surveys.write(record.id, c.req.valid('json'), record.revision);
      if ('changed' in outcome && outcome.changed.survey.mode !== record.survey.mode && record.survey.state !== 'draft')
        await surveys.forgetNames(record.id);
      if ('changed' in outcome) surveys.faces.ask(record.id);
      return changed(c, outcome);
    })
    .delete('/api/surveys/:id', async (c) => {
      const outcome = await surveys.remove(c.req.param('id'));
      if (outcome === 'absent') return problem(c, 'not-found');
      return outcome === 'state'
        ? problem(c, 'survey-open', { detail: 'It takes answers: close it first.' })
        : c.body(null, 204);
    })
    .post('/api/surveys/:id/publish', async (c) => changed(c, await surveys.publish(c.req.param('id'))))
    .post('/api/surveys/:id/close', async (c) => {
      const outcome = await surveys.close(c.req.param('id'));
      if ('changed' in outcome) await surveys.lifecycle.finish(outcome.changed);
      return changed(c, outcome);
    })
    .get('/api/surveys/:id/results', query(ResultsQuery), async (c) => {
      const record = await found(c);
      const { cut, format, language } = c.req.valid('query');
      const names = ['admin', 'editor', 'hr'].includes(person(c).user.role);
      const asked = { cut, names, whole: format !== 'json' };
      const view = record === undefined ? undefined : await surveys.results.view(record, asked);
      if (view === undefined || record === undefined) return problem(c, 'not-found');
      if (format === 'json') return c.json(view);
      const sheets = sheetsOf(view, language);
      const name = inLanguage(record.survey.title, language)
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .slice(0, 60);
      c.header(
        'Content-Disposition',
        `attachment; filename="${record.id}.${format}"; filename*=UTF-8''${encodeURIComponent(`${name}.${format}`)}`,
      );
      c.header('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : XLSX);
      return format === 'csv' ? c.body(csvOf(sheets)) : c.body(Uint8Array.from(await xlsxOf(sheets)));
    })
    .post('/api/surveys/:id/codes', body(CodesWanted), async (c) => {
      const record = await found(c);
      if (record === undefined) return problem(c, 'not-found');
      const codes = await codesFor(c, record, c.req.valid('json').count);
      if (codes instanceof Response) return codes;
      return c.json({ codes, urls: codes.map((code) => codeUrl(record, code)) }, 201);
    })
    .post('/api/surveys/:id/codes/mail', body(CodesByMail), async (c) => {
      const record = await found(c);
      const { addresses, language } = c.req.valid('json');
      if (record === undefined) return problem(c, 'not-found');
      if (!mail.configured)
        return problem(c, 'mail-not-set-up', { detail: 'Mail is not set up: set SMTP_URL and MAIL_FROM.' });
      const codes = await codesFor(c, record, addresses.length);
      if (codes instanceof Response) return codes;
      const failed: string[] = [];
      for (const [index, address] of addresses.entries()) {
        const code = codes[index] ?? '';
        const sent = await mail.send(invitation({ record, address, code, url: codeUrl(record, code), language }));
        if (typeof sent === 'object') failed.push(address);
      }
      return c.json({ sent: addresses.length - failed.length, failed });
    })
    .get('/api/loop', async (c) => c.json(await surveys.loop.figures()));

  async function codesFor(c: Context<ApiEnv>, record: SurveyRecord, count: number): Promise<string[] | Response> {
    if (record.survey.access !== 'codes') return invalidField(c, 'access', 'this survey takes no codes');
    if (record.survey.state === 'closed') return problem(c, 'survey-closed');
    const codes = await surveys.codes.make(record.id, count);
    return codes ?? problem(c, 'codes-full', { detail: 'A survey has at most 20,000 codes.' });
  }

  function codeUrl({ survey }: SurveyRecord, code: string): string {
    return `${surveyUrl(publicUrl(), survey.code)}?c=${code.replace('-', '')}`;
  }
}

function tooMany(c: Context<ApiEnv>): Response {
  return problem(c, 'full', { detail: 'There are 1,000 surveys already: remove old ones first.' });
}

function refusal(c: Context<ApiEnv>, outcome: Exclude<Changed, { changed: unknown }>): Response {
  switch (outcome.refused) {
    case 'absent':
      return problem(c, 'not-found');
    case 'full':
      return tooMany(c);
    case 'stale':
      return problem(c, 'etag-stale', { detail: 'Fetch the present version, and make your change in that one.' });
    case 'state':
      return problem(c, 'survey-state', { detail: 'A draft is published once, and a published survey closed once.' });
    case 'frozen':
      return problem(c, 'survey-fixed', {
        fields: outcome.faults.map(({ field, text }) => ({ field, reason: inLanguage(text, person(c).user.language) })),
      });
    case 'findings':
      return problem(c, 'survey-not-ready', {
        fields: outcome.findings.map(({ at = '', text }) => ({
          field: at,
          reason: inLanguage(text, person(c).user.language),
        })),
      });
  }
}
