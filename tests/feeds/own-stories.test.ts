/** Stories that the house writes: with a picture of the library, edited in place, and what that picture is kept for. */
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PublicStory } from '../../api/src/wire/share.ts';
import { mediaAddresses } from '../../api/src/storage/collections.ts';
import { notice, openHouse, playlistOf, testClock, type House, type TestClock } from '../api/house.ts';

const DAY = 24 * 3_600_000;
const FEED = { id: 'news', durationMs: 10_000, item: { kind: 'feed', stories: 2 } };
let house: House;
let clock: TestClock;
let cookie: string;
let source: string;

beforeEach(async () => {
  clock = testClock();
  house = await openHouse({ clock });
  cookie = await house.as('editor');
  const draft = { name: 'Les métiers', voice: 'trade', topics: ['production'] };
  source = (await house.edit('POST', '/api/sources', draft)).body.source.id;
});
afterEach(() => house.close());

async function picture(name: string): Promise<{ id: string; sha256: string }> {
  const image = sharp({ create: { width: 900, height: 600, channels: 3, background: '#22aa33' } }).jpeg();
  const raw = new Uint8Array(await image.toBuffer());
  const answer = await house.call('POST', `/api/media?name=${name}`, { raw, cookie });
  if (answer.status !== 201) throw new Error(`${name} was not taken`);
  return answer.body;
}
const write = (more: object = {}) =>
  house.call('POST', `/api/sources/${source}/stories`, { body: { title: 'La cantine rouvre', ...more }, cookie });
async function edit(id: string, body: object, as: 'editor' | 'moderator' | 'viewer' = 'editor', etag?: string) {
  const present = await house.call('GET', `/api/stories/${id}`, { cookie });
  const headers = { 'if-match': etag ?? present.headers.get('etag') ?? '' };
  return house.call('PUT', `/api/stories/${id}`, { body, cookie: await house.as(as), headers });
}
const phone = async (id: string): Promise<PublicStory> => (await house.call('GET', `/api/public/stories/${id}`)).body;

/** A screen that shows the news, and what its manifest has of it. */
async function wall(approval: Record<string, unknown> = {}) {
  await house.edit('POST', '/api/playlists', playlistOf('day', [notice('hello'), FEED]));
  const rules = [{ playlistId: 'day' }];
  await house.edit('POST', '/api/schedules', { name: { fr: 'x' }, target: { all: true }, rules });
  const { token } = await house.pair('Hall', approval);
  return async () => {
    await house.parts.editions.settled();
    const { body } = await house.call('GET', '/api/player/manifest', { token });
    const entry = body.playlists[0].entries.find(({ id }: { id: string }) => id === 'news');
    return { entry, stories: entry?.item.shown?.stories ?? [], media: body.media };
  };
}

describe('a picture of the library', () => {
  test('goes to walls, to the phone and into the share kit, with its words', async () => {
    const { id: name, sha256 } = await picture('cantine.jpg');
    const shown = await wall();
    const { body: story } = await write({ picture: name, alt: 'Des plats de saison', language: 'fr' });
    const { stories, media } = await shown();
    expect(stories).toMatchObject([{ id: story.id, picture: name, alt: 'Des plats de saison' }]);
    expect(media).toMatchObject([{ id: name }]);
    const [first] = (await phone(story.id)).pictures;
    expect(first?.alt).toBe('Des plats de saison');
    expect((await house.call('GET', first?.url ?? '')).status).toBe(200);
    await house.edit('PUT', `/api/share/${story.id}`, { allowed: true, texts: [] });
    const kit = (await house.call('GET', `/api/public/stories/${story.id}/kit?language=fr`)).body;
    expect(kit.story.pictures).toEqual([first]);
    // Whatever the voice, the picture is the house's own: it may be saved and go along.
    expect(kit.handsOut).toBe(true);
    const { body: list } = await house.call('GET', '/api/stories', { cookie });
    expect(list.thumbnails).toMatchObject([{ story: story.id }]);
    expect((await mediaAddresses(house.storage)).has(sha256)).toBe(true);
  });

  test('is one of the library: nobody else’s, no film, nothing that is not there', async () => {
    for (const name of ['gone.jpg', 'stories/abc', 'posts/abc']) {
      const { status, body } = await write({ picture: name });
      expect([name, status, body.fields?.[0].field]).toEqual([name, 422, 'picture']);
    }
    const { body: story } = await write();
    expect((await edit(story.id, { title: 'x', picture: 'gone.jpg' })).status).toBe(422);
  });

  test('stays in the library while a story uses it, and the refusal says which', async () => {
    const { id: name } = await picture('cantine.jpg');
    const { body: story } = await write({ picture: name, expiresAt: new Date(clock.now() + DAY).toISOString() });
    const { body } = await house.call('GET', '/api/media', { cookie });
    expect(body.media[0].stories).toEqual([{ storyId: story.id, title: 'La cantine rouvre' }]);
    const refused = await house.call('DELETE', `/api/media/${name}`, { cookie });
    expect([refused.status, refused.body.usedIn]).toEqual([409, ['La cantine rouvre']]);
    const removed = await house.edit('POST', '/api/library/remove', { names: [name] });
    expect(removed.body).toEqual({ removed: [], kept: [{ name, usedIn: [], stories: ['La cantine rouvre'] }] });
    // Another picture in its place sets it free.
    const other = await picture('autre.jpg');
    expect((await edit(story.id, { title: 'La cantine rouvre', picture: other.id })).status).toBe(200);
    expect((await house.call('DELETE', `/api/media/${name}`, { cookie })).status).toBe(204);
    // So does its removal, and the end of its time.
    await house.edit('DELETE', `/api/stories/${story.id}`);
    expect((await house.call('DELETE', `/api/media/${other.id}`, { cookie })).status).toBe(204);
    const last = await picture('derniere.jpg');
    await write({ picture: last.id, expiresAt: new Date(clock.now() + DAY).toISOString() });
    expect((await house.call('DELETE', `/api/media/${last.id}`, { cookie })).status).toBe(409);
    clock.advance(2 * DAY);
    expect((await house.call('DELETE', `/api/media/${last.id}`, { cookie })).status).toBe(204);
  });

  test('whose last day has come ends its story on walls, in their zone, and no other of the feed', async () => {
    const { id: name } = await picture('cantine.jpg');
    await house.edit('PATCH', '/api/library', { names: [name], expiresOn: '2026-11-25' });
    const shown = await wall({ zone: 'America/Montreal' });
    await write({ picture: name });
    await write({ title: 'Sans image' });
    const { entry, stories } = await shown();
    expect(entry.valid).toBeUndefined();
    const ends = stories.map(({ title, expiresAt }: { title: string; expiresAt?: string }) => [title, expiresAt]);
    expect(Object.fromEntries(ends)).toEqual({
      'La cantine rouvre': '2026-11-26T05:00:00.000Z',
      'Sans image': undefined,
    });
  });
});

describe('an edit', () => {
  test('keeps the page, the place and the pin; walls and phones have the new words', async () => {
    const { id: name } = await picture('cantine.jpg');
    const shown = await wall();
    const { body: story } = await write({ language: 'fr' });
    await house.edit('POST', `/api/stories/${story.id}`, { act: 'pin' });
    await house.edit('PUT', `/api/share/${story.id}`, { allowed: true, texts: ['Venez goûter.'] });
    const before = await shown();
    clock.advance(3_600_000);
    const wanted = { title: 'La cantine rouvre mardi', language: 'fr', picture: name, alt: 'Des plats', topics: [] };
    const { status, body: after } = await edit(story.id, wanted);
    expect(status).toBe(200);
    const { id, publishedAt, voice, credit, state } = story;
    expect(after).toMatchObject({ ...wanted, id, publishedAt, voice, credit, state });
    expect(after.pinnedUntil).toBeDefined();
    const [told] = (await shown()).stories;
    expect(told).toMatchObject({ id, title: wanted.title, url: before.stories[0].url, picture: name });
    expect(await phone(id)).toMatchObject({ title: wanted.title, pictures: [{ alt: 'Des plats' }] });
    const kit = (await house.call('GET', `/api/public/stories/${id}/kit?language=fr`)).body;
    expect(kit.texts.map(({ text }: { text: string }) => text)).toEqual(['Venez goûter.']);
  });

  test('is refused to who may not write, of another version, without one, and of what the house did not write', async () => {
    const { body: story } = await write();
    const etag = (await house.call('GET', `/api/stories/${story.id}`, { cookie })).headers.get('etag') ?? '';
    expect((await edit(story.id, { title: 'x' }, 'viewer')).status).toBe(403);
    expect((await edit(story.id, { title: 'x' }, 'moderator')).status).toBe(403);
    expect((await house.call('PUT', `/api/stories/${story.id}`, { body: { title: 'x' }, cookie })).status).toBe(428);
    // A pin is no edit: it is in nobody's way.
    await house.edit('POST', `/api/stories/${story.id}`, { act: 'pin' });
    expect((await edit(story.id, { title: 'Premier' }, 'editor', etag)).status).toBe(200);
    const late = await edit(story.id, { title: 'Second' }, 'editor', etag);
    expect([late.status, late.body.type]).toEqual([412, expect.stringContaining('etag-stale')]);
    expect((await phone(story.id)).title).toBe('Premier');
    expect((await edit('aaaaaaaa', { title: 'x' })).status).toBe(404);
    const feed = { name: 'Le Port', url: 'https://port.example/rss' };
    const other = (await house.edit('POST', '/api/sources', feed)).body.source.id;
    await house.storage.transact((transaction) =>
      transaction.put('sourceStories', { id: other, stories: [{ ...story, id: 'bbbbbbbb', sourceId: other }] }),
    );
    expect((await edit('bbbbbbbb', { title: 'x' })).status).toBe(409);
  });

  test('brings nothing back that was held back, and no approval to words that nobody read', async () => {
    const { body: story } = await write();
    await house.edit('POST', `/api/stories/${story.id}`, { act: 'approve', seen: { title: story.title } });
    expect((await edit(story.id, { title: story.title, topics: ['sales'] })).body.approved).toBe(true);
    expect((await edit(story.id, { title: 'Autre chose' })).body.approved).toBeUndefined();
    await house.edit('POST', `/api/stories/${story.id}`, { act: 'block' });
    expect((await edit(story.id, { title: 'Encore autre chose' })).body.state).toBe('blocked');
    const month = new Date(clock.now()).toISOString().slice(0, 7);
    const acts = (await house.storage.readLog('storyAudit', month, 0, 20)).map(({ record }) => [record.act, record.by]);
    expect(acts).toContainEqual(['edit', 'editor']);
  });

  test('topics: those of the source unless others are chosen, also none; the source’s own change leaves chosen ones', async () => {
    const [theirs, none, own] = [await write(), await write({ topics: [] }), await write({ topics: ['sales'] })];
    expect([theirs, none, own].map(({ body }) => body.topics)).toEqual([['production'], [], ['sales']]);
    await house.edit('PATCH', `/api/sources/${source}`, { topics: ['hr'], voice: 'corporate' });
    const after = await Promise.all(
      [theirs, none, own].map(
        async ({ body }) => (await house.call('GET', `/api/stories/${body.id}`, { cookie })).body,
      ),
    );
    expect(after.map(({ topics, voice }) => [topics, voice])).toEqual([
      [['hr'], 'corporate'],
      [[], 'corporate'],
      [['sales'], 'corporate'],
    ]);
  });
});
