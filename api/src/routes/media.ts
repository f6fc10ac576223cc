/** Files: adding, removing and serving them. Bytes are served by content, so what was fetched once is good for ever. */
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { inLanguage } from '@palier/playlists/localized';
import { MediaName } from '@palier/playlists/media';
import type { ApiEnv } from '../environment.ts';
import { isReservedName } from '../media/folder.ts';
import { reasonWords } from '../media/reason-words.ts';
import { serveMedia } from '../media/serve.ts';
import { playlistsUsing } from '../media/used-in.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { query } from '../validate.ts';
import { person } from './params.ts';
import { NameQuery } from './row.ts';

export function mediaRoutes(parts: Parts) {
  const { storage, intake, mediaFolder, removal } = parts;
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
      const outcome = await intake.take({
        name: name.data,
        origin: 'upload',
        from: stream,
        claimedType,
        owner: person(c).user.name,
      });
      if (!('refused' in outcome)) return c.json('media' in outcome ? outcome.media : outcome.file, 201);
      switch (outcome.refused) {
        case 'file':
          return problem(c, 'file-refused', {
            fields: [{ field: 'body', reason: reasonWords(outcome.reason) }],
            about: { reason: outcome.reason },
          });
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
      const outcome = await removal.remove(name);
      if ('absent' in outcome) return problem(c, 'not-found');
      if ('usedIn' in outcome) {
        const { usedIn } = outcome;
        return problem(c, 'in-use', { detail: `It is shown by ${usedIn.join(', ')}.`, about: { usedIn } });
      }
      return c.body(null, 204);
    })
    .get('/media/:sha256', (c) => serveMedia(c, parts, c.req.param('sha256')));
}
