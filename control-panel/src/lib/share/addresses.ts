/** Addresses of stories on phones. The mark names the audience whose screens one came from, and leads back to its feed. */
import { AudienceMark } from '@palier/playlists/audience';

/** The mark that an address carries; absent when it is none. */
export function markIn(url: { searchParams: Pick<URLSearchParams, 'get'> }): string | undefined {
  return AudienceMark.safeParse(url.searchParams.get('a')).data;
}

const asked = (mark: string | undefined) => (mark === undefined ? '' : `?a=${mark}`);

export const feedPage = (mark: string | undefined) => `/f${asked(mark)}`;
export const storyPage = (id: string, mark: string | undefined) => `/f/${id}${asked(mark)}`;
export const sharePage = (id: string, mark: string | undefined) => `/f/${id}/share${asked(mark)}`;
