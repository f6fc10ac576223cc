/** Figures: what people write, files of values, and the page for phones. */
import { Hono, type Context } from 'hono';
import { Figure, shownFigure } from '@palier/playlists/figure';
import { inLanguage } from '@palier/playlists/localized';
import { isoOf } from '../clock.ts';
import type { ApiEnv } from '../environment.ts';
import { dataOf, type FigureRecord } from '../figures/figures.ts';
import { MAX_TABLE_BYTES } from '../figures/tables.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem, type ProblemCode } from '../problem.ts';
import { idFrom } from '../secrets.ts';
import type { DocumentOf } from '../storage/collections.ts';
import { isRefused } from '../storage/storage.ts';
import { body, query } from '../validate.ts';
import { etagOf, staleOrMissing } from '../versions.ts';
import { FigureDraft, FigurePut, TableQuery } from '../wire/figures.ts';
import { person } from './params.ts';
import { NameQuery } from './row.ts';

const MAX_FIGURES = 500;

export function figureRoutes({ storage, figures, egress, clock, random, settings, openLimiter }: Parts) {
  async function views(c: Context<ApiEnv>, records: readonly FigureRecord[]) {
    const playlists = await storage.all('playlists');
    const { language } = person(c).user;
    return Promise.all(
      records.map(async (record) => viewOf(record, await storage.get('figureFetches', record.id), playlists, language)),
    );
  }
  async function answer(c: Context<ApiEnv>, record: FigureRecord) {
    c.header('ETag', etagOf([record.figure, record.data]));
    const [view] = await views(c, [record]);
    return view;
  }
  /** Why this feed cannot be, by field. */
  function wrongFeed(c: Context<ApiEnv>, figure: Figure): Response | undefined {
    const judged = figure.feed.kind === 'address' ? egress.judge(figure.feed.url) : undefined;
    return judged === undefined ? undefined : invalidField(c, 'feed.url', `egress-${judged}`);
  }
  async function bytesOf(c: Context<ApiEnv>): Promise<Uint8Array | Response> {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    return bytes.length > MAX_TABLE_BYTES ? problem(c, 'file-too-large', { detail: 'At most 16 MB.' }) : bytes;
  }

  return new Hono<ApiEnv>()
    .get('/api/figures', async (c) =>
      c.json({ figures: await views(c, await storage.all('figures')), today: figures.today() }),
    )
    .post('/api/figures', body(FigureDraft), async (c) => {
      const { data, headerValue, ...draft } = c.req.valid('json');
      const figure = Figure.parse({
        ...draft,
        id: draft.id ?? idFrom(inLanguage(draft.title, person(c).user.language), random),
      });
      const wrong = wrongFeed(c, figure);
      if (wrong !== undefined) return wrong;
      const record: FigureRecord = {
        id: figure.id,
        figure,
        data: data ?? { series: [], asOf: figures.today() },
        code: figures.newCode(),
        ...(headerValue === undefined ? {} : { sealedHeader: figures.seal(figure.id, headerValue) }),
        updatedAt: isoOf(clock.now()),
        updatedBy: person(c).user.name,
      };
      const outcome = await storage.transact(async (transaction) => {
        const all = await transaction.all('figures');
        if (all.length >= MAX_FIGURES) return 'full' as const;
        if (all.some(({ id }) => id === figure.id)) return 'taken' as const;
        await transaction.put('figures', record);
        return 'added' as const;
      });
      if (outcome === 'full') return problem(c, 'full', { detail: `There are ${MAX_FIGURES} figures already.` });
      if (outcome !== 'added') return problem(c, 'id-taken');
      if (figure.feed.kind === 'address') await figures.fetchNow(figure.id);
      return c.json(await answer(c, (await storage.get('figures', figure.id)) ?? record), 201);
    })
    .post('/api/figures/tables', query(TableQuery), async (c) => {
      const bytes = await bytesOf(c);
      if (bytes instanceof Response) return bytes;
      const read = await figures.tables.read(bytes, c.req.valid('query').mapping);
      if (read.kind === 'refused') return refusedTable(c, read.reason);
      const { kind: _kind, points, ...table } = read;
      const asOf = dataOf(read, figures.today())?.asOf ?? figures.today();
      const { series, faults, faultCount } = points;
      return c.json({ ...table, series, asOf, faults, faultCount });
    })
    .post('/api/figures/files', query(NameQuery), async (c) => {
      const bytes = await bytesOf(c);
      if (bytes instanceof Response) return bytes;
      const { user } = person(c);
      const taken = await figures.takeFile(c.req.valid('query').name, bytes, user.name);
      const named = taken.map(({ record, read }) => ({
        id: record.id,
        title: inLanguage(record.figure.title, user.language),
        reason: read.kind === 'refused' ? read.reason : read.points.series.length === 0 ? 'no-points' : undefined,
      }));
      return c.json({
        updated: named.flatMap(({ id, title, reason }) => (reason === undefined ? [{ id, title }] : [])),
        refused: named.flatMap(({ id, title, reason }) => (reason === undefined ? [] : [{ id, title, reason }])),
      });
    })
    .get('/api/figures/:id', async (c) => {
      const record = await storage.get('figures', c.req.param('id'));
      return record === undefined ? problem(c, 'not-found') : c.json(await answer(c, record));
    })
    .put('/api/figures/:id', body(FigurePut), async (c) => {
      const { figure, data, headerValue } = c.req.valid('json');
      if (figure.id !== c.req.param('id')) return invalidField(c, 'figure.id', 'it is not the id in the address');
      const wrong = wrongFeed(c, figure);
      if (wrong !== undefined) return wrong;
      const outcome = await storage.transact(async (transaction) => {
        const present = await transaction.get('figures', figure.id);
        if (present === undefined) return problem(c, 'not-found');
        const stale = staleOrMissing(c, [present.figure, present.data]);
        if (stale !== undefined) return stale;
        const { sealedHeader: _sealedHeader, ...rest } = present;
        const sealed = headerValue === undefined ? keptHeader(present, figure) : figures.seal(figure.id, headerValue);
        const record = {
          ...rest,
          figure,
          ...(data === undefined ? {} : { data }),
          ...(sealed === undefined ? {} : { sealedHeader: sealed }),
          updatedAt: isoOf(clock.now()),
          updatedBy: person(c).user.name,
        };
        await transaction.put('figures', record);
        await transaction.remove('figureFetches', figure.id);
        return record;
      });
      if (outcome instanceof Response) return outcome;
      if (isRefused(outcome)) return problem(c, 'id-taken');
      if (figure.feed.kind === 'address') await figures.fetchNow(figure.id);
      return c.json(await answer(c, (await storage.get('figures', figure.id)) ?? outcome));
    })
    .delete('/api/figures/:id', async (c) => {
      const record = await storage.get('figures', c.req.param('id'));
      if (record === undefined) return problem(c, 'not-found');
      const [view] = await views(c, [record]);
      const usedIn = view?.usedIn ?? [];
      if (usedIn.length > 0) {
        const detail = `It is shown by ${usedIn.map(({ name }) => name).join(', ')}.`;
        return problem(c, 'in-use', { detail, about: { usedIn } });
      }
      await storage.transact(async (transaction) => {
        await transaction.remove('figures', record.id);
        await transaction.remove('figureFetches', record.id);
      });
      return c.body(null, 204);
    })
    .post('/api/figures/:id/fetch', async (c) => {
      const record = await storage.get('figures', c.req.param('id'));
      if (record === undefined) return problem(c, 'not-found');
      await figures.fetchNow(record.id);
      return c.json(await answer(c, (await storage.get('figures', record.id)) ?? record));
    })
    .get('/api/public/figures/:code', async (c) => {
      const key = `figures ${c.get('address')}`;
      const waitMs = openLimiter.waitMs(key);
      if (waitMs > 0) return problem(c, 'too-many-requests', { retryAfterS: waitMs / 1000 });
      const [record] = await storage.find('figures', 'code', c.req.param('code'));
      const shown = record?.figure.phone === true ? shownFigure(record.figure, record.data, record.code) : undefined;
      // Only wrong codes are counted: an office that reads together is not punished.
      if (shown === undefined) openLimiter.count(key);
      if (shown === undefined) return problem(c, 'not-found');
      return c.json({ figure: shown, today: figures.today(), organisation: settings.organisation });
    });
}

/** Credentials belong to the place they were given for: at another origin they must be typed anew. */
function keptHeader(present: FigureRecord, figure: Figure): string | undefined {
  const [was, is] = [present.figure.feed, figure.feed];
  if (was.kind !== 'address' || is.kind !== 'address' || is.headerName === undefined) return undefined;
  return URL.parse(was.url)?.origin === URL.parse(is.url)?.origin ? present.sealedHeader : undefined;
}

function refusedTable(c: Context<ApiEnv>, reason: string): Response {
  const code: ProblemCode =
    reason === 'busy' ? 'server-busy' : reason === 'too-large' ? 'file-too-large' : 'file-refused';
  return problem(c, code, { fields: [{ field: 'body', reason }], ...(reason === 'busy' ? { retryAfterS: 5 } : {}) });
}

function viewOf(
  record: FigureRecord,
  fetched: DocumentOf<'figureFetches'> | undefined,
  playlists: readonly DocumentOf<'playlists'>[],
  language: 'fr' | 'en',
) {
  const using = playlists.filter(({ playlist }) =>
    playlist.entries.some(({ item }) => item.kind === 'results' && item.figures?.includes(record.id) === true),
  );
  const shown = shownFigure(record.figure, record.data, record.code);
  const { id: _id, etag: _etag, lastModified: _lastModified, ...fetch } = fetched ?? {};
  return {
    figure: record.figure,
    data: record.data,
    ...(shown === undefined ? {} : { shown }),
    code: record.code,
    hasHeader: record.sealedHeader !== undefined,
    ...(fetched === undefined ? {} : { fetch }),
    usedIn: using.map(({ id, playlist }) => ({ playlistId: id, name: inLanguage(playlist.name, language) })),
    updatedAt: record.updatedAt,
    updatedBy: record.updatedBy,
  };
}
