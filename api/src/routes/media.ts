/** Files: adding, removing and serving them. Bytes are served by content, so what was fetched once is good for ever. */
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inLanguage } from '@palier/playlists/localized';
import { MediaName } from '@palier/playlists/media';
import type { ApiEnv } from '../environment.ts';
import { playlistsUsing, takeoversUsing } from '../media/intake.ts';
import { isReservedName } from '../media/folder.ts';
import { serveMedia } from '../media/serve.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { query } from '../validate.ts';
import { person } from './params.ts';
import { NameQuery } from './row.ts';

export function mediaRoutes(parts: Parts) {
  const { storage, intake, mediaFolder, settings } = parts;
  return new Hono<ApiEnv>()
    .get('/api/media', compress(), async (c) => {
      const playlists = await storage.all('playlists');
      const { language } = person(c).user;
      const media = (await storage.all('media')).map((one) => {
        const using = playlistsUsing(one.id, playlists);
        const usedIn = using.map(({ id, playlist }) => ({ playlistId: id, name: inLanguage(playlist.name, language) }));
        return { ...one, usedIn };
      });
      return c.json({ media, faults: mediaFolder.faults() });
    })
    .post('/api/media', query(NameQuery), async (c) => {
      const name = MediaName.safeParse(c.req.valid('query').name);
      if (!name.success) return invalidField(c, 'name', name.error.issues[0]?.message ?? 'not a name');
      if (isReservedName(name.data))
        return invalidField(c, 'name', 'brand/, fonts/ and hidden names are not for content');
      const stream = c.req.raw.body;
      if (stream === null) return invalidField(c, 'body', 'send the bytes of the file as the body');
      const claimedType = c.req.header('content-type');
      const outcome = await intake.take({ name: name.data, origin: 'upload', chunks: stream, claimedType });
      if ('media' in outcome) return c.json(outcome.media, 201);
      switch (outcome.refused) {
        case 'file':
          return problem(c, 'file-refused', { fields: [{ field: 'body', reason: outcome.reason }] });
        case 'too-large':
          return problem(c, 'file-too-large', { detail: 'At most 2 GB.' });
        case 'disk-full':
          return problem(c, 'storage-full');
        case 'busy':
          return problem(c, 'server-busy', { detail: 'Four files are being added already.', retryAfterS: 5 });
      }
    })
    .delete('/api/media/:name{.+}', async (c) => {
      const name = c.req.param('name');
      const outcome = await storage.transact(async (transaction) => {
        const media = await transaction.get('media', name);
        if (media === undefined) return 'absent' as const;
        const users = [
          ...playlistsUsing(name, await transaction.all('playlists')).map((record) => record.id),
          ...takeoversUsing(name, await transaction.all('takeovers'), parts.clock.now()),
        ];
        if (users.length > 0) return users;
        await transaction.remove('media', name);
        await transaction.remove('settings', mediaFolder.keyOf(name));
        return media;
      });
      if (outcome === 'absent' || 'refused' in outcome) return problem(c, 'not-found');
      if (Array.isArray(outcome)) {
        const detail = `It is shown by ${outcome.join(', ')}.`;
        return problem(c, 'in-use', { detail, about: { usedIn: outcome } });
      }
      // A file of the watched folder would come back with the next start.
      if (outcome.origin === 'folder') await rm(join(settings.assetsDir, outcome.id), { force: true });
      return c.body(null, 204);
    })
    .get('/media/:sha256', (c) => serveMedia(c, parts, c.req.param('sha256')));
}
