/** The library as people see it: one entry a file, whatever its kind; found by its words, flagged by its dates. Pure. */
import type { LibraryFile } from '@palier/playlists/library-file';
import type { MediaView } from '../api.ts';
import { mediaTitle } from '../item-words.ts';

export type Use = MediaView['usedIn'][number];
export type StoryUse = MediaView['stories'][number];
export type LibraryEntry = {
  id: string;
  kind: 'picture' | 'video' | 'document' | 'text' | 'table';
  title: string;
  addedAt: string;
  tags: readonly string[];
  usedIn: readonly Use[];
  /** Of the house, with it as their picture. */
  stories: readonly StoryUse[];
  owner: string | undefined;
  expiresOn: string | undefined;
  reviewOn: string | undefined;
  /** Of a picture or a film. */
  media: MediaView | undefined;
  /** Of anything else, with its pages in order. */
  file: LibraryFile | undefined;
  pages: readonly MediaView[];
};
export type LibraryFilter = 'all' | 'picture' | 'video' | 'document' | 'data' | 'due';
/** What a person writes about a file; an empty date is none. */
export type Labels = { tags: string[]; owner: string; expiresOn: string; reviewOn: string };
export type Flag = { kind: 'expired' | 'expires' | 'due' | 'soon'; date: string };

/** An end is told this many days before. */
const EXPIRES_SOON_DAYS = 14;
const REVIEW_SOON_DAYS = 7;

/** Pages of a document are part of it; newest first. */
export function entriesOf(media: readonly MediaView[], files: readonly LibraryFile[]): LibraryEntry[] {
  const byId = new Map(media.map((one) => [one.id, one]));
  const shown = media.filter((one) => one.page === undefined || !files.some((file) => file.id === one.page?.of));
  const entries = [
    ...shown.map((one) => entryOf(one, { kind: one.type.startsWith('video/') ? 'video' : 'picture', media: one })),
    ...files.map((file) => {
      const pages = (file.pages ?? []).flatMap((page) => byId.get(page) ?? []);
      return entryOf(file, {
        kind: file.kind,
        file,
        pages,
        usedIn: usesOf(pages),
        stories: pages.flatMap(({ stories }) => stories),
      });
    }),
  ];
  return entries.toSorted((a, b) => b.addedAt.localeCompare(a.addedAt) || a.id.localeCompare(b.id));
}

function entryOf(one: MediaView | LibraryFile, more: Partial<LibraryEntry> & Pick<LibraryEntry, 'kind'>): LibraryEntry {
  return {
    id: one.id,
    title: mediaTitle(one.file ?? one.id),
    addedAt: one.addedAt,
    tags: one.tags ?? [],
    usedIn: 'usedIn' in one ? one.usedIn : [],
    stories: 'stories' in one ? one.stories : [],
    owner: one.owner,
    expiresOn: one.expiresOn,
    reviewOn: one.reviewOn,
    media: undefined,
    file: undefined,
    pages: [],
    ...more,
  };
}

function usesOf(pages: readonly MediaView[]): Use[] {
  return [...new Map(pages.flatMap((page) => page.usedIn).map((use) => [use.playlistId, use])).values()];
}

/** Without case and accents: `Été` is found by `ete`. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae');
}

/** Every word of the search is somewhere in its names, tags, owner or playlists. */
export function matches(entry: LibraryEntry, search: string): boolean {
  const words = folded(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return true;
  const names = [
    entry.title,
    entry.id,
    entry.owner ?? '',
    ...entry.tags,
    ...entry.usedIn.map((use) => use.name),
    ...entry.stories.map((use) => use.title),
  ];
  const text = folded(names.join(' '));
  return words.every((word) => text.includes(word));
}

export function passes(entry: LibraryEntry, filter: LibraryFilter, today: string): boolean {
  if (filter === 'all') return true;
  if (filter === 'due') return flagsOf(entry, today).length > 0;
  if (filter === 'data') return entry.kind === 'text' || entry.kind === 'table';
  return entry.kind === filter;
}

/** What its dates say today; dates are calendar days. */
export function flagsOf({ expiresOn, reviewOn }: Pick<LibraryEntry, 'expiresOn' | 'reviewOn'>, today: string): Flag[] {
  const flags: Flag[] = [];
  if (expiresOn !== undefined && expiresOn < today) flags.push({ kind: 'expired', date: expiresOn });
  else if (expiresOn !== undefined && expiresOn <= daysAfter(today, EXPIRES_SOON_DAYS)) {
    flags.push({ kind: 'expires', date: expiresOn });
  }
  if (reviewOn !== undefined && reviewOn <= today) flags.push({ kind: 'due', date: reviewOn });
  else if (reviewOn !== undefined && reviewOn <= daysAfter(today, REVIEW_SOON_DAYS)) {
    flags.push({ kind: 'soon', date: reviewOn });
  }
  return flags;
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** All tags in use, the most used first. */
export function tagsOf(entries: readonly LibraryEntry[]): string[] {
  const counts = new Map<string, number>();
  for (const tag of entries.flatMap((entry) => entry.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([tag]) => tag);
}

/** `a, b ; c` as tags, each once. */
export function readTags(text: string): string[] {
  const tags = text.split(/[,;]/).map((tag) => tag.trim().slice(0, 40));
  return [...new Set(tags.filter((tag) => tag !== ''))].slice(0, 20);
}
