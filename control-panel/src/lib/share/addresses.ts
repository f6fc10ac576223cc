/** Addresses of stories on phones. The mark names the audience whose screens one came from, and leads back to its feed. */
import { AudienceMark } from '@palier/playlists/audience';

/** The mark that an address carries; absent when it is none. */
export function markIn(url: { searchParams: Pick<URLSearchParams, 'get'> }): string | undefined {
  return AudienceMark.safeParse(url.searchParams.get('a')).data;
}

function asked(mark: string | undefined, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ ...(mark === undefined ? {} : { a: mark }), ...more });
  return query.size === 0 ? '' : `?${query}`;
}

export const feedPage = (mark: string | undefined) => `/f${asked(mark)}`;
/** `done` says what was done there, and that coming back is no second reading. */
export const storyPage = (id: string, mark: string | undefined, more?: { done: string }) =>
  `/f/${id}${asked(mark, more)}`;
export const sharePage = (id: string, mark: string | undefined) => `/f/${id}/share${asked(mark)}`;
export const reportPage = (id: string, mark: string | undefined, more?: { sent: string }) =>
  `/f/${id}/report${asked(mark, more)}`;
