/** A week as a list: for narrow screens, for print, and for whoever reads it aloud. Days with what is due in order. */
import type { DayView, OccurrencesAnswer } from '@palier/api/client';
import { slabsOf, type Slab } from './board.ts';

export type AgendaDay = { day: DayView; slabs: Slab[] };

/** Each occurrence once, on the day it starts; takeovers on every day they touch. */
export function agendaOf(answer: Pick<OccurrencesAnswer, 'days' | 'occurrences' | 'takeovers'>): AgendaDay[] {
  const slabs = slabsOf(answer);
  return answer.days.map((day, index) => ({
    day,
    slabs: slabs
      .filter((slab) => slab.day === index && (slab.occurrence === undefined || !slab.fromBefore))
      .toSorted((one, other) => one.start - other.start || one.depth - other.depth),
  }));
}

/** Whether all of it, some of it, or nothing of it plays. */
export function playsOf(slab: Slab): 'all' | 'some' | 'none' {
  const hidden = slab.parts.filter((part) => part.hiddenBy !== undefined).length;
  if (hidden === 0) return 'all';
  return hidden === slab.parts.length ? 'none' : 'some';
}
