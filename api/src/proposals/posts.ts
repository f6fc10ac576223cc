/**
 * Colleagues' posts as the mix reads them: an approved proposal whose time has come is a story of the reserved source
 * `colleagues`. Everything here runs inside the transaction of whoever decides, so that a decision and what screens show
 * cannot part.
 */
import type { Credit, ProposalContent } from '@palier/playlists/proposal';
import type { Language } from '@palier/playlists/localized';
import { COLLEAGUES, Story } from '@palier/playlists/story';
import type { ProposalRecord } from '../storage/records/proposals.ts';
import { MAX_POSTS } from '../storage/records/stories.ts';
import type { Reader, Transaction } from '../storage/storage.ts';

const SOMEBODY: Readonly<Record<Language, string>> = { fr: 'Un collègue', en: 'A colleague' };

/** Whom a post is credited to, in words. */
export function creditText(credit: Credit, language: Language): string {
  return credit.kind === 'colleague' ? SOMEBODY[language] : credit.text;
}

/** The story a proposal becomes. */
export function storyOf(record: ProposalRecord, content: ProposalContent, publishedAt: string): Story {
  const [picture, ...more] = content.pictures;
  return Story.parse({
    id: record.storyId,
    voice: 'colleagues',
    sourceId: COLLEAGUES,
    credit: creditText(content.credit, content.language),
    title: content.title,
    excerpt: content.text,
    language: content.language,
    publishedAt,
    ...(record.untilAt === undefined ? {} : { expiresAt: record.untilAt }),
    topics: content.topics,
    ...(picture === undefined ? {} : { picture }),
    ...(more.length === 0 ? {} : { morePictures: more }),
    ...(content.video === undefined ? {} : { video: content.video }),
    ...(content.alt === undefined ? {} : { alt: content.alt }),
    state: 'live',
  });
}

/** The post of a proposal; absent when screens have none. */
export async function postOf(reader: Reader, record: Pick<ProposalRecord, 'storyId'>): Promise<Story | undefined> {
  return (await reader.get('sourceStories', COLLEAGUES))?.stories.find(({ id }) => id === record.storyId);
}

/** Puts it among the posts, its files before it. Answers `full` when there is no room for one more. */
export async function putPost(
  transaction: Transaction,
  record: ProposalRecord,
  publishedAt: string,
): Promise<'put' | 'full'> {
  const { content } = record;
  const stories = (await transaction.get('sourceStories', COLLEAGUES))?.stories ?? [];
  const known = stories.find(({ id }) => id === record.storyId);
  if (known === undefined && stories.length >= MAX_POSTS) return 'full';
  for (const name of filesOf(content)) {
    const file = await transaction.get('proposalFiles', name);
    if (file !== undefined) await transaction.put('storyMedia', file.media);
  }
  const story = storyOf(record, content, known?.publishedAt ?? publishedAt);
  const kept = known?.pinnedUntil === undefined ? story : { ...story, pinnedUntil: known.pinnedUntil };
  const others = stories.filter(({ id }) => id !== record.storyId);
  const after = [kept, ...others].toSorted((a, b) => b.publishedAt.localeCompare(a.publishedAt));
  await transaction.put('sourceStories', { id: COLLEAGUES, stories: after });
  return 'put';
}

/** Takes it off, with its files. Costs nothing when it is not there. */
export async function removePost(transaction: Transaction, record: ProposalRecord): Promise<void> {
  const stories = (await transaction.get('sourceStories', COLLEAGUES))?.stories ?? [];
  const story = stories.find(({ id }) => id === record.storyId);
  if (story === undefined) return;
  await transaction.put('sourceStories', { id: COLLEAGUES, stories: stories.filter((one) => one !== story) });
  const names = [story.picture, ...(story.morePictures ?? []), story.video];
  for (const name of names) if (name !== undefined) await transaction.remove('storyMedia', name);
}

export function filesOf(content: Pick<ProposalContent, 'pictures' | 'video'>): ProposalContent['pictures'] {
  return [...content.pictures, ...(content.video === undefined ? [] : [content.video])];
}
