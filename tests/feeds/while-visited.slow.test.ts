/** What somebody changes of a source while it is being visited stands: the visit that is under way does not undo it. */
import { beforeEach, expect, test, vi } from 'vitest';
import { LONGEST_MS } from '../../api/src/feeds/pace.ts';
import { rss } from './made-feeds.ts';
import { useSourceHouse } from './source-house.ts';

const on = useSourceHouse();
const { serve, add, stories, source, item } = on;

const KNOWN = 'Le quai nord rouvre aux camions';
let id: string;
let answer: (() => void) | undefined;

/** The source that was visited once, and whose feed now answers when `answer` is called. */
beforeEach(async () => {
  serve('/a.xml', rss([item(KNOWN, 'quai')]));
  id = (await add('/a.xml', { trusted: true })).source.id;
  answer = undefined;
  on.pages.set('/a.xml', (_request, response) => {
    answer = () => {
      response.writeHead(200, { 'content-type': 'application/rss+xml' });
      response.end(rss([item('Le quai nord ferme pour toujours', 'quai'), item('La halle ferme deux jours', 'halle')]));
    };
  });
});
const change = async (patch: object) => on.house.edit('PATCH', `/api/sources/${id}`, patch);
async function whileVisited(act: () => Promise<unknown>): Promise<void> {
  on.clock.advance(LONGEST_MS * 1.2);
  const visiting = on.house.edit('POST', `/api/sources/${id}/refresh`, {});
  await vi.waitFor(() => expect(answer).toBeDefined());
  const acting = act();
  // What waits for the visit to end comes to its end too.
  await Promise.race([acting, vi.waitFor(async () => expect(await on.house.storage.revision('sources')).toBe(2))]);
  answer?.();
  await Promise.all([visiting, acting]);
}

test('without trust, under another name and voice: nothing new goes live, and no words change', async () => {
  const now = { trusted: false, voice: 'corporate', name: 'Direction', topics: ['hr'] };
  await whileVisited(() => change(now));
  const said = (await stories()).map(({ title, state, voice, credit, topics }) => ({
    title,
    state,
    voice,
    credit,
    topics,
  }));
  const both = { voice: 'corporate', credit: 'Direction', topics: ['hr'] };
  expect(said.toSorted((a, b) => a.title.localeCompare(b.title))).toEqual([
    { ...both, title: 'La halle ferme deux jours', state: 'waiting' },
    { ...both, title: KNOWN, state: 'live' },
  ]);
});

test('with trust: what comes goes live', async () => {
  await change({ trusted: false });
  on.clock.advance(LONGEST_MS);
  const visiting = on.house.edit('POST', `/api/sources/${id}/refresh`, {});
  await vi.waitFor(() => expect(answer).toBeDefined());
  await change({ trusted: true });
  answer?.();
  await visiting;
  expect((await stories()).map(({ state }) => state)).toEqual(['live', 'live']);
});

test('at another address: what the old one brings is dropped, the new one is asked before the answer', async () => {
  serve('/b.xml', rss([item('Tout autre chose au port ce matin', 'autre')]));
  await whileVisited(() => change({ url: `${on.base}/b.xml` }));
  expect((await stories()).map(({ title }) => title).toSorted()).toEqual([KNOWN, 'Tout autre chose au port ce matin']);
  expect(await source(id)).toMatchObject({ failures: 0, checkedAt: new Date(on.clock.now()).toISOString() });
});

test('switched off: what the visit brings is dropped', async () => {
  await whileVisited(() => change({ enabled: false }));
  expect((await stories()).map(({ title }) => title)).toEqual([KNOWN]);
});
