/**
 * Publishing checks: what of an item would not be seen, read or scanned where it plays. Each finding has a stable code,
 * the numbers it is about and the field to change; the words are the reader's. A `refuse` stops publishing unless somebody
 * accepts that very finding by its key, which is kept in the history; a `final` one cannot be accepted. Pure: the server,
 * the form beside the preview and the tests run the same code.
 */
import { checkCode } from './check-codes.ts';
import { checkWords } from './check-words.ts';
import { Finding, type CheckContext, type CheckedScreen, type Found } from './finding.ts';
import { Language } from './localized.ts';
import type { Item } from './item.ts';
import { mediaOf } from './item.ts';
import type { Entry, Playlist } from './playlist.ts';
import type { Schedule } from './schedule.ts';
import { targets, type Screen } from './screen.ts';
import { UNMEASURED } from './wall.ts';

export * from './finding.ts';

/** The screens that a playlist reaches by the schedules; all of them while none plays it. */
export function screensOf<S extends CheckedScreen & Pick<Screen, 'id' | 'groups'>>(
  playlistId: string | undefined,
  schedules: readonly Pick<Schedule, 'target' | 'rules'>[],
  screens: readonly S[],
): readonly S[] {
  const using = schedules.filter(({ rules }) => rules.some((rule) => rule.playlistId === playlistId));
  const reached = screens.filter((screen) => using.some(({ target }) => targets(target, screen)));
  return reached.length > 0 ? reached : screens;
}

/** All findings of a playlist, in its order. Entries that are switched off are not shown, so nobody checks them. */
export function checkPlaylist(playlist: Pick<Playlist, 'entries'>, context: CheckContext): Finding[] {
  return playlist.entries.filter((entry) => entry.enabled).flatMap((entry) => checkEntry(entry, context));
}

/** The findings of one entry, worst first; at most one a code and field, for the screen on which it is worst. */
export function checkEntry(entry: Pick<Entry, 'id' | 'durationMs' | 'item'>, context: CheckContext): Finding[] {
  const screens = context.screens.length > 0 ? context.screens : STAND_INS;
  const found = [
    ...checkMedia(entry, context),
    ...checkWords(entry, { ...context, screens }),
    ...checkCode(entry, screens),
  ].map((finding) => Finding.parse({ ...finding, entryId: entry.id }));
  const once = new Map<string, Finding>();
  for (const finding of found) {
    const key = `${finding.code} ${finding.field}`;
    if (!once.has(key)) once.set(key, finding);
  }
  return [...once.values()].toSorted((a, b) => rank(a) - rank(b));
}

const STAND_INS: readonly CheckedScreen[] = (['landscape', 'portrait'] as const).flatMap((orientation) =>
  Language.options.map((language) => ({ ...UNMEASURED, orientation, language, name: '' })),
);

function checkMedia({ item, durationMs }: Pick<Entry, 'item' | 'durationMs'>, { media }: CheckContext): Found[] {
  const found: Found[] = [];
  for (const name of new Set<string>(mediaOf(item))) {
    if (media(name) === undefined)
      found.push({ code: 'media-missing', severity: 'refuse', field: 'media', params: { name } });
  }
  if (item.kind !== 'video') return [...found, ...checkAlt(item)];
  // Whoever passes hears nothing: what is said must stand somewhere.
  if (item.muted && item.caption === undefined) {
    found.push({ code: 'captions-missing', severity: 'warn', field: 'caption' });
  }
  const file = media(item.media);
  if (file === undefined) return found;
  if (file.flashes === true) found.push({ code: 'flash-many', severity: 'refuse', final: true, field: 'media' });
  if (file.flashes === undefined) found.push({ code: 'flash-unknown', severity: 'warn', field: 'media' });
  // A film may be cut by less than its last frame.
  if (file.durationMs !== undefined && file.durationMs - durationMs >= 500) {
    const params = { videoS: seconds(file.durationMs), givenS: seconds(durationMs) };
    found.push({ code: 'video-cut', severity: 'warn', field: 'durationMs', params });
  }
  return found;
}

/** Pictures that carry meaning need their words: for the phone, the panel and whoever cannot see them. */
function checkAlt(item: Item): Found[] {
  const needs = item.kind === 'picture' || item.kind === 'split' || (item.kind === 'cover' && item.media !== undefined);
  if (!needs || item.alt !== undefined) return [];
  return [{ code: 'alt-missing', severity: 'warn', field: 'alt' }];
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

function rank(finding: Finding): number {
  return finding.severity === 'warn' ? 2 : finding.final ? 0 : 1;
}
