/** A slab in words: its title and hours, and for who hears it all of it, with who hides what. */
import { m } from '../paraglide/messages.js';
import type { Slab } from './board.ts';
import { clockWords } from '../time.ts';
import { dayWords, weekdayOf } from './day-words.ts';
import { becauseWords } from './rule-words.ts';

type Names = ReadonlyMap<string, { name: string; items: number }>;
/** `heard`: what an ear is told after the title, `label`: both. */
export type SlabWords = { title: string; hours: string; more: string | undefined; heard: string; label: string };

export function slabWords(slab: Slab, names: Names, zone: string): SlabWords {
  const { occurrence } = slab;
  const known = occurrence === undefined ? undefined : names.get(occurrence.playlistId);
  const title = occurrence === undefined ? m.schedule_takeover() : (known?.name ?? occurrence.playlistId);
  const hours = hoursWords(slab, zone);
  const from =
    occurrence !== undefined && slab.fromBefore ? m.schedule_since_day({ day: dayWords(occurrence.day) }) : undefined;
  const since =
    from === undefined || occurrence === undefined
      ? undefined
      : m.schedule_since_day({ day: weekdayOf(occurrence.day) });
  const hidden = slab.parts.flatMap((part) => {
    if (part.hiddenBy === undefined) return [];
    const by = names.get(part.hiddenBy.playlistId ?? '')?.name ?? m.schedule_takeover();
    return m.schedule_part_hidden({
      from: clockWords(part.from, zone),
      until: clockWords(part.to, zone),
      name: by,
      why: becauseWords(part.hiddenBy.because),
    });
  });
  const items = known === undefined ? undefined : m.playlist_items({ count: known.items });
  const heard = [
    m.words_from_until({ from: clockWords(slab.from, zone), until: clockWords(slab.to, zone) }),
    from,
    ...hidden,
  ]
    .filter((part) => part !== undefined)
    .join('. ');
  return { title, hours, more: since ?? items, heard, label: `${title}. ${heard}` };
}

/** When an occurrence is due, in the zone of its screen: `22:00–02:00`. */
export function hoursWords(one: { from: string; to: string }, zone: string): string {
  return `${clockWords(one.from, zone)}–${clockWords(one.to, zone)}`;
}
