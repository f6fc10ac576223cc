/** Which screens a filter leaves. Accents and case do not matter. */
import { isOut, isWell } from '@palier/playlists/health';
import type { ScreenView } from '@palier/playlists/views';

export type ScreenFilter = { text: string; group: string; location: string; state: '' | 'out' | 'well' | 'unknown' };

export function filtered(screens: readonly ScreenView[], filter: ScreenFilter): ScreenView[] {
  const words = plain(filter.text)
    .split(/\s+/)
    .filter((word) => word !== '');
  return screens.filter(({ screen, health }) => {
    const text = plain([screen.name, screen.place, screen.location ?? '', ...screen.groups].join(' '));
    const state = isOut(health) ? 'out' : isWell(health) || health === 'loading' ? 'well' : 'unknown';
    return (
      words.every((word) => text.includes(word)) &&
      (filter.group === '' || screen.groups.some((group) => group === filter.group)) &&
      (filter.location === '' || screen.location === filter.location) &&
      (filter.state === '' || filter.state === state)
    );
  });
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
