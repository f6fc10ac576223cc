/** What several moderators, an author and phones do at the same moment, for either engine. */
import { TopicId, UserId } from '@palier/playlists/ids';
import { MediaName } from '@palier/playlists/media';
import type { ProposalContent } from '@palier/playlists/proposal';
import { Story } from '@palier/playlists/story';
import { Role } from '@palier/playlists/views';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isoOf } from '../../api/src/clock.ts';
import { createWaitingStories } from '../../api/src/feeds/reported.ts';
import { createStoryDesk } from '../../api/src/feeds/stories.ts';
import { createModerationSettings } from '../../api/src/proposals/moderation-settings.ts';
import { createModeration } from '../../api/src/proposals/moderation.ts';
import { createQueue } from '../../api/src/proposals/queue.ts';
import { createStoryReports } from '../../api/src/proposals/story-reports.ts';
import type { Storage } from '../../api/src/storage/storage.ts';
import { proposalsOn } from '../proposals/rules.ts';

const MODERATORS = ['Mona', 'Inès', 'Adam', 'Léa'].map((name) => ({ userId: `u-${name}`, name }));
const [MONA = { userId: '', name: '' }, INES = MONA] = MODERATORS;
const REASON = 'Il manque le lieu.';

export function moderationRules(open: () => Promise<Storage>): void {
  let on: ReturnType<typeof proposalsOn>;
  let moderation: ReturnType<typeof createModeration>;
  let reports: ReturnType<typeof createStoryReports>;
  beforeEach(async () => {
    on = proposalsOn(await open());
    const { storage, clock } = on;
    moderation = createModeration({ storage, clock, decisions: on, letters: { untell: async () => undefined } });
    reports = createStoryReports({ storage, clock, decisions: on });
  });
  afterEach(() => on.storage.close());

  function queueOn() {
    const { storage, clock, owners } = on;
    const settings = createModerationSettings({ storage, clock });
    const reach = { shown: async () => new Set<string>(), of: async () => ({ screens: 0 }) };
    return createQueue({ storage, clock, settings, publicUrl: () => 'http://palier.test', reach, owners });
  }
  const didOf = async (id: string) => (await on.storage.get('proposals', id))?.decisions.map(({ did }) => did);

  test('of four decisions at the same moment one holds', async () => {
    const { id } = await on.send();
    const outcomes = await Promise.all(
      MODERATORS.map((user, index) =>
        moderation.decide(
          user,
          index % 2 === 0 ? { id, revision: 1, did: 'approved' } : { id, revision: 1, did: 'declined', reason: REASON },
        ),
      ),
    );
    expect(outcomes.filter((outcome) => 'record' in outcome)).toHaveLength(1);
    expect(outcomes.filter((outcome) => 'refused' in outcome && outcome.refused === 'state')).toHaveLength(3);
    expect(await didOf(id)).toHaveLength(2);
    expect((await on.posts()).length).toBe((await on.storage.get('proposals', id))?.decided === 'approved' ? 1 : 0);
  });

  test('of four who take it in hand at the same moment one has it, and only that one decides', async () => {
    const { id } = await on.send();
    const claims = await Promise.all(MODERATORS.map((user) => moderation.claim(id, user, false)));
    expect(claims.filter((outcome) => 'record' in outcome)).toHaveLength(1);
    const holder = (await on.storage.get('proposals', id))?.claim;
    const decided = await Promise.all(
      MODERATORS.map((user) => moderation.decide(user, { id, revision: 1, did: 'approved' })),
    );
    expect(decided.findIndex((outcome) => 'record' in outcome)).toBe(
      MODERATORS.findIndex(({ userId }) => userId === holder?.userId),
    );
  });

  test('ten phones at once hide a post once', async () => {
    const { id, storyId } = await on.send();
    await moderation.decide(MONA, { id, revision: 1, did: 'approved' });
    await Promise.all(Array.from({ length: 10 }, (_, phone) => reports.report(storyId, `phone ${phone}`, 'hurtful')));
    expect((await didOf(id))?.filter((did) => did === 'hidden-by-reports')).toHaveLength(1);
    expect(await on.posts()).toEqual([]);
    expect((await on.storage.get('proposals', id))?.reports).toHaveLength(10);
  });

  test('reports hide words once, and count for these words alone: new ones begin anew, for the same phones too', async () => {
    const { id, storyId, keyHash, content } = await on.send();
    const report = async (...phones: string[]) => {
      for (const phone of phones) await reports.report(storyId, phone, 'hurtful');
    };
    const hidden = async () => (await on.storage.get('proposals', id))?.hidden;
    await moderation.decide(MONA, { id, revision: 1, did: 'approved' });
    await report('a', 'b', 'c');
    expect(await hidden()).toBe(true);
    await on.authorship.edit(keyHash, 1, { content: { ...content, text: 'Mercredi.' } });
    await moderation.decide(MONA, { id, revision: 2, did: 'approved' });
    await report('d', 'd', 'a');
    expect(await hidden()).toBe(false);
    await report('b');
    expect(await hidden()).toBe(true);
    // A moderator looked: from here on they only inform.
    await moderation.decide(MONA, { id, revision: 2, did: 'shown-again' });
    await report('a', 'b', 'c', 'd');
    expect(await hidden()).toBe(false);
    // Sent back and approved as it stood is a look, too.
    await moderation.decide(MONA, { id, revision: 2, did: 'asked-changes', reason: REASON });
    await moderation.undo(id, MONA);
    await report('e', 'f', 'g');
    expect(await hidden()).toBe(false);
    expect(await on.posts()).toHaveLength(1);
  });

  test('of ten phones at once that report a story of a source each reason is counted, and one decision answers them all', async () => {
    const story = Story.parse({
      id: 'abcdefgh',
      voice: 'trade',
      sourceId: 'rail',
      credit: 'Le Rail',
      title: 'Le fret de nuit',
      publishedAt: isoOf(on.clock.now()),
      state: 'live',
    });
    const { storage, clock } = on;
    const counts = createWaitingStories(storage);
    await storage.transact((transaction) => transaction.put('sourceStories', { id: story.sourceId, stories: [story] }));
    expect(await counts()).toEqual({ waiting: 0, reported: 0 });
    const whys = ['wrong', 'hurtful'] as const;
    await Promise.all(
      whys.flatMap((why) => ['a', 'b', 'c', 'd', 'e'].map((one) => reports.report(story.id, `${why} ${one}`, why))),
    );
    // The third hid it; what waits is not reported any more.
    const kept = await storage.get('storyReports', story.id);
    expect(kept?.marks).toHaveLength(3);
    expect((kept?.whys?.wrong ?? 0) + (kept?.whys?.hurtful ?? 0)).toBe(3);
    expect(await counts()).toEqual({ waiting: 1, reported: 1 });
    const desk = createStoryDesk({ storage, clock });
    const seen = { title: story.title };
    const asked = { state: 'waiting', from: 0, moderating: true } as const;
    expect((await desk.list(asked, 10)).reports).toMatchObject([{ story: story.id, count: 3, hid: true }]);
    expect(await desk.bulk({ act: 'approve', stories: [{ id: story.id, seen }] }, 'Mona')).toEqual([
      { id: story.id, refused: 'reported' },
    ]);
    await desk.act(story.id, { act: 'approve', seen }, 'Mona');
    expect(await counts()).toEqual({ waiting: 0, reported: 0 });
    await desk.act(story.id, { act: 'wait', from: 'live' }, 'Mona');
    expect(await counts()).toEqual({ waiting: 1, reported: 1 });
  });

  test('phones that keep no mark are one device, however many they are', async () => {
    const { id, storyId } = await on.send();
    await moderation.decide(MONA, { id, revision: 1, did: 'approved' });
    for (let taps = 0; taps < 5; taps += 1) await reports.report(storyId, undefined, 'wrong');
    await reports.report(storyId, 'phone', 'wrong');
    expect(await on.storage.get('proposals', id)).toMatchObject({ hidden: false });
    expect((await on.storage.get('proposals', id))?.reports).toHaveLength(2);
    await reports.report(storyId, 'other phone', 'wrong');
    expect(await on.storage.get('proposals', id)).toMatchObject({ hidden: true });
  });

  test('a decision is not taken back over what its author did since, nor by somebody else', async () => {
    const sent = await on.send();
    await moderation.decide(MONA, { id: sent.id, revision: 1, did: 'approved' });
    expect(await moderation.undo(sent.id, INES)).toEqual({ refused: 'state' });
    on.clock.advance(1_000);
    await on.authorship.withdraw(sent.keyHash);
    expect(await moderation.undo(sent.id, MONA)).toEqual({ refused: 'state' });
    expect(await on.state(sent.id)).toBe('withdrawn');
    expect(await on.posts()).toEqual([]);
  });

  test('a decision is not taken back over an edit or a withdrawal of the same instant: no words that nobody read', async () => {
    const asked = async () => {
      const sent = await on.send();
      await moderation.decide(MONA, { id: sent.id, revision: 1, did: 'approved' });
      await moderation.decide(MONA, { id: sent.id, revision: 1, did: 'asked-changes', reason: REASON });
      return sent;
    };
    const edited = await asked();
    await on.authorship.edit(edited.keyHash, 1, { content: { ...edited.content, title: 'Jamais relu' } });
    expect(await moderation.undo(edited.id, MONA)).toEqual({ refused: 'state' });
    const taken = await asked();
    await on.authorship.withdraw(taken.keyHash);
    expect(await moderation.undo(taken.id, MONA)).toEqual({ refused: 'state' });
    expect(await on.state(taken.id)).toBe('withdrawn');
    const mended = await asked();
    await moderation.mend(mended.id, INES, { revision: 1, content: { ...mended.content, title: 'Relu par Inès' } });
    expect(await moderation.undo(mended.id, MONA)).toEqual({ refused: 'state' });
    expect(await on.posts()).toEqual([]);
  });

  test('a moderator mends within the bounds of who sends: days, topics that there are, and the credit stays', async () => {
    const tram = TopicId.parse('tram');
    await on.storage.transact((transaction) =>
      transaction.put('topics', { id: 'topics', topics: [{ id: tram, name: { fr: 'Tram', en: 'Tram' } }] }),
    );
    const { id, content } = await on.send({ fromOn: '2026-11-25' });
    const mend = (more: Partial<ProposalContent>, revision = 1) =>
      moderation.mend(id, MONA, { revision, content: { ...content, ...more } });
    const wrong = (field: string, reason: string) => ({ refused: 'content', fields: [{ field, reason }] });
    expect(await mend({ fromOn: '9999-12-31' })).toEqual(wrong('content.fromOn', 'far'));
    expect(await mend({ fromOn: '2026-11-01' })).toEqual(wrong('content.fromOn', 'past'));
    expect(await mend({ untilOn: '2098-01-01' })).toEqual(wrong('content.untilOn', 'long'));
    const unknown = { topics: [TopicId.parse('nowhere')] };
    expect(await mend(unknown)).toEqual(wrong('content.topics', 'a topic is not known any more'));
    const credit = { kind: 'name', text: 'La Direction' } as const;
    expect(await mend({ credit })).toEqual(wrong('content.credit', 'whose name stands there is for its author to say'));
    expect(await mend({ title: 'Le potager', topics: [tram] })).toMatchObject({ record: { revision: 2 } });
    // The day that its author chose has come meanwhile: the words can be mended all the same.
    on.clock.advance(5 * 24 * 3600_000);
    expect(await mend({ title: 'Le potager du toit' }, 2)).toMatchObject({ record: { revision: 3 } });
    expect(await mend({ untilOn: '2026-12-01' }, 3)).toMatchObject({ record: { revision: 4 } });
  });

  test('nobody approves what they wrote any of, whoever edited it since', async () => {
    const { id, keyHash, content } = await on.send({}, MONA.userId);
    await on.authorship.edit(keyHash, 1, { content: { ...content, title: 'Édité ailleurs' }, userId: INES.userId });
    const approve = (user = MONA) => moderation.decide(user, { id, revision: 2, did: 'approved' });
    expect(await approve()).toEqual({ refused: 'own' });
    expect(await approve(INES)).toEqual({ refused: 'own' });
    await on.authorship.edit(keyHash, 2, { content: { ...content, title: 'Édité sans compte' } });
    const [, , adam] = MODERATORS;
    for (const user of [MONA, INES])
      expect(await moderation.decide(user, { id, revision: 3, did: 'approved' })).toEqual({ refused: 'own' });
    expect(await moderation.decide(adam ?? MONA, { id, revision: 3, did: 'approved' })).toMatchObject({
      record: { id },
    });
  });

  /** These moderators have an account in the house. */
  const houseOf = async (...people: { userId: string; name: string; role?: string }[]) => {
    for (const { userId, name, role = 'moderator' } of people)
      await on.storage.transact((transaction) =>
        transaction.put('users', {
          id: UserId.parse(userId),
          email: `${userId}@palier.example`,
          name,
          role: Role.parse(role),
          language: 'fr',
          passwordHash: '',
          createdAt: isoOf(on.clock.now()),
        }),
      );
  };
  const approving = (user: { userId: string; name: string }, id: string) =>
    moderation.decide(user, { id, revision: 1, did: 'approved' });

  test.each([
    ['Zoé  Léger', 'name', 'own'],
    ['LEGER, Zoe', 'name', 'own'],
    ['zoé-léger', 'team', 'own'],
    ['Zoé', 'name', 'approved'],
    ['Zoé Légère', 'name', 'approved'],
    ['…', 'name', 'approved'],
  ] as const)(
    'what carries “%s” is for somebody else than Zoé Léger to approve: %s, %s',
    async (text, kind, outcome) => {
      const zoe = { userId: 'u-zoe', name: 'Zoé Léger' };
      const ines = { userId: 'u-ines', name: 'Inès' };
      await houseOf(zoe, ines);
      const { id } = await on.send({ credit: { kind, text: text.padEnd(2, '…') } });
      const mine = await approving(zoe, id);
      expect('refused' in mine ? mine.refused : mine.record.decided).toBe(outcome);
      const others = outcome === 'own' ? { record: { id } } : { refused: 'state' };
      expect(await approving(ines, id)).toMatchObject(others);
    },
  );

  test('where nobody else may approve, a name alone refuses nobody; an account and an address still do', async () => {
    const zoe = { userId: 'u-zoe', name: 'Zoé Léger' };
    // Who only looks, and a namesake, are nobody else.
    await houseOf(zoe, { userId: 'u-vi', name: 'Vi', role: 'viewer' }, { userId: 'u-other', name: 'Léger Zoé' });
    const named = await on.send({ credit: { kind: 'name', text: 'Zoé Léger' } });
    const signedIn = await on.send({}, zoe.userId);
    const addressed = await on.send();
    on.addresses.set(addressed.id, zoe.userId);
    expect(await approving(zoe, named.id)).toMatchObject({ record: { decided: 'approved' } });
    const queue = queueOn();
    const view = async (id: string) => (await queue.view(id, zoe.userId))?.entry;
    await on.storage.transact((transaction) => transaction.remove('users', 'u-other'));
    for (const [{ id }, ownBy] of [
      [signedIn, 'account'],
      [addressed, 'mail'],
    ] as const) {
      expect(await approving(zoe, id)).toEqual({ refused: 'own' });
      expect(await view(id)).toMatchObject({ own: true, ownBy, alone: true });
    }
    expect(await view(named.id)).toMatchObject({ own: false, ownBy: 'name', alone: true });
    await houseOf({ userId: 'u-ines', name: 'Inès' });
    expect(await view(named.id)).toMatchObject({ own: true, ownBy: 'name' });
    expect(await view(addressed.id)).not.toHaveProperty('alone');
  });

  test('the picture that was approved stays as long as it is shown beside the new one, and through an approval taken back', async () => {
    const [old, fresh] = [MediaName.parse('posts/old.jpg'), MediaName.parse('posts/fresh.jpg')];
    const sent = await on.send({ pictures: [old] });
    await moderation.decide(MONA, { id: sent.id, revision: 1, did: 'approved' });
    await on.addFile(sent.keyHash, fresh);
    await on.authorship.edit(sent.keyHash, 1, { content: { ...sent.content, pictures: [fresh], alt: 'La serre' } });
    on.clock.advance(3 * 24 * 3600_000);
    await on.round();
    const files = async () => (await on.storage.all('proposalFiles')).map(({ id }) => id).toSorted();
    expect(await files()).toEqual([fresh, old]);
    const changes = (await queueOn().view(sent.id, MONA.userId))?.changes;
    expect(changes).toMatchObject({
      fields: ['pictures', 'alt'],
      alt: [{ kind: 'added', text: 'La serre' }],
      before: { content: { pictures: [old] }, files: [{ name: old, url: expect.stringContaining(sent.id) }] },
    });
    await moderation.decide(INES, { id: sent.id, revision: 2, did: 'approved' });
    await on.round();
    await moderation.undo(sent.id, INES);
    expect(await files()).toEqual([fresh, old]);
    await moderation.decide(INES, { id: sent.id, revision: 2, did: 'approved' });
    on.clock.advance(10 * 60_000);
    await on.round();
    expect(await files()).toEqual([fresh]);
  });

  test('reports of a post whose time is over change nothing: it is not read again, and goes when it had to', async () => {
    const { id, storyId } = await on.send();
    await moderation.decide(MONA, { id, revision: 1, did: 'approved' });
    on.clock.advance(15 * 24 * 3600_000);
    await on.round();
    const before = await on.storage.get('proposals', id);
    expect(before?.endedAt).toBeDefined();
    for (const phone of ['a', 'b', 'c']) expect(await reports.report(storyId, phone, 'wrong')).toBe('not-found');
    expect(await on.decide({ id, revision: 1, did: 'hidden-by-reports' })).toEqual({ refused: 'state' });
    expect(await on.storage.get('proposals', id)).toEqual(before);
  });

  test('what waits has waited since its author sent it: a moderator’s edit, a look or an undone decision does not move it', async () => {
    const { clock } = on;
    const queue = queueOn();
    const order = async () => (await queue.list('waiting', MONA.userId)).entries.map(({ id }) => id);
    const first = await on.send();
    const sentMs = clock.now();
    clock.advance(60_000);
    const second = await on.send();
    clock.advance(60_000);
    await moderation.mend(first.id, MONA, { revision: 1, content: { ...first.content, text: 'Mardi, à midi.' } });
    expect(await order()).toEqual([first.id, second.id]);
    clock.advance(60_000);
    await moderation.decide(MONA, { id: first.id, revision: 2, did: 'declined', reason: REASON });
    await moderation.undo(first.id, MONA);
    expect(await order()).toEqual([first.id, second.id]);
    expect((await queue.waitingSince()).toSorted((a, b) => a - b)).toEqual([sentMs, sentMs + 60_000]);
    // On the screens again after an undone taking down: since its approval.
    clock.advance(60_000);
    await moderation.decide(MONA, { id: first.id, revision: 2, did: 'approved' });
    const approvedAt = isoOf(clock.now());
    clock.advance(60_000);
    await moderation.decide(MONA, { id: first.id, revision: 2, did: 'taken-down', reason: REASON });
    await moderation.undo(first.id, MONA);
    expect((await queue.view(first.id, MONA.userId))?.entry.since).toBe(approvedAt);
    // Sent again by its author, it begins anew.
    clock.advance(60_000);
    await on.authorship.edit(first.keyHash, 2, { content: { ...first.content, text: 'Mercredi.' } });
    expect(await order()).toEqual([second.id, first.id]);
  });

  test('the undoing of an approved edit brings the waiting one back, with what was approved before', async () => {
    const sent = await on.send();
    await moderation.decide(MONA, { id: sent.id, revision: 1, did: 'approved' });
    on.clock.advance(1_000);
    await on.authorship.edit(sent.keyHash, 1, { content: { ...sent.content, text: 'Mercredi.' } });
    on.clock.advance(1_000);
    await moderation.decide(INES, { id: sent.id, revision: 2, did: 'approved' });
    expect(await on.posts()).toHaveLength(1);
    await moderation.undo(sent.id, INES);
    expect(await on.storage.get('proposals', sent.id)).toMatchObject({ decided: 'waiting', approved: { revision: 1 } });
    expect(await on.posts()).toEqual([]);
  });
}
