/** What decisions and the clock do to proposals, for either engine: every rule is one test on a store of its own. */
import { ProposalContent } from '@palier/playlists/proposal';
import { Media, MediaName } from '@palier/playlists/media';
import { Sha256 } from '@palier/playlists/ids';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOwners } from '../../api/src/proposals/authors.ts';
import { createCalendar } from '../../api/src/proposals/calendar.ts';
import { createDecisions, type DecideInput } from '../../api/src/proposals/decide.ts';
import { createAuthorship, keyHashOf } from '../../api/src/proposals/proposals.ts';
import { DAY_MS, stateOf } from '../../api/src/proposals/terms.ts';
import type { Storage } from '../../api/src/storage/storage.ts';
import { seededRandom, testClock } from '../api/house.ts';

const ZONE = 'Europe/Paris';
const MODERATOR = { userId: 'u-mona', name: 'Mona' };

export function contentOf(more: Partial<ProposalContent> = {}): ProposalContent {
  return ProposalContent.parse({
    title: 'Le potager du toit donne',
    text: 'Des tomates pour tout le monde, mardi à midi au troisième.',
    category: 'news',
    language: 'fr',
    credit: { kind: 'team', text: 'La production' },
    ...more,
  });
}

/** Proposals on a store, without a server. */
export function proposalsOn(storage: Storage) {
  const clock = testClock();
  const random = seededRandom('proposals');
  const dropped: string[] = [];
  /** Whose address was left with a proposal, by its id. */
  const addresses = new Map<string, string>();
  const owners = createOwners({ accountOf: ({ id }) => addresses.get(id) });
  const decisions = createDecisions({ storage, clock, zone: ZONE, owners });
  const authorship = createAuthorship({ storage, clock, random, zone: ZONE, waiting: async () => 0 });
  const onScreens = new Set<string>();
  const unanswered: string[] = [];
  const calendar = createCalendar({
    storage,
    clock,
    drop: async (gone) => void dropped.push(...gone),
    tellUnanswered: async (_transaction, { id, mail }) => void unanswered.push(`${id} ${mail}`),
    onScreens: async () => {
      await house.meanwhile();
      return onScreens;
    },
  });
  const job = { commit: storage.transact.bind(storage), signal: new AbortController().signal };
  let keys = 0;
  const house = {
    /** What happens while the clock looks whether screens have it. */
    meanwhile: async () => {},
    storage,
    clock,
    addresses,
    owners,
    authorship,
    dropped,
    onScreens,
    unanswered,
    ...decisions,
    mustDecide: async (input: Omit<DecideInput, 'user'> & { user?: DecideInput['user'] }) => {
      const outcome = await decisions.decide({ user: MODERATOR, ...input });
      if ('refused' in outcome) throw new Error(outcome.refused);
      return outcome.record;
    },
    /** A picture that came under these words. */
    addFile: async (keyHash: string, id: MediaName) => {
      const file = { id, keyHash, media: mediaOf(id), addedAt: '2026-11-23T11:00:00Z' };
      await storage.transact((transaction) => transaction.put('proposalFiles', file));
    },
    /** A proposal that waits, and what opens it. */
    async send(more: Partial<ProposalContent> = {}, userId?: string) {
      keys += 1;
      const keyHash = keyHashOf(`key ${keys}`);
      await authorship.begin(keyHash);
      for (const name of [...(more.pictures ?? []), ...(more.video === undefined ? [] : [more.video])]) {
        await house.addFile(keyHash, name);
      }
      const outcome = await authorship.submit(keyHash, { content: contentOf(more), userId, mail: 'sealed' });
      if ('refused' in outcome) throw new Error(outcome.refused);
      return outcome.record;
    },
    round: async () => {
      await calendar.round(job);
      await calendar.sweep(job);
    },
    posts: async () => (await storage.get('sourceStories', 'colleagues'))?.stories ?? [],
    state: async (id: string) => {
      const record = await storage.get('proposals', id);
      return record && stateOf(record, clock.now(), false);
    },
  };
  return house;
}
export type On = ReturnType<typeof proposalsOn>;

function mediaOf(name: string): Media {
  return Media.parse({
    id: name,
    sha256: Sha256.parse(Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64)),
    sizeBytes: 10,
    type: 'image/jpeg',
    widthPx: 4,
    heightPx: 3,
    addedAt: '2026-11-23T11:00:00Z',
    origin: 'upload',
  });
}

export function proposalRules(open: () => Promise<Storage>): void {
  let on: On;
  beforeEach(async () => {
    on = proposalsOn(await open());
  });
  afterEach(() => on.storage.close());
  const picture = MediaName.parse('posts/one.jpg');

  test('an approved one is a story, its picture with it; taken down it is neither', async () => {
    const sent = await on.send({ pictures: [picture] });
    expect(await on.posts()).toEqual([]);
    expect(await on.storage.get('storyMedia', picture)).toBeUndefined();
    const revision = await on.storage.revision('content');
    const record = await on.mustDecide({ id: sent.id, revision: 1, did: 'approved' });
    expect(await on.posts()).toMatchObject([
      {
        id: sent.storyId,
        voice: 'colleagues',
        credit: 'La production',
        picture,
        state: 'live',
        expiresAt: record.untilAt,
      },
    ]);
    expect(Date.parse(record.untilAt ?? '') - on.clock.now()).toBe(14 * DAY_MS);
    expect(await on.storage.get('storyMedia', picture)).toBeDefined();
    expect(await on.storage.revision('content')).toBeGreaterThan(revision);
    expect(record.decisions.map(({ did }) => did)).toEqual(['submitted', 'approved']);
    expect(record.approved).toEqual({ content: record.content, revision: 1 });
    await on.mustDecide({ id: sent.id, revision: 1, did: 'taken-down', reason: 'Le mardi est passé.' });
    expect(await on.posts()).toEqual([]);
    expect(await on.storage.get('storyMedia', picture)).toBeUndefined();
    expect(await on.state(sent.id)).toBe('declined');
  });

  test('nothing is decided that was not seen, without a reason, or over one’s own; a refusal leaves no trace', async () => {
    const sent = await on.send({}, MODERATOR.userId);
    const before = await on.storage.get('proposals', sent.id);
    const ask = (input: Partial<DecideInput>) =>
      on.decide({ id: sent.id, revision: 1, user: MODERATOR, did: 'approved', ...input });
    expect(await ask({})).toEqual({ refused: 'own' });
    expect(await ask({ revision: 2 })).toEqual({ refused: 'revision' });
    expect(await ask({ id: 'nothing' })).toEqual({ refused: 'not-found' });
    for (const did of ['declined', 'asked-changes'] as const) {
      expect(await ask({ did })).toEqual({ refused: 'reason' });
      expect(await ask({ did, reason: '  x ' })).toEqual({ refused: 'reason' });
    }
    expect(await ask({ did: 'taken-down', reason: 'Pas encore.' })).toEqual({ refused: 'state' });
    expect(await on.storage.get('proposals', sent.id)).toEqual(before);
    expect(await on.storage.countLog('proposalAudit', '2026-11')).toBe(1);
    // Two moderators at once: one of them decides.
    const other = await on.send();
    const both = await Promise.all(
      [MODERATOR, { userId: 'u-ana', name: 'Ana' }].map((user) =>
        on.decide({ id: other.id, revision: 1, user, did: 'approved' }),
      ),
    );
    expect(both.filter((one) => 'record' in one)).toHaveLength(1);
    expect(both.filter((one) => 'refused' in one)).toEqual([{ refused: 'state' }]);
    expect(await on.posts()).toHaveLength(1);
  });

  test('an edit of a live one is off the screens at once, and the approved words are kept for the difference', async () => {
    const sent = await on.send();
    await on.mustDecide({ id: sent.id, revision: 1, did: 'approved' });
    const edited = contentOf({ title: 'Le potager du toit donne encore' });
    expect(await on.authorship.edit(sent.keyHash, 1, { content: edited })).toMatchObject({ again: false });
    expect(await on.posts()).toEqual([]);
    const record = await on.storage.get('proposals', sent.id);
    expect(record).toMatchObject({ decided: 'waiting', revision: 2, approved: { revision: 1 }, mail: 'sealed' });
    expect(record?.approved?.content.title).toBe('Le potager du toit donne');
    // The approval of the old words, sent a moment later, does not cover the new ones.
    expect(await on.decide({ id: sent.id, revision: 1, user: MODERATOR, did: 'approved' })).toEqual({
      refused: 'revision',
    });
    // Sent twice, e.g. after a lost answer: the same edit.
    expect(await on.authorship.edit(sent.keyHash, 1, { content: edited })).toMatchObject({ again: true });
    expect(await on.authorship.edit(sent.keyHash, 1, { content: contentOf({ title: 'Autre' }) })).toEqual({
      refused: 'state',
    });
    await on.mustDecide({ id: sent.id, revision: 2, did: 'approved' });
    expect((await on.posts()).map(({ title }) => title)).toEqual([edited.title]);
  });

  test('approved while its author edits or withdraws it: screens never have words that nobody saw; none is lost beside another', async () => {
    const approve = (id: string) => on.decide({ id, revision: 1, user: MODERATOR, did: 'approved' });
    for (let round = 0; round < 8; round += 1) {
      const [edited, taken] = [await on.send(), await on.send()];
      const both = [
        () => approve(edited.id),
        () => on.authorship.edit(edited.keyHash, 1, { content: contentOf({ title: 'Autre chose' }) }),
        () => on.authorship.withdraw(taken.keyHash),
        () => approve(taken.id),
      ];
      await Promise.all((round % 2 === 0 ? both : both.toReversed()).map((work) => work()));
      expect(await on.posts()).toEqual([]);
      expect(await on.state(edited.id)).toBe('waiting');
      expect(await on.state(taken.id)).toBe('withdrawn');
    }
    const many = [];
    for (let count = 0; count < 6; count += 1) many.push(await on.send());
    await Promise.all(many.map(({ id }) => approve(id)));
    expect((await on.posts()).map(({ id }) => id).toSorted()).toEqual(many.map(({ storyId }) => storyId).toSorted());
  });

  test('a declined one is edited and sent again; asked for changes it says why', async () => {
    const sent = await on.send();
    await on.mustDecide({ id: sent.id, revision: 1, did: 'asked-changes', reason: 'Dites qui vient.' });
    expect(await on.state(sent.id)).toBe('changes-requested');
    await on.authorship.edit(sent.keyHash, 1, { content: contentOf({ text: 'Mona vient.' }) });
    expect(await on.state(sent.id)).toBe('waiting');
    const record = await on.mustDecide({ id: sent.id, revision: 2, did: 'declined', reason: 'Déjà à l’écran.' });
    expect(record.decisions.at(-1)).toMatchObject({ reason: 'Déjà à l’écran.', by: { name: 'Mona' } });
    await on.authorship.edit(sent.keyHash, 2, { content: contentOf() });
    expect(await on.state(sent.id)).toBe('waiting');
    expect((await on.storage.get('proposals', sent.id))?.endedAt).toBeUndefined();
  });

  test('a day to come is scheduled, then a story, then over: off the screens, without its mail', async () => {
    const sent = await on.send({ fromOn: '2026-11-25', untilOn: '2026-11-26' });
    await on.mustDecide({ id: sent.id, revision: 1, did: 'approved' });
    expect(await on.state(sent.id)).toBe('scheduled');
    await on.round();
    expect(await on.posts()).toEqual([]);
    on.clock.advance(Date.parse('2026-11-24T23:00:00Z') - on.clock.now());
    await on.round();
    expect(await on.posts()).toMatchObject([
      { publishedAt: '2026-11-24T23:00:00.000Z', expiresAt: '2026-11-26T23:00:00.000Z' },
    ]);
    on.clock.advance(2 * DAY_MS);
    expect(await on.state(sent.id)).toBe('expired');
    await on.round();
    expect(await on.posts()).toEqual([]);
    expect((await on.storage.get('proposals', sent.id))?.mail).toBeUndefined();
    on.clock.advance(90 * DAY_MS);
    await on.round();
    expect(await on.storage.get('proposals', sent.id)).toBeUndefined();
    expect(await on.storage.countLog('proposalAudit', '2026-11')).toBe(2);
  });

  test('who was never answered is told so once, before the address is forgotten; who was answered is not', async () => {
    const waits = await on.send();
    const asked = await on.send();
    await on.mustDecide({ id: asked.id, revision: 1, did: 'asked-changes', reason: 'Dites qui vient.' });
    const shown = await on.send();
    await on.mustDecide({ id: shown.id, revision: 1, did: 'approved' });
    const edited = await on.send();
    await on.mustDecide({ id: edited.id, revision: 1, did: 'approved' });
    await on.authorship.edit(edited.keyHash, 1, { content: contentOf({ title: 'Autre chose' }) });
    on.clock.advance(30 * DAY_MS);
    await on.round();
    await on.round();
    expect(on.unanswered.toSorted()).toEqual([`${edited.id} sealed`, `${waits.id} sealed`].toSorted());
    expect((await on.storage.get('proposals', waits.id))?.mail).toBeUndefined();
    // It can be sent again.
    await on.authorship.edit(waits.keyHash, 1, { content: contentOf() });
    expect(await on.state(waits.id)).toBe('waiting');
  });

  test('since when it is on screens is noted when a screen has it, and anew after each decision', async () => {
    const shownAt = async (id: string) => (await on.storage.get('proposals', id))?.shownAt;
    const sent = await on.send();
    on.onScreens.add(sent.storyId);
    await on.round();
    expect(await shownAt(sent.id)).toBeUndefined();
    on.onScreens.clear();
    await on.mustDecide({ id: sent.id, revision: 1, did: 'approved' });
    await on.round();
    expect(await shownAt(sent.id)).toBeUndefined();
    on.clock.advance(DAY_MS);
    on.onScreens.add(sent.storyId);
    await on.round();
    on.clock.advance(DAY_MS);
    await on.round();
    expect(await shownAt(sent.id)).toBe('2026-11-24T12:00:00.000Z');
    await on.authorship.edit(sent.keyHash, 1, { content: contentOf({ title: 'Autre chose' }) });
    await on.mustDecide({ id: sent.id, revision: 2, did: 'approved' });
    expect(await shownAt(sent.id)).toBeUndefined();
    await on.round();
    expect(await shownAt(sent.id)).toBe('2026-11-25T12:00:00.000Z');
    await on.authorship.withdraw(sent.keyHash);
    expect(await shownAt(sent.id)).toBeUndefined();
  });

  test('a report that comes while the clock looks is not lost', async () => {
    const sent = await on.send();
    await on.mustDecide({ id: sent.id, revision: 1, did: 'approved' });
    on.onScreens.add(sent.storyId);
    const report = { mark: 'm', at: '2026-11-23', why: 'wrong', revision: 1 };
    on.meanwhile = async () => {
      const record = await on.storage.get('proposals', sent.id);
      if (record === undefined) throw new Error('it is there');
      await on.storage.transact((transaction) => transaction.put('proposals', { ...record, reports: [report] }));
    };
    await on.round();
    expect(await on.storage.get('proposals', sent.id)).toMatchObject({
      shownAt: '2026-11-23T12:00:00.000Z',
      reports: [report],
    });
  });

  test('a film is no picture, and a picture no film', async () => {
    const sent = await on.send({ pictures: [picture] });
    const edit = (more: Partial<ProposalContent>) =>
      on.authorship.edit(sent.keyHash, 1, { content: contentOf({ title: 'Autre chose', ...more }) });
    expect(await edit({ video: picture })).toEqual({ refused: 'files' });
    expect(await edit({ pictures: [picture] })).toMatchObject({ again: false });
  });

  test('what nobody decides expires; three reports hide until a moderator looks', async () => {
    const waits = await on.send();
    const live = await on.send();
    await on.mustDecide({ id: live.id, revision: 1, did: 'approved' });
    await on.mustDecide({ id: live.id, revision: 1, did: 'hidden-by-reports', user: undefined });
    expect(await on.posts()).toEqual([]);
    expect(await on.state(live.id)).toBe('waiting');
    await on.round();
    expect(await on.posts()).toEqual([]);
    await on.mustDecide({ id: live.id, revision: 1, did: 'shown-again' });
    expect(await on.posts()).toHaveLength(1);
    on.clock.advance(31 * DAY_MS);
    expect(await on.state(waits.id)).toBe('expired');
    expect(await on.decide({ id: waits.id, revision: 1, user: MODERATOR, did: 'approved' })).toEqual({
      refused: 'state',
    });
  });

  test('withdrawn it is off the screens; deleted it is gone with its files; its files are nobody else’s', async () => {
    const sent = await on.send({ pictures: [picture] });
    const thief = keyHashOf('thief');
    await on.authorship.begin(thief);
    expect(await on.authorship.submit(thief, { content: contentOf({ pictures: [picture] }) })).toEqual({
      refused: 'files',
    });
    await on.mustDecide({ id: sent.id, revision: 1, did: 'approved' });
    await on.authorship.withdraw(sent.keyHash);
    expect(await on.posts()).toEqual([]);
    expect(await on.state(sent.id)).toBe('withdrawn');
    expect(await on.authorship.remove(sent.keyHash)).toHaveLength(1);
    expect(await on.storage.all('proposals')).toEqual([]);
    expect(await on.storage.all('proposalFiles')).toEqual([]);
    expect(await on.storage.all('storyMedia')).toEqual([]);
    expect(await on.authorship.remove(sent.keyHash)).toBeUndefined();
    on.clock.advance(2 * DAY_MS);
    await on.round();
    expect(await on.storage.all('proposalDrafts')).toEqual([]);
  });

  test('sent twice it is one', async () => {
    const sent = await on.send();
    const again = await on.authorship.submit(sent.keyHash, { content: contentOf({ title: 'Autre chose' }) });
    expect(again).toMatchObject({ again: true, record: { id: sent.id } });
    expect(await on.storage.all('proposals')).toHaveLength(1);
    const past = await on.authorship.submit(keyHashOf('x'), { content: contentOf({ untilOn: '2026-11-22' }) });
    expect(past).toEqual({ refused: 'dates', faults: [{ field: 'untilOn', code: 'past' }] });
  });
}
