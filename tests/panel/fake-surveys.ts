/** The fake API's surveys: drafts from templates, saved with their ETag, published and closed; nobody answers them. */
import { Hono, type Context } from 'hono';
import { estimatedSeconds } from '@palier/playlists/survey-flow';
import { Survey, SurveyContent } from '@palier/playlists/survey';
import { checkSurvey, contentOf } from '@palier/playlists/survey-publish';
import { surveyTemplates } from '@palier/playlists/survey-templates';
import { iso, type World } from './fake-world.ts';

type Kept = { survey: Survey; revision: number };

export function createFakeSurveys(world: World, changed: (...topics: string[]) => void): Hono {
  const app = new Hono();
  const kept = new Map<string, Kept>();
  const gone = (c: Context) =>
    c.json({ type: 'about:blank', title: 'No such survey', status: 404 }, 404, {
      'content-type': 'application/problem+json',
    });

  function keep(content: SurveyContent, id: string, more: object = {}): Kept {
    const state = { state: 'draft', code: 'abc234', series: id, run: 1, createdOn: '2026-11-20', ...more };
    const one = { survey: Survey.parse({ ...content, id, ...state }), revision: 1 };
    kept.set(id, one);
    return one;
  }
  function summaryOf({ survey }: Kept) {
    const { id, title, state, mode, access, code, series, run, publishedAt, closedAt } = survey;
    return {
      id,
      title,
      state,
      mode,
      access,
      code,
      series,
      run,
      publishedAt,
      closedAt,
      soon: false,
      questions: survey.questions.length,
      seconds: estimatedSeconds(survey),
      participation: state === 'draft' ? {} : { answers: 40, people: 80, percent: 50 },
      decisions: 0,
      overdue: id === 'cantine',
    };
  }
  function answer(c: Context, one: Kept, status: 200 | 201 = 200) {
    c.header('ETag', `"${one.survey.id}-${one.revision}"`);
    const view = {
      survey: one.survey,
      summary: summaryOf(one),
      findings: checkSurvey(contentOf(one.survey)),
      url: `https://palier.acme.fr/s/${one.survey.code}`,
      label: `palier.acme.fr/s/${one.survey.code}`,
      ...(one.survey.access === 'codes' ? { codes: { made: 8, left: 6, mail: true } } : {}),
      runs: [{ id: one.survey.id, run: 1, state: one.survey.state }],
    };
    return c.json(view, status);
  }
  function put(one: Kept, survey: Survey): Kept {
    const next = { survey, revision: one.revision + 1 };
    kept.set(survey.id, next);
    changed('surveys');
    return next;
  }
  const templates = surveyTemplates();
  const contentOfTemplate = (id: string) =>
    templates.find((template) => template.id === id)?.content ?? SurveyContent.parse({ title: { fr: 'Nouveau' } });

  if (world.playlists.size > 0) {
    keep(contentOfTemplate('pulse'), 'semaine', { state: 'published', publishedAt: iso(world.now()), access: 'codes' });
    keep(contentOfTemplate('canteen'), 'cantine', { state: 'closed', closedAt: iso(world.now() - 20 * 86_400_000) });
    keep(contentOfTemplate('barometer'), 'brouillon');
  }

  app.get('/api/survey-templates', (c) =>
    c.json({ templates: templates.map((one) => ({ ...one, seconds: estimatedSeconds(one.content) })) }),
  );
  app.get('/api/surveys', (c) => c.json({ surveys: [...kept.values()].map(summaryOf) }));
  app.post('/api/surveys', async (c) => {
    const { template, content } = await c.req.json();
    return answer(c, keep(content ?? contentOfTemplate(template ?? ''), `sondage-${kept.size}`), 201);
  });
  app.get('/api/surveys/:id', (c) => {
    const one = kept.get(c.req.param('id'));
    return one === undefined ? gone(c) : answer(c, one);
  });
  app.put('/api/surveys/:id', async (c) => {
    const one = kept.get(c.req.param('id'));
    if (one === undefined) return gone(c);
    if (c.req.header('if-match') !== `"${one.survey.id}-${one.revision}"`)
      return c.json({ type: '/api/docs#etag-stale', title: 'Changed meanwhile', status: 412 }, 412);
    return answer(c, put(one, { ...one.survey, ...SurveyContent.parse(await c.req.json()) }));
  });
  app.post('/api/surveys/:id/:act{publish|close}', (c) => {
    const one = kept.get(c.req.param('id'));
    if (one === undefined) return gone(c);
    const at = iso(world.now());
    const next =
      c.req.param('act') === 'publish' ? { state: 'published', publishedAt: at } : { state: 'closed', closedAt: at };
    return answer(c, put(one, Survey.parse({ ...one.survey, ...next })));
  });
  app.delete('/api/surveys/:id', (c) => {
    kept.delete(c.req.param('id'));
    changed('surveys');
    return c.body(null, 204);
  });
  app.post('/api/surveys/:id/codes', async (c) => {
    const { count } = await c.req.json();
    const codes = Array.from({ length: count }, (_, index) => `abcde-${String(index).padStart(5, '2')}`);
    return c.json(
      { codes, urls: codes.map((code) => `https://palier.acme.fr/s/abc234?c=${code.replace('-', '')}`) },
      201,
    );
  });
  return app;
}
