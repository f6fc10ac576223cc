/** A feed in a language that no wall shows: said before it is added, and before somebody approves its stories in vain. */
import { expect, test } from 'vitest';
import { notice, playlistOf } from '../api/house.ts';
import { rss } from './made-feeds.ts';
import { useSourceHouse } from './source-house.ts';

const on = useSourceHouse();
const NEWS = { id: 'news', durationMs: 10_000, item: { kind: 'feed', stories: 2 } };

async function wall() {
  const { house } = on;
  await house.edit('POST', '/api/playlists', playlistOf('hall', [notice('one', 'x'), NEWS]));
  await house.edit('POST', '/api/schedules', {
    name: { fr: 'Jour' },
    target: { all: true },
    rules: [{ playlistId: 'hall' }],
  });
  await house.pair('Hall');
}
async function found(path: string) {
  return (await on.house.edit('POST', '/api/sources/find', { address: on.base + path })).body.feeds[0];
}

test('a feed that no audience reads says so when it is found', async () => {
  on.serve('/de.xml', rss().replace('fr-FR', 'de-AT'));
  on.serve('/fr.xml', rss());
  on.serve('/none.xml', rss().replace('<language>fr-FR</language>', ''));
  expect(await found('/de.xml')).toMatchObject({ language: 'de', unread: true });
  expect((await found('/fr.xml')).unread).toBeUndefined();
  expect((await found('/none.xml')).unread).toBeUndefined();
  const { revision } = (await on.house.edit('GET', '/api/audiences')).body;
  const everyone = { id: 'everyone', name: 'Palier', target: { all: true }, languages: ['en'] };
  await on.house.edit('PUT', '/api/audiences', { audiences: [everyone], revision });
  expect(await found('/fr.xml')).toMatchObject({ language: 'fr', unread: true });
});

test('stories that wait say what will be lacking; those that only wait to be read lack nothing', async () => {
  await wall();
  on.serve('/de.xml', rss().replace('fr-FR', 'de-AT'));
  on.serve('/fr.xml', rss([on.item('Le quai nord rouvre aux camions', 'quai')]));
  const [german, french] = [await on.add('/de.xml'), await on.add('/fr.xml')];
  expect(german).toMatchObject({
    live: 0,
    waiting: 3,
    reach: { shown: 0, ready: 0, lack: 'language', languages: ['de'] },
  });
  expect(french).toMatchObject({ live: 0, waiting: 1, reach: { shown: 0, ready: 0 } });
  expect(french.reach.lack).toBeUndefined();
});
