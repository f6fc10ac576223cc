/** The feed on phones: of a screen, an audience, a topic; and the address by which a wall leads to it. Over the API. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allAudiences, Audience, audienceMark, AudienceMark, EVERYONE } from '@palier/playlists/audience';
import { AudienceId } from '@palier/playlists/ids';
import { Story } from '@palier/playlists/story';
import { QR_PREFERRED_VERSION, qrVersionOf } from '@palier/playlists/wall';
import { storyShown } from '../../api/src/mix/story-shown.ts';
import type { FeedAnswer } from '../../api/src/wire/share.ts';
import { openHouse, type House } from '../api/house.ts';
import { storyId } from '../mix/stories.ts';

let house: House;
let sources: Record<'trade' | 'corporate', string>;

beforeEach(async () => {
  house = await openHouse();
  const topics = [
    { id: 'quay', name: { fr: 'Le quai', en: 'The quay' } },
    { id: 'law', name: { fr: 'Droit', en: 'Law' } },
    { id: 'silent', name: { fr: 'Sans nouvelles', en: 'No news' } },
  ];
  await house.edit('PUT', '/api/topics', { topics });
  const make = async (name: string, voice: string) =>
    (await house.edit('POST', '/api/sources', { name, voice })).body.source.id as string;
  sources = { trade: await make('Le Port', 'trade'), corporate: await make('La maison', 'corporate') };
});
afterEach(() => house.close());

const write = async (title: string, topics: string[], voice: 'trade' | 'corporate' = 'trade') =>
  (await house.edit('POST', `/api/sources/${sources[voice]}/stories`, { title, topics, language: 'fr' })).body
    .id as string;
const feed = async (query = ''): Promise<FeedAnswer> => {
  const answer = await house.call('GET', `/api/public/stories${query}`);
  expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
  return answer.body;
};
const told = ({ groups }: FeedAnswer) =>
  groups.map(({ kind, name, stories }) => [name?.fr ?? kind, ...stories.map(({ title }) => title)]);
async function audiences(...own: object[]) {
  const { revision } = (await house.call('GET', '/api/audiences', { cookie: await house.as('editor') })).body;
  await house.edit('PUT', '/api/audiences', { audiences: own, revision });
  await house.parts.editions.settled();
}
const quayside = (screens: string[]) => ({
  id: 'a-quayside',
  name: 'Les quais',
  target: { all: false, screens, groups: [] },
  topics: ['quay'],
});

describe('a feed', () => {
  test('goes by topic in the order of the house; of one topic where it is asked for', async () => {
    await write('La loi change', ['law']);
    await write('Le quai rouvre', ['quay']);
    await write('Autre chose', []);
    await write('Nos résultats', [], 'corporate');
    await house.parts.editions.settled();
    const whole = await feed();
    expect(told(whole)).toEqual([
      ['Le quai', 'Le quai rouvre'],
      ['Droit', 'La loi change'],
      ['other', 'Autre chose'],
      ['corporate', 'Nos résultats'],
    ]);
    expect(whole.topics.map(({ id }) => id)).toEqual(['quay', 'law']);
    const law = await feed('?topic=law');
    expect(told(law)).toEqual([['Droit', 'La loi change']]);
    expect([law.topic?.name.fr, law.topics.length]).toEqual(['Droit', 2]);
    expect(told(await feed('?topic=silent'))).toEqual(told(whole));
  });

  test('of a screen is that of its audience; of any other screen that of everybody', async () => {
    const [quay, hall] = [await house.pair('Quai'), await house.pair('Hall')];
    await write('La loi change', ['law']);
    await write('Le quai rouvre', ['quay']);
    await audiences(quayside([quay.id]));
    const there = await feed(`?screen=${quay.id}`);
    expect([there.audience?.name, told(there)]).toEqual(['Les quais', [['Le quai', 'Le quai rouvre']]]);
    const here = await feed(`?screen=${hall.id}`);
    expect(here.audience?.id).toBe(EVERYONE);
    expect(told(here)).toHaveLength(2);
    expect(here.audiences.map(({ id }) => id)).toEqual(['a-quayside', EVERYONE]);
    expect((await feed('?screen=nowhere')).audience).toBeUndefined();
  });

  test('of a house without audiences is, for a screen, what its screens show', async () => {
    const hall = await house.pair('Hall');
    await write('Le quai rouvre', ['quay']);
    const german = { title: 'Der Kai öffnet wieder', topics: ['quay'], language: 'de' };
    await house.edit('POST', `/api/sources/${sources.trade}/stories`, german);
    await house.parts.editions.settled();
    const shown = await feed(`?screen=${hall.id}`);
    expect(shown.audience?.id).toBe(EVERYONE);
    expect(told(shown).flat()).not.toContain(german.title);
    expect(told(await feed()).flat()).toContain(german.title);
  });

  test('is found by the mark in the address of a story on a wall, and by its id; an unknown one is the house’s', async () => {
    const quay = await house.pair('Quai');
    const id = await write('Le quai rouvre', ['quay']);
    await write('La loi change', ['law']);
    await audiences(quayside([quay.id]));
    const edition = await house.storage.get('editions', AudienceId.parse('a-quayside'));
    const shown = edition?.stories.find((one) => one.id === id);
    const mark = new URL(shown?.url ?? '').searchParams.get('a') ?? '';
    expect(AudienceMark.safeParse(mark).success).toBe(true);
    expect(shown?.label).toBe(`palier.test/f/${id}`);
    expect(mark).not.toContain(quay.id);
    for (const asked of [mark, 'a-quayside'])
      expect((await feed(`?audience=${asked}`)).audience).toEqual({ id: 'a-quayside', name: 'Les quais', mark });
    expect(told(await feed(`?audience=${mark}`))).toEqual([['Le quai', 'Le quai rouvre']]);
    expect((await feed('?audience=zzzz')).audience).toBeUndefined();
  });

  test('a source that is switched off is in no feed, on no phone, and not shared; switched on it is back', async () => {
    const id = await write('Le quai rouvre', ['quay']);
    const page = () => house.call('GET', `/api/public/stories/${id}`);
    const kit = () => house.call('GET', `/api/public/stories/${id}/kit?language=fr`);
    const list = async () => (await house.call('GET', '/api/share', { cookie: await house.as('viewer') })).body.stories;
    expect([(await page()).status, (await kit()).status, (await list()).length]).toEqual([200, 200, 1]);
    await switchTo(false);
    expect(told(await feed())).toEqual([]);
    expect([(await page()).status, (await kit()).status, (await list()).length]).toEqual([404, 404, 0]);
    await switchTo(true);
    expect(told(await feed())).toHaveLength(1);
    expect((await page()).status).toBe(200);
  });
});

const switchTo = (enabled: boolean) => house.edit('PATCH', `/api/sources/${sources.trade}`, { enabled });

describe('the address of a story on a wall', () => {
  const story = Story.parse({
    id: storyId(7),
    voice: 'trade',
    sourceId: 'a',
    credit: 'A',
    title: 'T',
    publishedAt: '2026-05-07T10:00:00Z',
    state: 'live',
  });
  const [everyone] = allAudiences([]);

  test.each([
    ['http://192.168.1.20:8080', true],
    ['http://192.168.100.200:8080', true],
    ['https://palier.entreprise.example', true],
    // 41 signs: with the mark the code would be denser than version 3.
    ['https://ecrans.une-entreprise.example.com', false],
    // Too long for version 3 as it is: it may as well say it.
    ['https://ecrans.une-entreprise-au-nom-vraiment-long.example.com', true],
  ])('of %s carries the mark unless its code gets denser', (publicUrl, carries) => {
    const shown = storyShown(story, { topics: [], publicUrl, ...(everyone && { audience: everyone }) });
    const page = `${publicUrl}/f/${story.id}`;
    expect(shown.url).toBe(carries ? `${page}?a=${audienceMark(EVERYONE)}` : page);
    expect(qrVersionOf(shown.url)).toBe(Math.max(QR_PREFERRED_VERSION, qrVersionOf(page)));
    expect(shown.label).toBe(page.replace(/^https?:\/\//, ''));
  });

  test('marks of a hundred audiences are unlike, whatever their ids', () => {
    const ids = Array.from({ length: 100 }, (_, index) =>
      AudienceId.parse(`a-${(1_790_000_000_000 + index * 61_003).toString(36)}`),
    );
    expect(new Set(ids.map(audienceMark)).size).toBe(100);
    expect(ids.map(audienceMark).every((mark) => AudienceMark.safeParse(mark).success)).toBe(true);
    const target = { all: true, screens: [], groups: [] };
    expect(audienceMark(Audience.parse({ id: 'x', name: 'X', target }).id)).toMatch(/^[a-z2-9]{4}$/);
  });
});
