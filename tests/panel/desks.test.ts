/** What editors do with news from the server while they are at work: a version older than their last save is none. */
import { createClient } from '@palier/api/client';
import type { PlaylistView } from '@palier/playlists/views';
import { expect, test } from 'vitest';
import { isRefusal } from '../../control-panel/src/lib/api.ts';
import { Desk } from '../../control-panel/src/lib/playlists/desk.svelte.ts';
import { SurveyDesk } from '../../control-panel/src/lib/surveys/desk.svelte.ts';
import { createFakeSurveys } from './fake-surveys.ts';
import { createWorld } from './fake-world.ts';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const ABOUT = {
  updatedAt: '2026-11-02T09:00:00.000Z',
  updatedBy: 'Inès',
  behind: false,
  publishedEtag: '0',
  changes: [],
  findings: [],
};

/** A playlist on the desk, called `second` and saved once, over a server that keeps each draft under the next ETag. */
async function savedPlaylist() {
  const [first] = createWorld({ now: () => 0 }).playlists.values();
  if (first === undefined) throw new Error('no playlist');
  const published: PlaylistView = { playlist: first.value, revision: 1, usedIn: [] };
  const draftOf = (name: string, etag: string) => ({
    value: { playlist: { ...first.value, name: { fr: name } }, ...ABOUT },
    etag,
  });
  const server = { draft: draftOf('first', '1'), asked: 0, count: 1 };
  const desk = new Desk({
    playlists: { get: () => Promise.resolve({ value: published, etag: '0' }) },
    drafts: {
      get: () => {
        server.asked += 1;
        return Promise.resolve(server.draft);
      },
      put: (playlist) => {
        server.count += 1;
        server.draft = draftOf(playlist.name.fr ?? '', String(server.count));
        return Promise.resolve(server.draft);
      },
      discard: () => Promise.reject(new Error('not asked for here')),
      publish: () => Promise.reject(new Error('not asked for here')),
      cancelPlan: () => Promise.reject(new Error('not asked for here')),
    },
    loaded: { value: published, etag: '0' },
    draft: server.draft,
    live: () => false,
    onheld: () => undefined,
  });
  desk.change({ name: { fr: 'second' } });
  await settled();
  return { desk, server, published: { value: published, etag: '0' }, draftOf };
}

test('a page that was asked for before a save and comes after it takes nothing back', async () => {
  const { desk, server, published, draftOf } = await savedPlaylist();
  desk.adopt(published, draftOf('first', '1'));
  expect(desk.playlist.name.fr).toBe('second');
  await settled();
  expect([desk.playlist.name.fr, server.asked]).toEqual(['second', 1]);
  desk.change({ name: { fr: 'third' } });
  await settled();
  expect([server.draft.etag, desk.save]).toEqual(['3', 'saved']);
});

test('what somebody else saved is shown, also where they went back to an earlier version', async () => {
  const { desk, server, published, draftOf } = await savedPlaylist();
  desk.adopt(published, draftOf('theirs', '7'));
  expect(desk.playlist.name.fr).toBe('theirs');
  server.draft = draftOf('first', '1');
  desk.adopt(published, server.draft);
  await settled();
  expect(desk.playlist.name.fr).toBe('first');
});

test('what is changed while the server is asked again stays', async () => {
  const { desk, server, published, draftOf } = await savedPlaylist();
  desk.adopt(published, draftOf('first', '1'));
  desk.change({ name: { fr: 'third' } });
  await settled();
  await settled();
  expect([desk.playlist.name.fr, server.draft.value.playlist.name.fr]).toEqual(['third', 'third']);
});

test('a survey keeps what was saved last too', async () => {
  const app = createFakeSurveys(createWorld({ now: () => 0 }), () => undefined);
  const { surveys } = createClient({
    baseUrl: 'http://palier.test',
    fetch: async (input, init) => app.fetch(new Request(input, init)),
  });
  const before = await surveys.get('brouillon');
  if (isRefusal(before)) throw new Error('no survey');
  const desk = new SurveyDesk({ surveys, loaded: before, after: () => () => undefined });
  const title = { fr: 'Une autre question', en: 'Another question' };
  desk.change({ title });
  await expect.poll(() => desk.isSaved).toBe(true);
  desk.adopt(before);
  expect(desk.content.title).toEqual(title);
  await settled();
  expect([desk.content.title, desk.isSaved]).toEqual([title, true]);
  // What somebody else saved since is taken.
  const now = await surveys.get('brouillon');
  if (isRefusal(now)) throw new Error('no survey');
  const theirs = { fr: 'La leur', en: 'Theirs' };
  await surveys.put('brouillon', { ...desk.content, title: theirs }, now.etag);
  desk.adopt(before);
  await expect.poll(() => desk.content.title).toEqual(theirs);
});
