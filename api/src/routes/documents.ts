/** Documents: written by editors, read by anybody who has the code. A phone sees what is published and nothing else. */
import { Hono, type Context } from 'hono';
import type { ApiEnv } from '../environment.ts';
import { editable, summaryOf, today } from '../documents/documents.ts';
import { serveMedia } from '../media/serve.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import type { DocumentRecord } from '../storage/records/documents.ts';
import { isRefused } from '../storage/storage.ts';
import { body, query } from '../validate.ts';
import { etagOf, staleOrMissing } from '../versions.ts';
import { DocumentDraft, DocumentEdit, RestoreVersion, VersionQuery } from '../wire/documents.ts';
import { person } from './params.ts';

export function documentRoutes(parts: Parts) {
  const { storage, content, clock, documents, reads } = parts;

  async function viewsOf(c: Context<ApiEnv>, records: readonly DocumentRecord[]) {
    const [users, told, { playlists }] = await Promise.all([storage.all('users'), reads.told(), content.current()]);
    const around = { today: today(clock), language: person(c).user.language, users };
    return records.map((record) =>
      summaryOf(record, {
        ...around,
        url: documents.urlOf(record),
        playlists: playlists.values(),
        readsAtLeast: told.get(record.id),
      }),
    );
  }
  async function answer(c: Context<ApiEnv>, record: DocumentRecord) {
    c.header('ETag', etagOf(editable(record)));
    const [summary] = await viewsOf(c, [record]);
    return { ...summary, content: record.draft };
  }

  return new Hono<ApiEnv>()
    .get('/api/documents', async (c) => c.json({ documents: await viewsOf(c, await storage.all('documents')) }))
    .post('/api/documents', body(DocumentDraft), async (c) => {
      const record = await documents.create(c.req.valid('json'), person(c).user);
      if (record === undefined) return problem(c, 'full', { detail: 'There are as many documents as there may be.' });
      return c.json(await answer(c, record), 201);
    })
    .get('/api/documents/owners', async (c) => {
      const users = await storage.all('users');
      return c.json({ owners: users.map(({ id, name }) => ({ id, name })) });
    })
    .get('/api/documents/:id', async (c) => {
      const record = await storage.get('documents', c.req.param('id'));
      return record === undefined ? problem(c, 'not-found') : c.json(await answer(c, record));
    })
    .put('/api/documents/:id', body(DocumentEdit), async (c) => {
      const edit = c.req.valid('json');
      if (edit.ownerId !== undefined && (await storage.get('users', edit.ownerId)) === undefined) {
        return invalidField(c, 'ownerId', 'there is no such person');
      }
      const outcome = await documents.edit(c.req.param('id'), edit, person(c).user.name, (present) =>
        staleOrMissing(c, editable(present)),
      );
      if (isRefused(outcome)) throw new Error('a look-up of documents was taken');
      if (outcome === 'absent') return problem(c, 'not-found');
      return 'refusal' in outcome ? outcome.refusal : c.json(await answer(c, outcome.record));
    })
    .post('/api/documents/:id/publish', async (c) => {
      const record = await documents.publish(c.req.param('id'), person(c).user.name);
      return record === undefined ? problem(c, 'not-found') : c.json(await answer(c, record));
    })
    .get('/api/documents/:id/versions', async (c) => {
      const versions = await documents.versions(c.req.param('id'));
      return c.json({ versions: versions.map(({ version, at, by }) => ({ version, at, by })) });
    })
    .post('/api/documents/:id/restore', body(RestoreVersion), async (c) => {
      const record = await documents.restore(c.req.param('id'), c.req.valid('json').version, person(c).user.name);
      return record === undefined ? problem(c, 'not-found') : c.json(await answer(c, record));
    })
    .delete('/api/documents/:id', async (c) => {
      const outcome = await documents.remove(c.req.param('id'));
      if (outcome === 'absent') return problem(c, 'not-found');
      if (outcome === 'removed') return c.body(null, 204);
      const { usedIn } = outcome;
      return problem(c, 'in-use', { detail: `It is shown in ${usedIn.join(', ')}.`, about: { usedIn } });
    })
    .route('/', publicRoutes(parts));
}

function publicRoutes(parts: Parts) {
  const { documents, reads, openLimiter } = parts;
  const shownUnder = async (code: string, version?: number) => {
    const record = await documents.byCode(code);
    return record === undefined ? undefined : documents.publicOf(record, version);
  };
  /** Only who guesses codes is slowed: a wrong code counts, a right one does not, so no office is ever locked out. */
  function unknown(c: Context<ApiEnv>): Response {
    const key = `documents ${c.get('address')}`;
    const waitMs = openLimiter.waitMs(key);
    if (waitMs > 0) return problem(c, 'too-many-requests', { retryAfterS: waitMs / 1000 });
    openLimiter.count(key);
    return problem(c, 'not-found');
  }
  return new Hono<ApiEnv>()
    .get('/api/public/documents/:code', query(VersionQuery), async (c) => {
      const shown = await shownUnder(c.req.param('code'), c.req.valid('query').version);
      return shown === undefined ? unknown(c) : c.json(shown);
    })
    .get('/api/public/documents/:code/versions', async (c) => {
      const record = await documents.byCode(c.req.param('code'));
      const versions = record === undefined ? undefined : await documents.publicVersions(record);
      return versions === undefined ? unknown(c) : c.json({ versions });
    })
    .post('/api/public/documents/:code/reads', async (c) => {
      const record = await documents.byCode(c.req.param('code'));
      if (record?.published === undefined) return problem(c, 'not-found');
      reads.count(record.id);
      return c.body(null, 204);
    })
    .get('/api/public/documents/:code/media/:sha256', query(VersionQuery), async (c) => {
      const shown = await shownUnder(c.req.param('code'), c.req.valid('query').version);
      const sha256 = c.req.param('sha256');
      const isShown =
        shown !== undefined &&
        Object.values(shown.media).some((file) => file.sha256 === sha256 || file.large === sha256);
      return isShown ? serveMedia(c, parts, sha256) : problem(c, 'not-found');
    });
}
