/** Rules and reasons in words. */
import type { Rule } from '@palier/playlists/schedule';
import type { Recurrence } from '@palier/playlists/recurrence';
import type { Because } from '@palier/playlists/program';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';

const SHOWN_DATES = 3;

/** `lundi`, from the ISO weekday. 2024-01-01 was a Monday. */
export function weekdayName(weekday: number, width: 'long' | 'short' = 'long', locale: string = getLocale()): string {
  const at = Date.UTC(2024, 0, weekday);
  return new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' }).format(at);
}

export function dateWords(day: string, locale: string = getLocale()): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(day.slice(0, 10)),
  );
}

export function nthName(nth: number): string {
  const names: Record<number, () => string> = {
    1: m.days_nth_1,
    2: m.days_nth_2,
    3: m.days_nth_3,
    4: m.days_nth_4,
    [-1]: m.days_nth_last,
  };
  return names[nth]?.() ?? String(nth);
}

export function recurrenceWords(recurrence: Recurrence, locale: string = getLocale()): string {
  const list = (words: string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(words);
  switch (recurrence.kind) {
    case 'daily':
      return m.words_daily();
    case 'weekly': {
      const days = recurrence.weekdays.toSorted((a, b) => a - b);
      if (days.join() === '1,2,3,4,5') return m.words_workdays();
      if (days.join() === '6,7') return m.words_weekend();
      return days.length === 7 ? m.words_daily() : list(days.map((day) => weekdayName(day, 'long', locale)));
    }
    case 'monthly-date':
      return m.words_monthly_date({ days: list(recurrence.days.map(String)) });
    case 'monthly-weekday':
      return m.words_monthly_weekday({
        nth: nthName(recurrence.nth),
        weekday: weekdayName(recurrence.weekday, 'long', locale),
      });
    case 'yearly': {
      const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' });
      return m.words_yearly({ date: date.format(Date.UTC(2024, recurrence.month - 1, recurrence.day)) });
    }
    case 'dates': {
      const shown = recurrence.dates.slice(0, SHOWN_DATES).map((day) => dateWords(day, locale));
      const more = recurrence.dates.length - shown.length;
      const dates = more > 0 ? m.words_more_dates({ dates: shown.join(', '), count: more }) : list(shown);
      return m.words_dates({ dates });
    }
    case 'rrule':
      return recurrence.rrule;
  }
}

/** `du lundi au vendredi, de 08:30 à 18:00`, and what limits it. */
export function ruleWords(rule: Rule): string {
  const { daypart, valid } = rule;
  const hours =
    daypart === undefined
      ? m.words_all_day()
      : daypart.until <= daypart.from
        ? m.words_overnight(daypart)
        : m.words_from_until(daypart);
  const exceptions = exceptionsIn(rule);
  return [
    recurrenceWords(rule.recurrence),
    hours,
    valid?.from === undefined ? undefined : m.words_valid_from({ date: dateWords(valid.from) }),
    valid?.until === undefined ? undefined : m.words_valid_until({ date: dateWords(valid.until) }),
    exceptions === 0 ? undefined : m.words_except({ count: exceptions }),
    rule.priority === 0 ? undefined : m.rule_priority_short({ priority: rule.priority }),
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** How many days are left out while the rule is valid: at the end of a part that was divided off one may stand outside. */
function exceptionsIn({ except, valid, daypart }: Rule): number {
  const starts = except.map((day) => `${day}T${daypart?.from ?? '00:00'}`);
  return starts.filter((start) => start >= (valid?.from ?? '') && start < (valid?.until ?? '9999')).length;
}

const BECAUSE: Record<Because, () => string> = {
  'not-this-screen': m.because_not_this_screen,
  'takeover-ended': m.because_takeover_ended,
  'takeover-not-started': m.because_takeover_not_started,
  'not-valid-yet': m.because_not_valid_yet,
  'no-longer-valid': m.because_no_longer_valid,
  'not-this-day': m.because_not_this_day,
  'excepted-day': m.because_excepted_day,
  'outside-daypart': m.because_outside_daypart,
  'takeover-wins': m.because_takeover_wins,
  'later-takeover-wins': m.because_later_takeover_wins,
  'lower-priority': m.because_lower_priority,
  'less-specific': m.because_less_specific,
  'started-earlier': m.because_started_earlier,
  'id-order': m.because_id_order,
};

export function becauseWords(because: string | undefined): string {
  return Object.entries(BECAUSE).find(([code]) => code === because)?.[1]() ?? m.because_other();
}
