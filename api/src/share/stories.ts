/**
 * Stories as phones read them: one by its address, or the feed of a screen or an audience by topic. Only what is live;
 * who reads is not known here and cannot be asked.
 */
import { allAudiences, audienceMark, audienceOf, type Audience, type Topic } from '@palier/playlists/audience';
import type { Media } from '@palier/playlists/media';
import { REACTIONS, toldCount } from '@palier/playlists/reaction';
import { sharingByDefault } from '@palier/playlists/share';
import { COLLEAGUES, StoryId, type Story } from '@palier/playlists/story';
import type { Clock } from '../clock.ts';
import type { Content, ContentReader } from '../content.ts';
import { hasOwnEnd, isShowable } from '../mix/edition.ts';
import type { Storage } from '../storage/storage.ts';
import type { FeedAnswer, FeedCard, FeedGroup, FeedQuery, PublicStory } from '../wire/share.ts';
import type { Tallies } from './tallies.ts';

/** Stories of a feed. */
export const MAX_FEED = 60;
const DAY_MS = 24 * 3600_000;
/** Without an audience that says otherwise, older stories are not in the feed. */
const FEED_DAYS = 14;

type Deps = { storage: Storage; content: ContentReader; clock: Clock; tallies: Tallies };

export function createPublicStories({ storage, content, clock, tallies }: Deps) {
  const isLive = (story: Story) => isShowable(story, clock.now());

  /** All stories that were live when they were read last: read again when any story or source changed. */
  let held: { revision: string; stories: Story[] } | undefined;

  /** Every live story, newest first. */
  async function live(): Promise<Story[]> {
    const revision = `${await storage.revision('stories')} ${await storage.revision('sources')}`;
    if (held?.revision !== revision) {
      const on = new Set((await storage.all('sources')).flatMap(({ source }) => (source.enabled ? source.id : [])));
      const records = (await storage.all('sourceStories')).filter(({ id }) => id === COLLEAGUES || on.has(id));
      const stories = records.flatMap((record) => record.stories.filter(({ state }) => state === 'live'));
      held = { revision, stories: stories.toSorted((a, b) => b.publishedAt.localeCompare(a.publishedAt)) };
    }
    return held.stories.filter(isLive);
  }

  /** The live story of an address; of a source that is switched off there is none. */
  async function byId(id: string): Promise<Story | undefined> {
    const parsed = StoryId.safeParse(id);
    if (!parsed.success) return undefined;
    for (const record of await storage.find('sourceStories', 'story', parsed.data)) {
      const story = record.stories.find((one) => one.id === parsed.data && isLive(one));
      if (story === undefined) continue;
      const isOn = record.id === COLLEAGUES || (await storage.get('sources', record.id))?.source.enabled === true;
      if (isOn) return story;
    }
    return undefined;
  }

  async function mayShare(story: Story): Promise<boolean> {
    return (await storage.get('shareKits', story.id))?.kit.allowed ?? sharingByDefault(story.voice);
  }

  /** The files a phone may fetch for a story. */
  async function filesOf(story: Story) {
    const { media } = await content.current();
    const names = [...(story.picture === undefined ? [] : [story.picture]), ...(story.morePictures ?? [])];
    const video = story.video === undefined ? undefined : media.get(story.video);
    return { pictures: names.flatMap((name) => media.get(name) ?? []), video };
  }

  return {
    byId,
    live,
    mayShare,
    filesOf,
    /** Whether this content address is a picture or the film of that story. */
    async shows(story: Story, sha256: string): Promise<boolean> {
      const { pictures, video } = await filesOf(story);
      return [...pictures, video].some((one) => one !== undefined && addresses(one).includes(sha256));
    },
    async view(story: Story): Promise<PublicStory> {
      const { pictures, video } = await filesOf(story);
      const topics = (await storage.get('topics', 'topics'))?.topics ?? [];
      const sums = (await tallies.sums(tallies.dayBack(DAY_KEEP), tallies.today())).get(story.id);
      const at = (sha256: string) => `/api/public/stories/${story.id}/media/${sha256}`;
      const reactions = REACTIONS.flatMap((kind) => {
        const told = toldCount(sums?.[`react:${kind}`] ?? 0);
        return told === undefined ? [] : [{ kind, atLeast: told }];
      });
      const { id, voice, title, excerpt, credit, url, language, publishedAt, undated, alt } = story;
      return {
        id,
        voice,
        title,
        excerpt,
        credit,
        url,
        host: url === undefined ? undefined : hostOf(url),
        language,
        publishedAt,
        undated,
        topics: topics.filter((topic) => story.topics.includes(topic.id)).map(({ name }) => name),
        // Its author described the first one, or the film.
        pictures: pictures.map((picture, index) => {
          const small = phoneCopy(picture);
          return { ...small, url: at(small.sha256), ...(index === 0 && alt !== undefined ? { alt } : {}) };
        }),
        video: video && { url: at(video.sha256), type: video.type, alt },
        reactions,
        sharing: await mayShare(story),
      };
    },
    /** The feed of the audience that a screen belongs to, of one that was chosen, or of the whole house. */
    async feed(asked: FeedQuery): Promise<FeedAnswer> {
      const now = await content.current();
      const audience = chosen(now, asked);
      const topics = (await storage.get('topics', 'topics'))?.topics ?? [];
      const stories = storiesOf(await live(), audience, now, clock.now());
      const told = topics.filter(({ id }) => stories.some((story) => story.topics.includes(id)));
      const topic = told.find(({ id }) => id === asked.topic);
      const wanted = topic === undefined ? stories : stories.filter((story) => story.topics.includes(topic.id));
      return {
        audiences: allAudiences(now.audiences).map(named),
        audience: audience && named(audience),
        topics: told,
        topic,
        groups: grouped(wanted, topic === undefined ? topics : [topic], audience),
      };
    },
  };
}
export type PublicStories = ReturnType<typeof createPublicStories>;

/** Reactions are told as long as they are kept. */
const DAY_KEEP = 62;

/** Absent: the whole house, as for an audience that is no more. */
function chosen({ audiences: own, screens }: Content, asked: FeedQuery): Audience | undefined {
  const audiences = allAudiences(own);
  if (asked.audience !== undefined)
    return (
      audiences.find(({ id }) => id === asked.audience) ??
      audiences.find(({ id }) => audienceMark(id) === asked.audience)
    );
  const screen = screens.find(({ id }) => id === asked.screen)?.screen;
  return screen === undefined ? undefined : audienceOf(audiences, screen);
}

function named({ id, name }: Audience): FeedAnswer['audiences'][number] {
  return { id, name, mark: audienceMark(id) };
}

/** What the audience's screens show now, in their order; where no edition was made, what the audience would be given. */
function storiesOf(live: readonly Story[], audience: Audience | undefined, content: Content, nowMs: number): Story[] {
  const edition = audience === undefined ? undefined : content.editions.get(audience.id);
  if (edition !== undefined) {
    const byId = new Map(live.map((story) => [story.id, story]));
    return [...new Set(edition.order)].flatMap((id) => byId.get(id) ?? []);
  }
  const oldestMs = nowMs - (audience?.maxAgeDays ?? FEED_DAYS) * DAY_MS;
  return live.filter((story) => isFor(story, audience, oldestMs)).slice(0, MAX_FEED);
}

function isFor(story: Story, audience: Audience | undefined, oldestMs: number): boolean {
  if (!hasOwnEnd(story) && Date.parse(story.publishedAt) < oldestMs) return false;
  if (audience === undefined) return true;
  const isMeant = audience.topics.length === 0 || story.topics.some((topic) => audience.topics.includes(topic));
  return isMeant || (story.voice !== 'trade' && story.topics.length === 0);
}

/** Colleagues first, then topic by topic in the order of the house, then what has no topic, then the house's own news. */
function grouped(stories: readonly Story[], topics: readonly Topic[], audience: Audience | undefined): FeedGroup[] {
  const wanted = audience === undefined || audience.topics.length === 0 ? undefined : new Set<string>(audience.topics);
  const topicOf = ({ topics: own }: Story) =>
    topics.find(({ id }) => own.includes(id) && (wanted === undefined || wanted.has(id))) ??
    topics.find(({ id }) => own.includes(id));
  const trade = stories.filter(({ voice }) => voice === 'trade');
  const group = (kind: FeedGroup['kind'], own: readonly Story[], name?: Topic['name']): FeedGroup[] =>
    own.length === 0 ? [] : [{ kind, ...(name === undefined ? {} : { name }), stories: own.map(cardOf) }];
  const of = (voice: Story['voice']) => stories.filter((story) => story.voice === voice);
  return [
    ...group('colleagues', of('colleagues')),
    ...topics.flatMap((topic) =>
      group(
        'topic',
        trade.filter((story) => topicOf(story)?.id === topic.id),
        topic.name,
      ),
    ),
    ...group(
      'other',
      trade.filter((story) => topicOf(story) === undefined),
    ),
    ...group('corporate', of('corporate')),
  ];
}

function cardOf({ id, title, excerpt, credit, language, publishedAt, undated }: Story): FeedCard {
  return { id, title, excerpt, credit, language, publishedAt, undated };
}

function addresses({ sha256, variants = [] }: Media): string[] {
  return [sha256, ...variants.map((variant) => variant.sha256)];
}

/** The smallest copy that fills a phone; a film's picture is its poster, which pictures do not have. */
function phoneCopy(media: Media): Pick<Media, 'sha256' | 'type' | 'widthPx' | 'heightPx'> {
  const copies = (media.variants ?? []).filter(({ widthPx }) => widthPx >= 640);
  const smallest = copies.toSorted((a, b) => a.widthPx - b.widthPx)[0] ?? media;
  const { sha256, type, widthPx, heightPx } = smallest.widthPx < media.widthPx ? smallest : media;
  return { sha256, type, widthPx, heightPx };
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./, '');
}
