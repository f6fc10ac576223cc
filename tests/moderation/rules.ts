/** What several moderators, an author and phones do at the same moment, for either engine. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isoOf } from '../../api/src/clock.ts';
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

  test('what waits has waited since its author sent it: a moderator’s edit, a look or an undone decision does not move it', async () => {
    const { storage, clock } = on;
    const settings = createModerationSettings({ storage, clock });
    const reach = { shown: async () => new Set<string>(), of: async () => ({ screens: 0 }) };
    const queue = createQueue({ storage, clock, settings, publicUrl: () => 'http://palier.test', reach });
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
    expect((await queue.waitingSince()).toSorted()).toEqual([sentMs, sentMs + 60_000]);
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
