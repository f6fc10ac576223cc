/** The words of a story as one text: what a moderator looked at, and what phones reported. */
import type { Story } from '@palier/playlists/story';

export function wordsText({ title, excerpt, url }: Pick<Story, 'title' | 'excerpt' | 'url'>): string {
  return JSON.stringify([title, excerpt ?? '', url ?? '']);
}
