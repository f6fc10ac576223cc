/** Sources of stories, what they bring, and topics. */
import { Hono, type Context } from 'hono';
import { allAudiences } from '@palier/playlists/audience';
import { TopicId } from '@palier/playlists/ids';
import { inLanguage } from '@palier/playlists/in-language';
import type { Source } from '@palier/playlists/source';
import { allows } from '../access.ts';
import type { ApiEnv } from '../environment.ts';
import { canonicalAddress } from '../feeds/canonical.ts';
import { writeOpml } from '../feeds/opml.ts';
import { sourceView } from '../feeds/source-view.ts';
import type { SourceOutcome } from '../feeds/sources.ts';
import { STARTER_SETS, STARTER_TOPICS } from '../feeds/starter-sets.ts';
import { editedOf, type OwnOutcome } from '../feeds/own-stories.ts';
import type { StoryOutcome } from '../feeds/stories.ts';
import { topicsOfFolders, withTopics } from '../feeds/topics.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { idFrom } from '../secrets.ts';
import { isRefused } from '../storage/storage.ts';
import { body, query } from '../validate.ts';
import { etagOf, staleOrMissing } from '../versions.ts';
import * as wire from '../wire/feeds.ts';
import { person } from './params.ts';

/** Stories of one answer, newest first. */
const MAX_STORIES = 300;
/** Made once: a comparison that makes one each time is many times slower. */
const byName = new Intl.Collator('fr');

export function feedRoutes({ feeds, moderation, storage, egress, random, sourceReach }: Parts) {
  const { sources, stories, ownStories, finder } = feeds;

  async function view(source: Source): Promise<wire.SourceView> {
    const state = await storage.get('sourceStates', source.id);
    const own = (await storage.get('sourceStories', source.id))?.stories ?? [];
    return sourceView(source, { state, own, reach: (await sourceReach.now()).of(source.id) });
  }

  async function answered(c: Context<ApiEnv>, outcome: SourceOutcome, status: 200 | 201): Promise<Response> {
    if ('record' in outcome) return c.json(await view(outcome.record.source), status);
    if (outcome.refused === 'absent') return problem(c, 'not-found');
    if (outcome.refused === 'known')
      return problem(c, 'body-invalid', {
        fields: [{ field: 'url', reason: 'it is among the sources already' }],
        about: { knownId: outcome.id },
      });
    return problem(c, 'full', { detail: 'There are 2,000 sources already.' });
  }

  function storyAnswer(c: Context<ApiEnv>, outcome: StoryOutcome | OwnOutcome, status: 200 | 201 = 200): Response {
    if ('story' in outcome) return c.json(outcome.story, status);
    if (outcome.refused === 'absent') return problem(c, 'not-found');
    if (outcome.refused === 'changed')
      return problem(c, 'story-changed', { detail: 'Its source tells it anew. Read it again, then decide.' });
    if (outcome.refused === 'decided')
      return problem(c, 'story-state', { detail: 'Somebody has decided otherwise meanwhile.' });
    if (outcome.refused === 'picture') return invalidField(c, 'picture', 'the library has no such picture');
    if (outcome.refused === 'full')
      return problem(c, 'source-full', { detail: 'This source has 50 stories: take one off first.' });
    return problem(c, 'story-elsewhere', { detail: 'Its source tells it: it is decided there.' });
  }

  return new Hono<ApiEnv>()
    .get('/api/sources', async (c) => {
      const all = (await sources.all()).toSorted((a, b) => byName.compare(a.source.name, b.source.name));
      const audiences = (await storage.get('audiences', 'audiences'))?.audiences ?? [];
      const states = new Map((await storage.all('sourceStates')).map((state) => [state.id, state]));
      const kept = new Map((await storage.all('sourceStories')).map(({ id, stories: own }) => [id, own]));
      const reach = await sourceReach.now();
      return c.json({
        sources: all.map(({ id, source }) =>
          sourceView(source, { state: states.get(id), own: kept.get(id) ?? [], reach: reach.of(id) }),
        ),
        freshDays: Math.max(...allAudiences(audiences).map(({ maxAgeDays }) => maxAgeDays)),
        ...(reach.lack === undefined ? {} : { lack: reach.lack }),
      } satisfies wire.SourcesAnswer);
    })
    .post('/api/sources', body(wire.SourceDraft), async (c) => {
      const draft = c.req.valid('json');
      const reason = draft.url === undefined ? undefined : egress.judge(draft.url);
      if (reason !== undefined) return invalidField(c, 'url', reason);
      const outcome = await sources.add(draft, person(c).user.name);
      // Its first stories are there when the answer is.
      if ('record' in outcome) await feeds.refreshNow(outcome.record.source);
      await feeds.settle();
      return answered(c, outcome, 201);
    })
    .post('/api/sources/find', body(wire.FindFeeds), async (c) => {
      const known = new Set(
        (await sources.all()).flatMap(({ source }) => (source.url ? [canonicalAddress(source.url)] : [])),
      );
      const found = await finder.find(c.req.valid('json').address);
      if ('trouble' in found) {
        const { trouble, status } = found;
        return c.json({ feeds: [], trouble, ...(status === undefined ? {} : { status }) } satisfies wire.FoundFeeds);
      }
      const read: ReadonlySet<string> = (await sourceReach.now()).languages;
      const all = found.feeds.map((feed) => ({
        ...feed,
        ...(feed.language === undefined || read.has(feed.language) ? {} : { unread: true as const }),
        known: known.has(canonicalAddress(feed.url)),
      }));
      return c.json({ feeds: all } satisfies wire.FoundFeeds);
    })
    .get('/api/sources/opml', async (c) => {
      const { language } = person(c).user;
      const topics = new Map<string, string>(
        ((await storage.get('topics', 'topics'))?.topics ?? []).map(({ id, name }) => [id, inLanguage(name, language)]),
      );
      const text = writeOpml(
        (await sources.all()).map(({ source }) => source),
        'Palier',
        (id) => topics.get(id) ?? id,
      );
      return opmlFile(c, text, 'palier.opml');
    })
    .post('/api/sources/opml', body(wire.OpmlImport), async (c) => {
      const { opml, topics } = c.req.valid('json');
      const read = await feeds.readList(opml);
      if (read.kind === 'refused' || read.feeds.length === 0) return invalidField(c, 'opml', 'no list of feeds');
      const listed = read.feeds;
      const unusable: string[] = [];
      const usable = listed.filter(({ title, url }) => {
        const isAllowed = egress.judge(url) === undefined;
        if (!isAllowed) unusable.push(title);
        return isAllowed;
      });
      const folders = [...new Set(usable.flatMap((feed) => feed.folders ?? []))];
      const topicOf = await topicsOfFolders(storage, random, folders, person(c).user.language, STARTER_TOPICS);
      const drafts = usable.flatMap(({ title: name, url, site, folders: own = [] }) => {
        const about = new Set([...topics, ...own.flatMap((folder) => topicOf(folder) ?? [])]);
        const draft = wire.SourceDraft.safeParse({ name, url, site, topics: [...about].slice(0, 10) });
        if (!draft.success) unusable.push(name);
        return draft.success ? [draft.data] : [];
      });
      const outcomes = await sources.addAll(drafts, person(c).user.name);
      return c.json(imported(outcomes, unusable));
    })
    .get('/api/sources/starter', (c) => c.json({ sets: STARTER_SETS }))
    .get('/api/sources/starter/opml', query(wire.StarterListQuery), (c) => {
      const { language } = person(c).user;
      const { set } = c.req.valid('query');
      const wanted = STARTER_SETS.filter(({ id }) => set === undefined || id === set);
      if (wanted.length === 0) return problem(c, 'not-found');
      const feedsOf = wanted.flatMap(({ id, feeds: own }) => own.map(({ name, url }) => ({ name, url, topics: [id] })));
      const named = new Map(wanted.map(({ id, name }) => [id, inLanguage(name, language)]));
      return opmlFile(
        c,
        writeOpml(feedsOf, 'Palier', (id) => named.get(id) ?? id),
        `palier-${set ?? 'veille'}.opml`,
      );
    })
    .post('/api/sources/starter', body(wire.StarterAsked), async (c) => {
      const { sets, languages } = c.req.valid('json');
      const wanted = STARTER_SETS.filter(({ id }) => sets.includes(id));
      await withTopics(storage, (known) =>
        STARTER_TOPICS.filter(({ id }) => sets.includes(id) && known.every((topic) => topic.id !== id)),
      );
      const drafts = wanted.flatMap(({ id, feeds: own }) =>
        own
          .filter(({ language }) => languages.includes(language))
          .map(({ name, url }) => wire.SourceDraft.parse({ name, url, topics: [id], trusted: true })),
      );
      return c.json(imported(await sources.addAll(drafts, person(c).user.name), []));
    })
    .get('/api/sources/:id', async (c) => {
      const record = await sources.get(c.req.param('id'));
      return record === undefined ? problem(c, 'not-found') : c.json(await view(record.source));
    })
    .patch('/api/sources/:id', body(wire.SourcePatch), async (c) => {
      const patch = c.req.valid('json');
      const reason = patch.url === undefined ? undefined : egress.judge(patch.url);
      if (reason !== undefined) return invalidField(c, 'url', reason);
      const outcome = await sources.change(c.req.param('id'), patch, person(c).user.name);
      if ('record' in outcome && patch.url !== undefined) await feeds.refreshNow(outcome.record.source);
      await feeds.settle();
      return answered(c, outcome, 200);
    })
    .delete('/api/sources/:id', async (c) => {
      if (!(await sources.remove(c.req.param('id')))) return problem(c, 'not-found');
      await feeds.settle();
      return c.body(null, 204);
    })
    .post('/api/sources/:id/refresh', async (c) => {
      const record = await sources.get(c.req.param('id'));
      if (record === undefined) return problem(c, 'not-found');
      await feeds.refreshNow(record.source);
      return c.json(await view(record.source));
    })
    .post('/api/sources/:id/stories', body(wire.OwnStory), async (c) =>
      storyAnswer(c, await ownStories.write(c.req.param('id'), c.req.valid('json'), person(c).user.name), 201),
    )
    .get('/api/stories', query(wire.StoriesQuery), async (c) => {
      const { state, source, from = 0 } = c.req.valid('query');
      const moderating = allows('moderation', c.get('caller'));
      return c.json(await stories.list({ state, sourceId: source, from, moderating }, MAX_STORIES));
    })
    .get('/api/story-count', async (c) => c.json(await moderation.waitingStories()))
    .post('/api/story-decisions', body(wire.BulkStories), async (c) =>
      c.json({ results: await stories.bulk(c.req.valid('json'), person(c).user.name) }),
    )
    .post('/api/stories/:id', body(wire.StoryAct), async (c) =>
      storyAnswer(c, await stories.act(c.req.param('id'), c.req.valid('json'), person(c).user.name)),
    )
    .get('/api/stories/:id', async (c) => {
      const outcome = await ownStories.own(c.req.param('id'));
      if ('story' in outcome) c.header('ETag', etagOf(editedOf(outcome.story)));
      return storyAnswer(c, outcome);
    })
    .put('/api/stories/:id', body(wire.OwnStory), async (c) => {
      const outcome = await ownStories.edit(c.req.param('id'), c.req.valid('json'), {
        by: person(c).user.name,
        judge: (present) => staleOrMissing(c, present),
      });
      if ('refusal' in outcome) return outcome.refusal;
      if ('story' in outcome) c.header('ETag', etagOf(editedOf(outcome.story)));
      return storyAnswer(c, outcome);
    })
    .delete('/api/stories/:id', async (c) => {
      const outcome = await stories.remove(c.req.param('id'), person(c).user.name);
      return 'story' in outcome ? c.body(null, 204) : storyAnswer(c, outcome);
    })
    .get('/api/topics', async (c) => c.json({ topics: (await storage.get('topics', 'topics'))?.topics ?? [] }))
    .put('/api/topics', body(wire.TopicsDraft), async (c) => {
      const { language } = person(c).user;
      const topics = c.req.valid('json').topics.map(({ id, name }) => ({
        id: id ?? TopicId.parse(idFrom(inLanguage(name, language), random)),
        name,
      }));
      if (new Set(topics.map(({ id }) => id)).size < topics.length)
        return invalidField(c, 'topics', 'one id comes twice');
      const outcome = await storage.transact((transaction) => transaction.put('topics', { id: 'topics', topics }));
      if (isRefused(outcome)) throw new Error('a look-up of topics was taken');
      return c.json({ topics });
    });
}

function opmlFile(c: Context<ApiEnv>, text: string, name: string): Response {
  c.header('Content-Type', 'text/x-opml; charset=utf-8');
  c.header('Content-Disposition', `attachment; filename="${name}"`);
  return c.body(text);
}

function imported(outcomes: readonly SourceOutcome[], unusable: readonly string[]): wire.ImportAnswer {
  const refusedFor = (reason: string) =>
    outcomes.filter((outcome) => 'refused' in outcome && outcome.refused === reason).length;
  return {
    added: outcomes.flatMap((outcome) => ('record' in outcome ? [outcome.record.id] : [])),
    known: refusedFor('known'),
    refused: unusable.length,
    unusable: unusable.slice(0, wire.MAX_NAMED),
    full: refusedFor('full'),
  };
}
