/** Where a survey stands, as the list sorts it: what waits for somebody to act comes first. */
import type { Localized } from '@palier/playlists/in-language';

/** `deciding`: closed, and nothing was decided yet. */
export type Shelf = 'open' | 'deciding' | 'scheduled' | 'draft' | 'closed';
export const SHELVES: readonly Shelf[] = ['open', 'deciding', 'scheduled', 'draft', 'closed'];

type Standing = { state: 'draft' | 'published' | 'closed'; soon: boolean; decisions: number };
type Listed = Standing & { id: string; title: Localized; code: string; publishedAt?: string | undefined };

export function shelfOf({ state, soon, decisions }: Standing): Shelf {
  if (state === 'draft') return 'draft';
  if (state === 'published') return soon ? 'scheduled' : 'open';
  return decisions === 0 ? 'deciding' : 'closed';
}

/** Where a click on it leads: to what is to be done next. */
export function nextPage(survey: Standing & { id: string }): string {
  const base = `/surveys/${survey.id}`;
  const pages: Record<Shelf, string> = {
    draft: `${base}/edit`,
    scheduled: base,
    open: `${base}/results`,
    deciding: `${base}/decisions`,
    closed: `${base}/results`,
  };
  return pages[shelfOf(survey)];
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Those whose title, in either language, or code has every word of `asked`. */
export function searched<T extends Listed>(surveys: readonly T[], asked: string): T[] {
  const words = plain(asked).split(/\s+/).filter(Boolean);
  return surveys.filter(({ title, code }) => {
    const text = plain(`${title.fr ?? ''} ${title.en ?? ''} ${code}`);
    return words.every((word) => text.includes(word));
  });
}

/** By shelf, the newest first; shelves without any are left out. */
export function onShelves<T extends Listed>(surveys: readonly T[]): { shelf: Shelf; surveys: T[] }[] {
  const newest = surveys.toSorted((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''));
  return SHELVES.map((shelf) => ({ shelf, surveys: newest.filter((one) => shelfOf(one) === shelf) })).filter(
    (group) => group.surveys.length > 0,
  );
}
