/** A moderator's desk over the API: the queue, who has what in hand, decisions and their undoing, reports, the daily letter. */
import { ProposalContent } from '@palier/playlists/proposal';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyHashOf } from '../../api/src/proposals/proposals.ts';
import { openHouse, type House } from '../api/house.ts';
import { startSmtp } from '../support/smtp.ts';

let house: House;
let mona: string;
let keys = 0;
beforeEach(async () => {
  house = await openHouse({ trustedProxies: 1 });
  mona = await house.as('moderator');
});
afterEach(() => house.close());

const REASON = 'Il manque le lieu et la date.';
const contentOf = (more: Record<string, unknown>) =>
  ProposalContent.parse({
    title: 'Le potager du toit donne',
    text: 'Des tomates pour tout le monde, mardi à midi au troisième étage.',
    category: 'news',
    language: 'fr',
    credit: { kind: 'team', text: 'La production' },
    ...more,
  });

async function send(more: Record<string, unknown> = {}, userId?: string) {
  const keyHash = keyHashOf(`key ${(keys += 1)}`);
  const { authorship } = house.parts.proposals;
  await authorship.begin(keyHash);
  const outcome = await authorship.submit(keyHash, { content: contentOf(more), userId });
  if ('refused' in outcome) throw new Error(outcome.refused);
  return { ...outcome.record, keyHash };
}
const get = (path: string, cookie = mona) => house.call('GET', path, { cookie });
const decide = (id: string, did: string, more: Record<string, unknown> = {}, cookie = mona) =>
  house.call('POST', `/api/proposals/${id}/decision`, { cookie, body: { did, revision: 1, ...more } });
const queue = async (list = 'waiting', cookie = mona) => (await get(`/api/proposals?list=${list}`, cookie)).body;
const posts = async () => (await house.storage.get('sourceStories', 'colleagues'))?.stories.map(({ id }) => id) ?? [];
const typeOf = (answer: { status: number; body: { type?: string } }) => [
  answer.status,
  answer.body.type?.split('#')[1],
];

describe('the queue', () => {
  test('what waits is oldest first, with hints, duplicates and whose it is', async () => {
    const first = await send({ text: 'Appelez Léa au 06 12 34 56 78 avant mardi midi, merci beaucoup.' });
    house.clock.advance(60_000);
    const second = await send({ title: 'le potager du toit donne !' }, 'user-moderator');
    const { entries, counts } = await queue();
    expect(entries.map(({ id }: { id: string }) => id)).toEqual([first.id, second.id]);
    expect(entries[0]).toMatchObject({ hints: 1, group: [first.id, second.id], own: false, credit: 'La production' });
    expect(entries[1]).toMatchObject({ hints: 0, own: true });
    expect(counts).toEqual({ waiting: 2, asked: 0, shown: 0, ended: 0 });
    const { body } = await get(`/api/proposals/${first.id}`);
    expect(body.hints).toMatchObject([{ kind: 'phone', field: 'text', found: '06 12 34 56 78' }]);
    expect(body.duplicates.map(({ id }: { id: string }) => id)).toEqual([second.id]);
    expect(body.shown).toMatchObject({ title: first.content.title, voice: 'colleagues', id: first.storyId });
    expect((await get('/api/proposal-count')).body).toEqual({ waiting: 2 });
  });

  test('words of the house and reasons are changed by moderators, and pointed out from then on', async () => {
    const one = await send();
    const before = await get('/api/proposal-settings');
    const { settings, proposeUrl } = before.body;
    expect(proposeUrl).toBe('http://palier.test/p');
    expect(settings.reasons.length).toBeGreaterThan(5);
    const changed = { words: ['tomates'], reasons: settings.reasons.slice(0, 1) };
    const headers = { 'if-match': before.headers.get('etag') ?? '' };
    const put = () => house.call('PUT', '/api/proposal-settings', { cookie: mona, body: changed, headers });
    expect((await put()).status).toBe(200);
    // Somebody else's changes are not overwritten unseen.
    expect(typeOf(await put())).toEqual([412, 'etag-stale']);
    expect((await get('/api/proposal-settings')).body.settings).toEqual(changed);
    expect((await get(`/api/proposals/${one.id}`)).body.hints).toMatchObject([{ kind: 'word', found: 'tomates' }]);
  });
});

describe('decisions', () => {
  test('approved: on screens, out of the queue, in the audit by name; undone: it waits again', async () => {
    const one = await send();
    expect((await decide(one.id, 'approved')).status).toBe(200);
    expect(await posts()).toEqual([one.storyId]);
    expect((await queue()).counts).toMatchObject({ waiting: 0, shown: 1 });
    const audit = (await get('/api/proposal-audit')).body;
    expect(audit.entries[0]).toMatchObject({ did: 'approved', by: { name: 'moderator' }, title: one.content.title });
    const csv = await get('/api/proposal-audit?format=csv&language=en');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.body).toContain('approved,1');
    expect(csv.body).toContain(`proposal,${one.id},Le potager du toit donne,moderator,approved,1,\r\n`);
    const undone = await house.call('DELETE', `/api/proposals/${one.id}/decision`, { cookie: mona });
    expect(undone.body.entry.state).toBe('waiting');
    expect(await posts()).toEqual([]);
    expect((await get('/api/proposal-audit')).body.entries[0].did).toBe('restored');
  });

  test('taking down is undone onto the screens again; two minutes later nothing is', async () => {
    const one = await send();
    await decide(one.id, 'approved');
    await decide(one.id, 'taken-down', { reason: REASON });
    expect(await posts()).toEqual([]);
    const undo = () => house.call('DELETE', `/api/proposals/${one.id}/decision`, { cookie: mona });
    expect((await undo()).status).toBe(200);
    expect(await posts()).toEqual([one.storyId]);
    expect(typeOf(await undo())).toEqual([409, 'proposal-state']);
    await decide(one.id, 'taken-down', { reason: REASON });
    house.clock.advance(121_000);
    expect(typeOf(await undo())).toEqual([409, 'proposal-state']);
  });

  test('a reason is mandatory, words that were not seen are not decided on, nobody approves their own', async () => {
    const one = await send();
    const own = await send({ title: 'Le mien' }, 'user-moderator');
    expect(typeOf(await decide(one.id, 'declined'))).toEqual([422, 'proposal-reason']);
    expect(typeOf(await decide(one.id, 'approved', { revision: 2 }))).toEqual([409, 'proposal-changed']);
    expect(typeOf(await decide(own.id, 'approved'))).toEqual([403, 'proposal-own']);
    expect((await decide(own.id, 'approved', {}, await house.as('editor'))).status).toBe(200);
    expect(typeOf(await decide('nothing', 'approved'))).toEqual([404, 'not-found']);
  });

  test('an edit of an approved one shows the difference, and a mended one is another revision', async () => {
    const one = await send();
    await decide(one.id, 'approved');
    await house.parts.proposals.authorship.edit(one.keyHash, 1, {
      content: contentOf({ text: 'Des courges pour tout le monde, mardi à midi au troisième étage.' }),
    });
    const { body } = await get(`/api/proposals/${one.id}`);
    expect(body.entry).toMatchObject({ edited: true, state: 'waiting', revision: 2 });
    expect(body.changes.text.filter(({ kind }: { kind: string }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: 'tomates' },
      { kind: 'added', text: 'courges' },
    ]);
    const mended = await house.call('PUT', `/api/proposals/${one.id}/content`, {
      cookie: mona,
      body: { revision: 2, content: contentOf({ title: 'Le potager du toit' }) },
    });
    expect(mended.body.entry).toMatchObject({ revision: 3, title: 'Le potager du toit' });
    expect(mended.body.decisions.at(-1)).toMatchObject({ did: 'edited', by: { name: 'moderator' } });
  });

  test('many at once: each by itself, at most fifty', async () => {
    const [a, b, own] = [await send(), await send({ title: 'Autre chose' }), await send({}, 'user-moderator')];
    await decide(b.id, 'declined', { reason: REASON });
    const proposals = [a, b, own].map(({ id }) => ({ id, revision: 1 }));
    const body = { did: 'approved', proposals };
    const { results } = (await house.call('POST', '/api/proposal-decisions', { cookie: mona, body })).body;
    expect(results).toEqual([{ id: a.id }, { id: b.id, refused: 'state' }, { id: own.id, refused: 'own' }]);
    const tooMany = { did: 'approved', proposals: Array.from({ length: 51 }, () => proposals[0]) };
    expect((await house.call('POST', '/api/proposal-decisions', { cookie: mona, body: tooMany })).status).toBe(422);
  });
});

test('stories of sources: who let which through, blocked or pinned it, by hand or with the source, on the page and in the file', async () => {
  const edda = await house.as('editor');
  const { source } = (
    await house.call('POST', '/api/sources', {
      cookie: edda,
      body: { name: 'Le Rail', url: 'https://rail.example/feed', voice: 'trade', topics: [], trusted: false },
    })
  ).body;
  const story = (id: string, title: string) => ({
    id,
    voice: 'trade',
    sourceId: source.id,
    credit: 'Le Rail',
    title,
    publishedAt: '2026-11-23T10:00:00Z',
    topics: [],
    state: 'waiting',
  });
  const stories = [story('aaaaaaaa', 'Le fret de nuit'), story('bbbbbbbb', 'La grève'), story('cccccccc', 'Le tram')];
  await house.storage.transact((transaction) => transaction.put('sourceStories', { id: source.id, stories } as never));
  const act = (id: string, did: string) => {
    const title = stories.find((one) => one.id === id)?.title;
    const body = did === 'approve' ? { act: did, seen: { title } } : { act: did };
    return house.call('POST', `/api/stories/${id}`, { cookie: mona, body });
  };
  for (const [id, did] of [
    ['aaaaaaaa', 'approve'],
    ['bbbbbbbb', 'block'],
    ['aaaaaaaa', 'pin'],
  ] as const) {
    house.clock.advance(1_000);
    expect((await act(id, did)).status).toBe(200);
  }
  house.clock.advance(1_000);
  const changed = await house.call('PATCH', `/api/sources/${source.id}`, { cookie: edda, body: { trusted: true } });
  expect(changed.status).toBe(200);
  const audit = (await get('/api/proposal-audit')).body;
  expect(
    audit.stories.map((one: Record<string, string>) => [one['act'], one['title'], one['by'], one['source']]),
  ).toEqual([
    ['trusted', 'Le tram', 'editor', 'Le Rail'],
    ['pin', 'Le fret de nuit', 'moderator', 'Le Rail'],
    ['block', 'La grève', 'moderator', 'Le Rail'],
    ['approve', 'Le fret de nuit', 'moderator', 'Le Rail'],
  ]);
  const file = (await get('/api/proposal-audit?format=csv&language=fr')).body;
  expect(file).toContain('actualité;bbbbbbbb;La grève;moderator;block;;Le Rail\r\n');
});

describe('two moderators', () => {
  test('what one has in hand the other does not decide, until it is let go, taken over or forgotten', async () => {
    const one = await send();
    const edda = await house.as('editor');
    const claim = (cookie: string, force = false) =>
      house.call('POST', `/api/proposals/${one.id}/claim`, { cookie, body: { force } });
    expect((await claim(mona)).body.entry.claim).toMatchObject({ name: 'moderator' });
    expect(typeOf(await claim(edda))).toEqual([409, 'proposal-claimed']);
    expect((await decide(one.id, 'approved', {}, edda)).body).toMatchObject({ by: 'moderator' });
    house.clock.advance(10 * 60_000 + 1);
    expect((await queue('waiting', edda)).entries[0].claim).toBeUndefined();
    expect((await claim(edda)).status).toBe(200);
    expect((await claim(mona, true)).body.entry.claim.name).toBe('moderator');
    await house.call('DELETE', `/api/proposals/${one.id}/claim`, { cookie: mona });
    expect((await decide(one.id, 'approved', {}, edda)).status).toBe(200);
  });

  test('of two decisions at the same moment one holds, and both learn which', async () => {
    const one = await send();
    const edda = await house.as('editor');
    const answers = await Promise.all([
      decide(one.id, 'approved'),
      decide(one.id, 'declined', { reason: REASON }, edda),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const did = (await house.storage.get('proposals', one.id))?.decisions.map((decision) => decision.did);
    expect(did).toHaveLength(2);
  });
});

describe('reports from phones', () => {
  const report = (storyId: string, mark?: string, address = '203.0.113.7') =>
    house.call('POST', `/api/public/stories/${storyId}/reports`, {
      body: { why: 'hurtful', ...(mark === undefined ? {} : { mark }) },
      headers: { 'x-forwarded-for': address },
    });
  /** What each of so many browsers is given on the page of the report; read for a few seconds. */
  async function marks(storyId: string, count: number): Promise<string[]> {
    const given: string[] = [];
    for (let phone = 0; phone < count; phone += 1)
      given.push((await house.call('POST', `/api/public/stories/${storyId}/report-marks`, { body: {} })).body.mark);
    house.clock.advance(5_000);
    return given;
  }

  test('three different devices hide a post until a moderator looks; the same device counts once', async () => {
    const one = await send();
    expect((await report(one.storyId)).status).toBe(404);
    await decide(one.id, 'approved');
    const [first, second] = await marks(one.storyId, 2);
    for (let taps = 0; taps < 3; taps += 1) {
      const answer = await report(one.storyId, first);
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
    }
    // Without a mark it may be one phone that taps again and again: all of them are one.
    for (let taps = 0; taps < 3; taps += 1) await report(one.storyId);
    expect(await posts()).toEqual([one.storyId]);
    expect((await queue('shown')).entries[0]).toMatchObject({ reports: 2 });
    await report(one.storyId, second);
    expect(await posts()).toEqual([]);
    expect((await queue()).entries[0]).toMatchObject({ id: one.id, hidden: true, reports: 3 });
    expect((await get(`/api/proposals/${one.id}`)).body.reports).toEqual([{ why: 'hurtful', count: 3 }]);
    await decide(one.id, 'shown-again');
    house.clock.advance(3600_000);
    for (const mark of await marks(one.storyId, 4)) await report(one.storyId, mark);
    // A moderator has looked at these words: reports go on being told, and hide them no more.
    expect(await posts()).toEqual([one.storyId]);
    expect(JSON.stringify(await house.storage.get('proposals', one.id))).not.toContain(first);
  });

  test('what a script makes up, borrows or spends at once is one device: it hides nothing', async () => {
    const [one, other] = [await send(), await send({ title: 'Le club de go' })];
    for (const { id } of [one, other]) await decide(id, 'approved');
    const borrowed = await marks(other.storyId, 3);
    const [own = ''] = await marks(one.storyId, 1);
    const forged = ['a', 'b', 'c'].map((sign) => `${own.slice(0, -1)}${own.endsWith(sign) ? 'd' : sign}`);
    const young: string[] = [];
    for (let count = 0; count < 3; count += 1)
      young.push((await house.call('POST', `/api/public/stories/${one.storyId}/report-marks`, { body: {} })).body.mark);
    const old = ['1', '2', '3'].map((sign) => sign.repeat(32));
    for (const mark of [...borrowed, ...forged, ...young, ...old]) {
      expect((await report(one.storyId, mark)).status).toBe(200);
      house.clock.advance(100);
    }
    expect((await queue('shown')).entries.map(({ reports }: { reports: number }) => reports).toSorted()).toEqual([
      0, 1,
    ]);
    house.clock.advance(91 * 24 * 3600_000);
    expect((await house.call('POST', '/api/public/stories/x/report-marks', { body: {} })).status).toBe(404);
  });

  test('one address does not hide ten posts in a row; from elsewhere each of them is hidden still', async () => {
    const sent = [];
    for (let count = 0; count < 10; count += 1) sent.push(await send({ title: `Proposition ${count}` }));
    for (const { id } of sent) await decide(id, 'approved');
    const hoard = [];
    for (const { storyId } of sent) hoard.push({ storyId, given: await marks(storyId, 3) });
    for (const { storyId, given } of hoard)
      for (const mark of [undefined, ...given]) {
        await report(storyId, mark);
        house.clock.advance(20_000);
      }
    const left = (await posts()).length;
    expect(left).toBeGreaterThan(4);
    expect(left).toBeLessThan(10);
    const { storyId } = hoard.at(-1) ?? { storyId: '' };
    for (const mark of await marks(storyId, 2)) await report(storyId, mark, '203.0.113.8');
    expect(await posts()).not.toContain(storyId);
  });

  test('a story of a source waits for a moderator after three', async () => {
    const story = {
      id: 'abcdefgh',
      voice: 'trade',
      sourceId: 'lemonde',
      credit: 'Le Monde',
      title: 'Une nouvelle',
      publishedAt: '2026-11-23T10:00:00Z',
      topics: [],
      state: 'live',
    };
    const source = { id: 'lemonde', stories: [story] };
    await house.storage.transact((transaction) => transaction.put('sourceStories', source as never));
    for (const mark of await marks('abcdefgh', 3)) expect((await report('abcdefgh', mark)).status).toBe(200);
    const [stored] = (await house.storage.get('sourceStories', 'lemonde'))?.stories ?? [];
    expect(stored?.state).toBe('waiting');
    // It says so where decisions are read, and nobody did it.
    const { stories } = (await get('/api/proposal-audit')).body;
    expect(stories).toEqual([
      { at: '2026-11-23T12:00:05.000Z', storyId: 'abcdefgh', title: 'Une nouvelle', source: 'lemonde', act: 'hidden' },
    ]);
  });
});

describe('new words of a source’s story', () => {
  const STORY = {
    id: 'abcdefgh',
    voice: 'trade',
    sourceId: 'lemonde',
    credit: 'Le Monde',
    title: 'Une nouvelle',
    url: 'https://lemonde.example/une-nouvelle',
    publishedAt: '2026-11-23T10:00:00Z',
    topics: [],
    state: 'live',
  };
  const told = (more: Record<string, unknown>) =>
    house.storage.transact((transaction) =>
      transaction.put('sourceStories', { id: 'lemonde', stories: [{ ...STORY, ...more }] } as never),
    );
  const state = async () => (await house.storage.get('sourceStories', 'lemonde' as never))?.stories[0]?.state;
  const report = async (...phones: string[]) => {
    for (const phone of phones) await house.parts.moderation.reports.report('abcdefgh', phone, 'hurtful');
  };
  const approve = (seen?: Record<string, unknown>, act = 'approve') =>
    house.call('POST', '/api/stories/abcdefgh', { cookie: mona, body: { act, ...(seen && { seen }) } });

  test('are not approved by who looked at the old ones, nor pinned; what was looked at is said by whoever approves', async () => {
    const { title, url } = STORY;
    await told({ state: 'waiting' });
    const [read] = (await get('/api/stories?state=waiting')).body.stories;
    await told({ state: 'waiting', title: 'Des insultes' });
    expect(typeOf(await approve({ title: read.title, url: read.url }))).toEqual([409, 'story-changed']);
    expect(await state()).toBe('waiting');
    await told({ state: 'waiting', excerpt: 'Des insultes' });
    expect(typeOf(await approve({ title, url }))).toEqual([409, 'story-changed']);
    await told({ state: 'waiting', url: 'https://elsewhere.example/' });
    expect(typeOf(await approve({ title, url }))).toEqual([409, 'story-changed']);
    expect(typeOf(await approve({ title, url }, 'pin'))).toEqual([409, 'story-changed']);
    expect((await approve()).status).toBe(422);
    expect(await state()).toBe('waiting');
    await told({ state: 'waiting' });
    expect((await approve({ title, url })).status).toBe(200);
    expect(await state()).toBe('live');
  });

  test('are hidden by reports of their own, once; a moderator’s look at the old ones says nothing of them', async () => {
    const { title, url } = STORY;
    await told({});
    await report('a', 'b', 'c');
    expect(await state()).toBe('waiting');
    await approve({ title, url });
    await report('d', 'e', 'f');
    expect(await state()).toBe('live');
    await told({ title: 'Des insultes' });
    await report('a', 'g');
    expect(await state()).toBe('live');
    await report('b');
    expect(await state()).toBe('waiting');
    await approve({ title: 'Des insultes', url });
    await report('h', 'i', 'j');
    expect(await state()).toBe('live');
  });

  test('reports of what waits count for nothing once it is approved', async () => {
    const { title, url } = STORY;
    await told({ state: 'waiting' });
    await report('a', 'b', 'c');
    await approve({ title, url });
    await report('d', 'e');
    expect(await state()).toBe('live');
    await report('a');
    expect(await state()).toBe('waiting');
  });
});

test('the letter to an author waits as long as the decision can be taken back, and goes with it', async () => {
  const smtp = await startSmtp();
  const own = await openHouse({ smtp: smtp.settings(), start: false });
  const before = house;
  [house, mona] = [own, await own.as('moderator')];
  const keyHash = keyHashOf('lettered');
  const { authorship, letters } = own.parts.proposals;
  await authorship.begin(keyHash);
  const mail = letters.seal('lea@atelier.example', keyHash);
  const sent = await authorship.submit(keyHash, { content: contentOf({}), mail });
  const id = 'record' in sent ? sent.record.id : '';
  const job = { commit: own.storage.transact.bind(own.storage), signal: new AbortController().signal };
  await decide(id, 'declined', { reason: REASON });
  await own.parts.mail.deliverDue(job);
  expect(smtp.count()).toBe(0);
  await own.call('DELETE', `/api/proposals/${id}/decision`, { cookie: mona });
  await decide(id, 'approved');
  own.clock.advance(2 * 60_000);
  await own.parts.mail.deliverDue(job);
  expect((await smtp.received()).map((one) => one.mail.subject)).toEqual(['Votre proposition est acceptée']);
  await own.close();
  await smtp.stop();
  house = before;
});

test('the daily letter: to moderators who want it, once a working day, with links that only lead to a question', async () => {
  const smtp = await startSmtp();
  const own = await openHouse({ smtp: smtp.settings(), start: false });
  const before = house;
  house = own;
  const moderator = await own.as('moderator');
  await own.as('editor');
  const one = await send();
  const job = { commit: own.storage.transact.bind(own.storage), signal: new AbortController().signal };
  const round = async () => {
    await own.parts.moderation.digest(job);
    await own.parts.mail.deliverDue(job);
  };
  await round();
  await round();
  const [letter, ...others] = await smtp.received();
  expect(others).toEqual([]);
  expect(letter?.to).toEqual(['moderator@palier.example']);
  expect(letter?.mail.subject).toBe('Palier: 1 proposal to read');
  const link = /http:\S+act=approve\S*/.exec(letter?.mail.text ?? '')?.[0];
  expect(link).toBe(`http://palier.test/proposals/${one.id}?act=approve&revision=1`);
  // What the panel does with each of them: see tests/panel/moderation.slow.test.ts.
  for (const act of ['ask', 'decline']) expect(letter?.mail.text).toContain(link?.replace('approve', act));
  // Following a link decides nothing: it is a page, and every decision is a POST.
  await own.call('GET', `/api/proposals/${one.id}?act=approve&revision=1`, { cookie: moderator });
  expect((await own.storage.get('proposals', one.id))?.decided).toBe('waiting');
  await own.call('PUT', '/api/proposal-settings/digest', { cookie: moderator, body: { wanted: false } });
  own.clock.advance(24 * 3600_000);
  await round();
  expect(smtp.count()).toBe(1);
  await own.close();
  await smtp.stop();
  house = before;
});
