/** The library beside its media: documents, texts, tables, imports, uploads in pieces, and what is done to many files. */
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { LibraryFile } from '@palier/playlists/library-file';
import { MAX_TAGS, type Media } from '@palier/playlists/media';
import type { z } from 'zod';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { problem } from '../problem.ts';
import type { ImportRecord } from '../storage/records/library.ts';
import { isRefused } from '../storage/storage.ts';
import { body } from '../validate.ts';
import {
  LibraryNames,
  LibraryPatch,
  type ImportView,
  type LibraryAnswer,
  type LibraryRemoved,
} from '../wire/library.ts';
import { person } from './params.ts';

export function libraryRoutes(parts: Parts) {
  const { storage, imports, uploads, removal, mediaFolder, tools } = parts;
  return new Hono<ApiEnv>()
    .get('/api/library', compress(), async (c) => {
      const answer: LibraryAnswer = {
        files: await storage.all('libraryFiles'),
        imports: (await imports.list()).map(viewOf),
        working: mediaFolder.working(),
        tools: { ffmpeg: await tools.has('ffmpeg'), soffice: await tools.has('soffice') },
      };
      return c.json(answer);
    })
    .patch('/api/library', body(LibraryPatch), async (c) => {
      const patch = c.req.valid('json');
      const changed = await storage.transact(async (transaction) => {
        let count = 0;
        for (const name of patch.names) {
          const media = await transaction.get('media', name);
          const file = media === undefined ? await transaction.get('libraryFiles', name) : undefined;
          if (media !== undefined) await transaction.put('media', patched(media, patch));
          if (file !== undefined) await transaction.put('libraryFiles', patched(file, patch));
          count += media === undefined && file === undefined ? 0 : 1;
        }
        return count;
      });
      if (isRefused(changed)) throw new Error('a look-up of media was taken');
      return c.json({ changed });
    })
    .post('/api/library/remove', body(LibraryNames), async (c) => {
      const answer: LibraryRemoved = { removed: [], kept: [] };
      for (const name of c.req.valid('json').names) {
        const outcome = await removal.remove(name);
        if ('removed' in outcome) answer.removed.push(name);
        if ('usedIn' in outcome) answer.kept.push({ name, usedIn: outcome.usedIn });
      }
      return c.json(answer);
    })
    .post('/api/library/restore', body(LibraryNames), async (c) => {
      const restored: LibraryRemoved['removed'] = [];
      for (const name of c.req.valid('json').names) if (await removal.restore(name)) restored.push(name);
      return c.json({ restored });
    })
    .post('/api/imports/:id/convert', async (c) => {
      const outcome = await imports.convert(c.req.param('id'));
      if (outcome === 'absent') return problem(c, 'not-found');
      if (outcome === 'started') return c.body(null, 204);
      return problem(c, 'server-busy', { detail: 'Another server holds this file; ask again.', retryAfterS: 2 });
    })
    .post('/api/imports/:id/cancel', async (c) =>
      (await imports.cancel(c.req.param('id'))) ? c.body(null, 204) : problem(c, 'not-found'),
    )
    .post('/api/uploads', (c) => uploads.handle(c.req.raw, person(c).user.name))
    .get('/api/uploads/:id', (c) =>
      c.req.raw.method === 'HEAD' ? uploads.handle(c.req.raw, person(c).user.name) : problem(c, 'not-found'),
    )
    .patch('/api/uploads/:id', (c) => uploads.handle(c.req.raw, person(c).user.name))
    .delete('/api/uploads/:id', (c) => uploads.handle(c.req.raw, person(c).user.name));
}

function viewOf({ id, name, sizeBytes, state, percent, reason, result, by, addedAt }: ImportRecord): ImportView {
  const facts = { id, name, sizeBytes, state, percent, by, addedAt };
  return { ...facts, ...(reason === undefined ? {} : { reason }), ...(result === undefined ? {} : { result }) };
}

type Labelled = Pick<Media, 'tags' | 'owner' | 'expiresOn' | 'reviewOn'>;

function patched<T extends Media | LibraryFile>(one: T, patch: z.output<typeof LibraryPatch>): T {
  const next: T & Labelled = { ...one };
  const gone = new Set(patch.removeTags);
  const tags = [...new Set([...(one.tags ?? []).filter((tag) => !gone.has(tag)), ...(patch.addTags ?? [])])];
  set(next, 'tags', tags.length === 0 ? null : tags.slice(0, MAX_TAGS));
  set(next, 'owner', patch.owner);
  set(next, 'expiresOn', patch.expiresOn);
  set(next, 'reviewOn', patch.reviewOn);
  return next;
}

function set<K extends keyof Labelled>(one: Labelled, field: K, value: Labelled[K] | null | undefined): void {
  if (value === null) Reflect.deleteProperty(one, field);
  else if (value !== undefined) one[field] = value;
}
