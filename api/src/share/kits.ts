/**
 * Share kits: what is offered for a story, and the moment a text leaves the page. The server gives a text out at most a
 * few times a day; it never signs in anywhere, posts nothing, and keeps no word of what somebody wrote.
 */
import { toldCount } from '@palier/playlists/reaction';
import {
  cloneOf,
  disclosure,
  instanceOf,
  intentUrl,
  kitLanguage,
  KIT_TEXTS,
  Network,
  offeredTexts,
  sharingByDefault,
  ShareWay,
  signsOver,
  suggestedTexts,
  TEXT_CAP_A_DAY,
  type ShareKit,
} from '@palier/playlists/share';
import type { Language } from '@palier/playlists/localized';
import type { Story, StoryId } from '@palier/playlists/story';
import { charterOf } from '../charter.ts';
import { isoOf, type Clock } from '../clock.ts';
import type { ShareKitRecord } from '../storage/records/share.ts';
import { isRefused, type Storage } from '../storage/storage.ts';
import type { KitsAnswer, KitView, PublicKit, ShareMade, ShareWanted } from '../wire/share.ts';
import type { KitPages } from './kit-pages.ts';
import { campaignLink } from './links.ts';
import { hasOurPicture, type PublicStories } from './stories.ts';
import { sumOf, type Act, type Tallies } from './tallies.ts';

/** Kits are listed for stories of the last days, and at most so many. */
const LISTED_DAYS = 7;
const MAX_LISTED = 200;
const COUNTED_DAYS = 27;
const DAY_MS = 24 * 3600_000;
/** Kits that somebody wrote; beyond it the oldest is forgotten. */
export const MAX_KITS = 1_000;

/** What of its acts still counts for an address: a share that is handed over, and a text that the same page takes again. */
type Counting = { share: () => boolean; repeat: () => boolean };
export type ShareRefused = 'spent' | 'instance';
type Deps = {
  storage: Storage;
  clock: Clock;
  tallies: Tallies;
  pages: KitPages;
  stories: PublicStories;
  organisation: string;
  publicUrl: () => string;
};

export function createKits({ storage, clock, tallies, pages, stories, organisation, publicUrl }: Deps) {
  const pageOf = (id: StoryId) => `${publicUrl()}/f/${id}`;

  /** The texts of a story: as written, or as made from it. */
  function textsOf(story: Story, kit: ShareKit | undefined, reader: Language): string[] {
    if (kit !== undefined && kit.texts.length > 0) return kit.texts;
    return suggestedTexts(story, organisation, kitLanguage(story, reader));
  }

  /** Where a shared link leads: as written, the article, or our page where the outside can open it. */
  function linkOf(story: Story, kit: ShareKit | undefined): string | undefined {
    return kit?.link ?? story.url ?? (isPublic(publicUrl()) ? pageOf(story.id) : undefined);
  }

  const kitOf = async (story: Story) => (await storage.get('shareKits', story.id))?.kit;
  const usesOf = (story: Story) =>
    tallies.todayOf(
      story.id,
      Array.from({ length: KIT_TEXTS }, (_, index): Act => `text:${index}`),
    );

  /** Whether a suggested text may go out; one more of it is counted, unless the same page had it before. */
  function takes(story: Story, text: number, mark: string | undefined, counts: Counting): Promise<boolean> {
    const countOne = () => tallies.countUpTo(story.id, `text:${text}`, TEXT_CAP_A_DAY);
    return pages.take({ storyId: story.id, mark, text }, countOne, counts.repeat);
  }

  return {
    async offer(story: Story, reader: Language): Promise<PublicKit> {
      const kit = await kitOf(story);
      const language = kitLanguage(story, reader);
      const texts = offeredTexts(textsOf(story, kit, reader), await usesOf(story));
      return {
        story: await stories.view(story),
        organisation,
        language,
        texts: texts.map(({ index, text }) => ({ index, text })),
        spent: texts.length === 0,
        disclosure: disclosure(organisation, language),
        discloses: story.voice !== 'trade',
        linked: linkOf(story, kit) !== undefined,
        handsOut: story.voice !== 'trade' || hasOurPicture(story),
        charter: await charterOf(storage),
        mark: pages.issue(story.id),
      };
    },

    /** Makes what is handed over, and counts it where it counts; a text that its network does not take is neither. A suggested text that was given out often enough today is refused. */
    async share(story: Story, wanted: ShareWanted, counts: Counting): Promise<ShareMade | ShareRefused> {
      const kit = await kitOf(story);
      const { way, text } = wanted;
      const network = Network.safeParse(way).data;
      const instance = wanted.instance === undefined ? undefined : instanceOf(wanted.instance);
      if (network === 'mastodon' && instance === undefined) return 'instance';
      const clone = cloneOf(text, textsOf(story, kit, wanted.language));
      const target = linkOf(story, kit);
      const link = target === undefined ? undefined : campaignLink(target, story.id, way);
      const said = wanted.disclose ? `${text} ${disclosure(organisation, kitLanguage(story, wanted.language))}` : text;
      const over = network === undefined ? 0 : signsOver(network, said, link);
      // Not handed over, so not shared: it comes back shorter.
      if (over > 0) return { way, text: said, link, over };
      if (clone !== undefined && !(await takes(story, clone, wanted.mark, counts))) return 'spent';
      const shared = { title: story.title, text: said, link, instance };
      const url = network === undefined ? undefined : intentUrl(network, shared);
      if (counts.share()) tallies.count(story.id, `share:${way}`);
      return { way, text: said, link, url, over };
    },

    /** The stories of the week with their kits, newest first. */
    async list(): Promise<KitsAnswer> {
      const sinceMs = clock.now() - LISTED_DAYS * DAY_MS;
      const week = (await stories.live()).filter(({ publishedAt }) => Date.parse(publishedAt) >= sinceMs);
      const records = new Map((await storage.all('shareKits')).map((record) => [record.id, record]));
      const sums = await tallies.sums(tallies.dayBack(COUNTED_DAYS), tallies.today());
      // Colleagues and the house first: those are what a kit is written for.
      const listed = [...week.filter((one) => one.voice !== 'trade'), ...week.filter((one) => one.voice === 'trade')];
      return {
        stories: listed.slice(0, MAX_LISTED).map((story) => viewOf(story, records.get(story.id), sums.get(story.id))),
        truncated: listed.length > MAX_LISTED,
      };
    },
    async view(story: Story): Promise<KitView> {
      const sums = await tallies.sums(tallies.dayBack(COUNTED_DAYS), tallies.today());
      return viewOf(story, await storage.get('shareKits', story.id), sums.get(story.id));
    },
    async write(story: Story, kit: ShareKit, by: string): Promise<void> {
      const record = { id: story.id, kit, updatedAt: isoOf(clock.now()), updatedBy: by };
      const outcome = await storage.transact(async (transaction) => {
        await transaction.put('shareKits', record);
        const kits = await transaction.all('shareKits');
        const oldest = kits.toSorted((a, b) => a.updatedAt.localeCompare(b.updatedAt));
        for (const { id } of oldest.slice(0, Math.max(0, kits.length - MAX_KITS))) {
          await transaction.remove('shareKits', id);
        }
      });
      if (isRefused(outcome)) throw new Error('a share kit has no unique look-up');
    },
    /** Back to what is made from the story. */
    async forget(story: Story): Promise<void> {
      await storage.transact((transaction) => transaction.remove('shareKits', story.id));
    },
  };

  function viewOf(
    story: Story,
    record: ShareKitRecord | undefined,
    counts: Record<string, number> | undefined,
  ): KitView {
    const { id, voice, title, credit, url, publishedAt, undated } = story;
    const language = kitLanguage(story, 'fr');
    return {
      id,
      voice,
      title,
      credit,
      url,
      language,
      publishedAt,
      undated,
      page: pageOf(id),
      allowed: record?.kit.allowed ?? sharingByDefault(voice),
      texts: record?.kit.texts ?? [],
      suggestions: suggestedTexts(story, organisation, language),
      link: record?.kit.link,
      reachable: linkOf(story, undefined) !== undefined,
      written: record && { at: record.updatedAt, by: record.updatedBy },
      opens: toldCount(counts?.['open'] ?? 0),
      shares: toldCount(sumOf(counts, 'share:')),
      ways: ShareWay.options.flatMap((way) => {
        const atLeast = toldCount(counts?.[`share:${way}`] ?? 0);
        return atLeast === undefined ? [] : [{ way, atLeast }];
      }),
    };
  }
}
export type Kits = ReturnType<typeof createKits>;

/** Whether somebody outside the house can open the address: a name with a dot over https, and no address of a network. */
function isPublic(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  const isName = hostname.includes('.') && !/^[\d.]+$/.test(hostname) && !hostname.includes(':');
  return protocol === 'https:' && isName && !/\.(?:local|lan|internal|intranet|home|corp|test)$/.test(hostname);
}
