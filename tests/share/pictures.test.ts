/** A colleague's post with all its pictures, as other phones see it: sent, approved and read over the API. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_PICTURES } from '@palier/playlists/proposal';
import { COLLEAGUES } from '@palier/playlists/story';
import type { PublicStory } from '../../api/src/wire/share.ts';
import { openProposeHouse, type ProposeHouse } from '../proposals/propose-house.ts';

let house: ProposeHouse;
beforeAll(async () => {
  house = await openProposeHouse();
});
afterAll(() => house.close());

const COLOURS = ['#aa3322', '#22aa33', '#2233aa', '#aaaa22', '#aa22aa'];
const picture = (index: number) =>
  sharp({ create: { width: 900, height: 600 + index * 10, channels: 3, background: COLOURS[index] ?? '#777' } })
    .jpeg()
    .toBuffer();

test('four pictures are sent, and every colleague sees all four; a fifth is refused', async () => {
  const phone = await house.phone();
  const names: string[] = [];
  for (const index of COLOURS.keys()) names.push((await phone.file(await picture(index), 'image/jpeg')).body.name);
  const five = await phone.ask('POST', '', { content: contentWith(names) });
  expect([five.status, five.body.fields[0].field]).toEqual([422, 'content.pictures']);
  expect(await house.storage.all('proposals')).toEqual([]);
  const four = names.slice(0, MAX_PICTURES);
  expect((await phone.ask('POST', '', { content: contentWith(four) })).status).toBe(201);
  await house.decide({ did: 'approved' });
  await house.parts.editions.settled();
  const [post] = (await house.storage.get('sourceStories', COLLEAGUES))?.stories ?? [];
  const path = `/api/public/stories/${post?.id}`;
  const story: PublicStory = (await house.call('GET', path)).body;
  expect(story.pictures.map(({ heightPx }) => heightPx)).toEqual([600, 610, 620, 630]);
  expect(story.pictures.map(({ alt }) => alt)).toEqual(['Quatre tomates', undefined, undefined, undefined]);
  for (const [index, { url, type }] of story.pictures.entries()) {
    const answer = await house.call('GET', url);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    const { dominant } = await sharp(Buffer.from(await answer.response.arrayBuffer())).stats();
    expect(hueOf(dominant)).toBe(hueOf(rgbOf(COLOURS[index] ?? '')));
  }
  // What was left out is nobody's to fetch, and the wall says how many more there are.
  const left = (await house.storage.all('proposalFiles')).find(({ id }) => id === names[MAX_PICTURES]);
  expect((await house.call('GET', `${path}/media/${left?.media.sha256}`)).status).toBe(404);
  const [edition] = await house.storage.all('editions');
  expect(edition?.stories[0]?.more).toBe(3);

  await takeDown();
  for (const { url } of story.pictures) expect((await house.call('GET', url)).status).toBe(404);
});

async function takeDown() {
  const [record] = await house.storage.all('proposals');
  if (record === undefined) throw new Error('there is no proposal');
  const { id, revision } = record;
  const user = { userId: 'u-mona', name: 'Mona' };
  await house.parts.proposals.decide({ id, revision, user, did: 'taken-down', reason: 'La saison est finie.' });
}

function contentWith(pictures: string[]) {
  return {
    title: 'Le potager du toit donne',
    text: 'Des tomates pour tout le monde.',
    category: 'news',
    language: 'fr',
    credit: { kind: 'team', text: 'La production' },
    pictures,
    alt: 'Quatre tomates',
  };
}

type Rgb = { r: number; g: number; b: number };
function rgbOf(colour: string): Rgb {
  const at = (from: number) => Number.parseInt(colour.slice(from, from + 2), 16);
  return { r: at(1), g: at(3), b: at(5) };
}
/** Which of the three colours are strong: encoding a picture anew changes no more than a shade. */
const hueOf = ({ r, g, b }: Rgb) => [r, g, b].map((one) => (one > 110 ? 'x' : '-')).join('');
