/** Stories of sources on the desk of moderators: what phones reported, what waits, many decided at once, and taken back. */
import { ProposalContent } from '@palier/playlists/proposal';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyHashOf } from '../../api/src/proposals/proposals.ts';
import { MODERATION_COLLECTIONS } from '../../api/src/storage/records/moderation.ts';
import { openHouse, type House } from '../api/house.ts';
import { startSmtp } from '../support/smtp.ts';

let house: House;
let mona: string;
beforeEach(async () => {
  house = await openHouse({});
  mona = await house.as('moderator');
});
afterEach(() => house.close());

const storyOf = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  voice: 'trade',
  sourceId: 'rail',
  credit: 'Le Rail',
  title: `Nouvelle ${id}`,
  url: `https://rail.example/${id}`,
  publishedAt: '2026-11-23T10:00:00.000Z',
  topics: [],
  state: 'waiting',
  ...more,
});
const seenOf = ({ title, url }: ReturnType<typeof storyOf>) => ({ title, url });
const put = (...stories: object[]) =>
  house.storage.transact((transaction) => transaction.put('sourceStories', { id: 'rail', stories } as never));
const list = async (query = 'state=waiting', cookie = mona) =>
  (await house.call('GET', `/api/stories?${query}`, { cookie })).body;
const idsOf = async (query?: string) => (await list(query)).stories.map(({ id }: { id: string }) => id);
const states = async () =>
  Object.fromEntries(
    ((await house.storage.get('sourceStories', 'rail'))?.stories ?? []).map(({ id, state }) => [id, state]),
  );
const act = (id: string, body: object) => house.call('POST', `/api/stories/${id}`, { cookie: mona, body });
const many = async (body: object) =>
  (await house.call('POST', '/api/story-decisions', { cookie: mona, body })).body.results;
const count = async () => (await house.call('GET', '/api/story-count', { cookie: mona })).body;
async function report(id: string, whys: readonly ('wrong' | 'hurtful')[], phones = 'phone') {
  for (const [index, why] of whys.entries()) await house.parts.moderation.reports.report(id, `${phones} ${index}`, why);
}

describe('a story that three phones reported', () => {
  const told = storyOf('aaaaaaaa', { state: 'live', publishedAt: '2026-11-20T10:00:00.000Z' });

  test('waits before all others and says why, to moderators alone; whoever approves it answers the reports', async () => {
    await put(storyOf('bbbbbbbb'), told);
    await report(told.id, ['hurtful', 'wrong']);
    // Told before it hides, too.
    expect((await list('state=live')).reports).toMatchObject([{ story: told.id, count: 2, hid: false }]);
    await report(told.id, ['hurtful'], 'another');
    const waiting = await list();
    expect(waiting.stories.map(({ id }: { id: string }) => id)).toEqual([told.id, 'bbbbbbbb']);
    const whys = [
      { why: 'hurtful', count: 2 },
      { why: 'wrong', count: 1 },
    ];
    expect(waiting.reports).toEqual([{ story: told.id, count: 3, hid: true, whys }]);
    expect(await count()).toEqual({ waiting: 2, reported: 1 });
    const viewer = await list('state=waiting', await house.as('viewer'));
    expect([viewer.reports, viewer.stories[0].id]).toEqual([[], 'bbbbbbbb']);
    expect((await act(told.id, { act: 'approve', seen: seenOf(told) })).status).toBe(200);
    expect((await list('state=live')).reports).toEqual([]);
    expect(await count()).toEqual({ waiting: 1, reported: 0 });
    // Taken back, they ask again.
    expect((await act(told.id, { act: 'wait', from: 'live' })).status).toBe(200);
    expect((await list()).reports).toMatchObject([{ story: told.id, count: 3 }]);
    expect(await count()).toEqual({ waiting: 2, reported: 1 });
  });

  test('keeps how often which reason, and nothing by which a reason is somebody’s', async () => {
    await put(told);
    await report(told.id, ['wrong', 'wrong']);
    const kept = await house.storage.get('storyReports', told.id);
    expect(Object.keys(kept ?? {}).toSorted()).toEqual(['hid', 'id', 'marks', 'updatedAt', 'whys', 'words']);
    expect(kept?.whys).toEqual({ wrong: 2 });
    expect(kept?.marks.every((mark) => /^[0-9a-f]{32}$/.test(mark))).toBe(true);
  });

  test('of a house that kept no reasons yet says how many phones', async () => {
    const old = { id: told.id, marks: ['a', 'b', 'c'], updatedAt: '2026-11-23T10:00:00.000Z', hid: true };
    const record = MODERATION_COLLECTIONS.storyReports.schema.parse(old);
    expect(record).toEqual(old);
    await put({ ...told, state: 'waiting' });
    await house.storage.transact((transaction) => transaction.put('storyReports', record));
    expect((await list()).reports).toEqual([{ story: told.id, count: 3, hid: true, whys: [] }]);
  });

  test('stays off the screens when its source is trusted from then on, also where it had been approved before', async () => {
    const cookie = await house.as('editor');
    const { source } = (await house.edit('POST', '/api/sources', { name: 'Le Rail' })).body;
    const stories = [storyOf('aaaaaaaa', { state: 'live', approved: true }), storyOf('bbbbbbbb')];
    await house.storage.transact((transaction) =>
      transaction.put('sourceStories', {
        id: source.id,
        stories: stories.map((story) => ({ ...story, sourceId: source.id })),
      } as never),
    );
    await report('aaaaaaaa', ['wrong', 'wrong', 'hurtful']);
    await house.call('PATCH', `/api/sources/${source.id}`, { cookie, body: { trusted: true } });
    const kept = (await house.storage.get('sourceStories', source.id))?.stories ?? [];
    expect(kept.map(({ id, state, approved }) => [id, state, approved])).toEqual([
      ['aaaaaaaa', 'waiting', undefined],
      ['bbbbbbbb', 'live', undefined],
    ]);
  });
});

describe('many stories at once', () => {
  const [first, second, third] = [storyOf('aaaaaaaa'), storyOf('bbbbbbbb'), storyOf('cccccccc')];
  const lot = (...stories: (typeof first)[]) => stories.map((story) => ({ id: story.id, seen: seenOf(story) }));

  test('are approved each by itself: not what was told anew, decided meanwhile, gone or reported', async () => {
    const hidden = storyOf('dddddddd', { state: 'live' });
    await put(first, { ...second, title: 'Des insultes' }, { ...third, state: 'blocked' }, hidden);
    await report(hidden.id, ['wrong', 'wrong', 'hurtful']);
    const gone = storyOf('eeeeeeee');
    expect(await many({ act: 'approve', stories: lot(first, second, third, hidden, gone) })).toEqual([
      { id: first.id },
      { id: second.id, refused: 'changed' },
      { id: third.id, refused: 'decided' },
      { id: hidden.id, refused: 'reported' },
      { id: gone.id, refused: 'absent' },
    ]);
    expect(await states()).toEqual({
      aaaaaaaa: 'live',
      bbbbbbbb: 'waiting',
      cccccccc: 'blocked',
      dddddddd: 'waiting',
    });
  });

  test('are set aside, and wait again when that is taken back, unless somebody has decided otherwise', async () => {
    await put(first, second, third);
    expect(await many({ act: 'block', stories: lot(first, second) })).toEqual([{ id: first.id }, { id: second.id }]);
    expect(await states()).toMatchObject({ aaaaaaaa: 'blocked', bbbbbbbb: 'blocked', cccccccc: 'waiting' });
    await act(second.id, { act: 'approve', seen: seenOf(second) });
    const stories = [{ id: first.id }, { id: second.id }];
    expect(await many({ act: 'wait', from: 'blocked', stories })).toEqual([
      { id: first.id },
      { id: second.id, refused: 'decided' },
    ]);
    expect(await states()).toMatchObject({ aaaaaaaa: 'waiting', bbbbbbbb: 'live' });
    // One that was put back was not approved: it waits, from wherever it comes.
    const [kept] = (await house.storage.get('sourceStories', 'rail'))?.stories ?? [];
    expect(kept).not.toHaveProperty('approved');
    const audit = (await house.call('GET', '/api/proposal-audit', { cookie: mona })).body.stories;
    expect(audit.map(({ act: did }: { act: string }) => did).toSorted()).toEqual(['approve', 'block', 'block', 'wait']);
  });

  test('are for moderators, fifty in one request', async () => {
    const stories = Array.from({ length: 51 }, () => lot(first)).flat();
    const ask = async (body: object, role: 'viewer' | 'moderator') =>
      (await house.call('POST', '/api/story-decisions', { cookie: await house.as(role), body })).status;
    expect(await ask({ act: 'approve', stories }, 'moderator')).toBe(422);
    expect(await ask({ act: 'approve', stories: lot(first) }, 'viewer')).toBe(403);
    expect((await house.call('GET', '/api/story-count', { cookie: await house.as('viewer') })).status).toBe(403);
  });
});

test('the list goes on after so many, newest first, and can be of one source', async () => {
  const hourly = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'].map((id, hour) =>
    storyOf(id, { publishedAt: `2026-11-23T0${hour}:00:00.000Z` }),
  );
  await put(...hourly);
  expect(await idsOf()).toEqual(['cccccccc', 'bbbbbbbb', 'aaaaaaaa']);
  expect(await idsOf('state=waiting&from=2')).toEqual(['aaaaaaaa']);
  expect((await list('state=waiting&from=3')).total).toBe(3);
  expect(await idsOf('state=waiting&source=port')).toEqual([]);
  expect(await idsOf('state=waiting&source=rail')).toHaveLength(3);
  expect((await house.call('GET', '/api/stories?from=-1', { cookie: mona })).status).toBe(422);
});

test('the daily letter tells in one line of stories that wait, and does not go out for them alone', async () => {
  const smtp = await startSmtp();
  await house.close();
  house = await openHouse({ smtp: smtp.settings(), start: false });
  mona = await house.as('moderator');
  await put(storyOf('aaaaaaaa', { state: 'live' }), storyOf('bbbbbbbb'));
  await report('aaaaaaaa', ['wrong', 'wrong', 'hurtful']);
  const job = { commit: house.storage.transact.bind(house.storage), signal: new AbortController().signal };
  const round = async () => {
    await house.parts.moderation.digest(job);
    await house.parts.mail.deliverDue(job);
  };
  await round();
  expect(smtp.count()).toBe(0);
  const keyHash = keyHashOf('one that waits');
  const { authorship } = house.parts.proposals;
  await authorship.begin(keyHash);
  const content = ProposalContent.parse({
    title: 'Le potager du toit donne',
    text: 'Des tomates pour tout le monde, mardi à midi.',
    category: 'news',
    language: 'fr',
    credit: { kind: 'team', text: 'La production' },
  });
  await authorship.submit(keyHash, { content });
  await round();
  const [letter] = await smtp.received();
  expect(letter?.mail.subject).toBe('Palier: 1 proposal to read');
  expect(letter?.mail.text).toContain(
    '2 stories wait, too, in News watch\n1 of them hidden after three reports\n' +
      'Open News watch: http://palier.test/sources?stories=waiting',
  );
  await smtp.stop();
});
