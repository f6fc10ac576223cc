/** Stories on a wall: plays say which story and whose voice, a story that fails is passed over alone, an edition changes under it. */
import { describe, expect, test } from 'vitest';
import { nowOf } from '@palier/playlists/now';
import { PlayBatch } from '@palier/playlists/play';
import { createHarness, START } from '../player/stage-harness.ts';
import { manifest, notice, playlist } from '../kiosk/support/content.ts';
import { rig } from '../kiosk/support/rig.ts';
import { feedItem, shownStory, storyId } from './stories.ts';

const stories = Array.from({ length: 4 }, (_, n) => shownStory(n, n === 1 ? 'corporate' : 'trade'));
const news = (item: ReturnType<typeof feedItem>) => ({ id: 'news', durationMs: 8000, item });
const day = (revision: number, item: ReturnType<typeof feedItem>) =>
  manifest(revision, { playlists: [playlist('day', [notice('hello'), news(item)])] });
const programOf = (revision: number, item: ReturnType<typeof feedItem>, passed: string[] = []) => {
  const now = nowOf({ manifest: day(revision, item), atMs: START, anchorMs: START });
  if (now.program === undefined) throw new Error('nothing is on');
  return { ...now, program: { ...now.program, ...(passed.length === 0 ? {} : { passed }) } };
};
const titleOn = (wall: ReturnType<typeof createHarness>) => {
  const content = wall.stage.view().slots.find(({ role }) => role === 'shown')?.content;
  const item = content?.kind === 'item' ? content.entry.item : undefined;
  return item?.kind === 'story' ? item.shown?.title : item?.kind;
};

describe('the page', () => {
  test('shows the next stories each round and proves which', () => {
    const wall = createHarness();
    wall.receive(programOf(1, feedItem(stories, 2)));
    wall.pass(2 * 26_000);
    const told = wall.plays.map(({ key, entryId, story, voice }) => [key, entryId, story, voice]);
    expect(told).toEqual([
      ['hello', undefined, undefined, undefined],
      ['news--1', 'news', storyId(0), 'trade'],
      ['news--2', 'news', storyId(1), 'corporate'],
      ['hello', undefined, undefined, undefined],
      ['news--1', 'news', storyId(2), 'trade'],
      ['news--2', 'news', storyId(3), 'trade'],
    ]);
  });

  test('goes from story to story with the gesture of the house, also when a feed plays alone', () => {
    const wall = createHarness();
    const alone = manifest(1, { playlists: [playlist('day', [news(feedItem(stories, 1))])] });
    wall.receive(nowOf({ manifest: alone, atMs: START, anchorMs: START }));
    wall.pass(4 * 8000);
    expect(wall.plays.map(({ story }) => story)).toEqual([0, 1, 2, 3].map(storyId));
  });

  test('keeps the story that is on when another edition comes, and lets one go that was taken off', () => {
    const wall = createHarness();
    wall.receive(programOf(1, feedItem(stories, 2)));
    wall.pass(12_000);
    expect(titleOn(wall)).toBe('Story 0');
    // Another order: the story that is on stays to its end, though another stands in its place now.
    wall.receive(programOf(2, feedItem([shownStory(9), ...stories], 2)));
    expect(titleOn(wall)).toBe('Story 0');
    wall.pass(5000);
    expect(titleOn(wall)).toBe('Story 0');
    expect(wall.plays.filter(({ story }) => story !== undefined)).toEqual([]);
    // Taken off: gone at once.
    wall.receive(programOf(3, feedItem([shownStory(9), ...stories.slice(1)], 2)));
    expect(titleOn(wall)).toBe('Story 9');
  });

  test('swaps the words of the story that is on in place when they are edited, in its turn', () => {
    const wall = createHarness();
    wall.receive(programOf(1, feedItem(stories, 2)));
    wall.pass(12_000);
    const edited = shownStory(0, 'trade', { title: 'Story 0, mended' });
    wall.receive(programOf(2, feedItem([edited, ...stories.slice(1)], 2)));
    wall.run();
    wall.pass(100);
    expect(titleOn(wall)).toBe('Story 0, mended');
    wall.pass(26_000);
    // One turn, one proof: the swap did not begin it anew.
    expect(wall.plays.filter(({ story }) => story === storyId(0))).toHaveLength(1);
  });

  test('passes over a story it cannot show, and nothing else', () => {
    const wall = createHarness();
    wall.receive(programOf(1, feedItem(stories, 2)));
    wall.pass(12_000);
    const shown = wall.stage.view().slots.find(({ role }) => role === 'shown');
    if (shown === undefined) throw new Error('the wall is empty');
    wall.stage.fault(shown.mountId, 'broken');
    wall.run();
    wall.pass(3000);
    expect(titleOn(wall)).toBe('Story 2');
    expect(wall.faults.map(({ key }) => key)).toEqual(['news--1']);
    wall.pass(60_000);
    expect(wall.plays.filter(({ key }) => key === 'news--2').map(({ story }) => story)).toContain(storyId(1));
  });
});

describe('the core', () => {
  test('sends on which story was shown, under the id of its entry', async () => {
    const made = await rig({ manifest: day(1, feedItem(stories, 2)) });
    const { clock } = made;
    const play = { key: 'news--2', entryId: 'news', story: storyId(1), voice: 'corporate', revision: 1 };
    const answer = await made.post('/plays', { ...play, startedAtMs: clock.now() - 8000, endedAtMs: clock.now() });
    expect(answer.status).toBe(204);
    await clock.pass(60_000);
    const sent = [...made.server.state.plays.values()];
    expect(PlayBatch.parse({ plays: sent }).plays).toMatchObject([
      { entryId: 'news', story: storyId(1), voice: 'corporate' },
    ]);
  });

  test('passes over the turn that a page could not show, for a time', async () => {
    const made = await rig({ manifest: day(1, feedItem(stories, 2)) });
    const turns = (await made.now()).program?.entries[1]?.turns ?? [];
    const version = turns[0]?.version ?? '';
    const told = await made.post('/faults', { key: 'news--1', version, reason: 'broken' });
    expect(told.status).toBe(204);
    const after = (await made.now()).program;
    expect(after?.passed).toEqual([version]);
    expect(after?.excluded).toEqual([]);
    await made.clock.pass(31_000);
    expect((await made.now()).program?.passed).toBeUndefined();
  });
});
