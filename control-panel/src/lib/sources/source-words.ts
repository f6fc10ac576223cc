/** How a source is doing, in words that say what can be done about it. */
import type { ImportAnswer, SourceView } from '@palier/api/client';
import type { Problem } from '@palier/playlists/problem';
import { cutSigns } from '@palier/playlists/plain-text';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';
import { fieldFault } from '../problem-words.ts';
import { momentWords } from '../time.ts';

type Trouble = NonNullable<SourceView['trouble']>;

const TROUBLES: Record<Trouble, (inputs: { status: string }) => string> = {
  url: () => m.feeds_trouble_url(),
  scheme: () => m.feeds_trouble_url(),
  port: () => m.feeds_trouble_url(),
  credentials: () => m.feeds_trouble_url(),
  private: () => m.feeds_trouble_private(),
  redirects: () => m.feeds_trouble_redirects(),
  'too-large': () => m.feeds_trouble_large(),
  timeout: () => m.feeds_trouble_timeout(),
  status: m.feeds_trouble_status,
  'no-such-host': () => m.feeds_trouble_host(),
  certificate: () => m.feeds_trouble_certificate(),
  encoding: () => m.feeds_trouble_malformed(),
  unreachable: () => m.feeds_trouble_unreachable(),
  busy: () => m.feeds_trouble_busy(),
  'not-a-feed': () => m.feeds_trouble_not_feed(),
  html: () => m.feeds_trouble_html(),
  empty: () => m.feeds_trouble_empty(),
  malformed: () => m.feeds_trouble_malformed(),
  gone: () => m.feeds_trouble_gone(),
};

export function troubleWords(trouble: Trouble, status?: number): string {
  return TROUBLES[trouble]({ status: String(status ?? '') });
}

/** Why an address was refused that somebody wrote: another source has it, or it leads where Palier does not go. Absent: it was not the address. */
export function addressFault(problem: Problem): string | undefined {
  const reason = fieldFault(problem, 'url');
  if (reason === undefined) return undefined;
  if (typeof problem['knownId'] === 'string') return m.feeds_url_known();
  const trouble = Object.entries(TROUBLES).find(([code]) => code === reason);
  return trouble === undefined ? m.feeds_trouble_url() : trouble[1]({ status: '' });
}

/** Those whose name, site or address holds the words; in trouble first, then those that no screen takes, else in their order. */
export function sourcesFound(all: readonly SourceView[], search: string): SourceView[] {
  const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const words = folded(search.trim());
  const urgency = ({ source, trouble, reach }: SourceView) =>
    !source.enabled ? 0 : trouble !== undefined ? 2 : reach.lack !== undefined ? 1 : 0;
  return all
    .filter(({ source: { name, site = '', url = '' } }) => folded(`${name} ${site} ${url}`).includes(words))
    .toSorted((a, b) => urgency(b) - urgency(a));
}

/** When a story was written; of one whose source says no date, the day on which it was first seen. */
export function whenWords(
  { publishedAt, undated }: { publishedAt: string; undated?: true | undefined },
  nowMs: number,
): string {
  if (undated !== true) return momentWords(publishedAt, nowMs);
  const day = new Intl.DateTimeFormat(getLocale(), { day: 'numeric', month: 'long', timeZone: 'UTC' });
  return m.feeds_seen({ day: day.format(new Date(publishedAt)) });
}

/** Whether its latest article is older than what any screen shows; one that says no date is never old. */
export function isOld(newest: string | undefined, nowMs: number, freshDays: number): newest is string {
  return newest !== undefined && nowMs - Date.parse(newest) > freshDays * 86_400_000;
}

/** Where a source is read: two of one name are told apart by it. */
export function hostOf(url: string | undefined): string[] {
  const host = URL.parse(url ?? '')?.hostname.replace(/^www\./, '');
  return host ? [host] : [];
}

/** As much of a headline as one line at the foot of the page holds. */
export function titleCut(title: string): string {
  return title.length <= 60 ? title : `${cutSigns(title, 59).trimEnd()}…`;
}

/** Lines of a list named in one breath. */
const NAMED = 3;

/** What came of a list: how many are new, were there already, cannot be used and which, and found no room. */
export function importWords({ added, known, refused, unusable, full }: ImportAnswer): string {
  const names = unusable.slice(0, NAMED).map((name) => titleCut(name));
  const left = m.feeds_left_refused({ count: refused });
  return [
    m.feeds_added({ count: added.length }),
    ...(known > 0 ? [m.feeds_left_known({ count: known })] : []),
    ...(refused > 0
      ? [m.feeds_left_named({ what: left, names: [...names, ...(refused > names.length ? ['…'] : [])].join(', ') })]
      : []),
    ...(full > 0 ? [m.feeds_left_full({ count: full })] : []),
  ].join(' · ');
}

/** One line: fine, without anything recent, in trouble with the last success, off, or not asked yet. */
export function stateWords(
  view: SourceView,
  nowMs: number,
  freshDays: number,
): { tone: 'good' | 'bad' | 'quiet'; text: string } {
  const { source, trouble, checkedAt, okAt, newest } = view;
  if (!source.enabled) return { tone: 'quiet', text: m.feeds_state_off() };
  if (source.kind === 'own') return { tone: 'quiet', text: m.feeds_state_own() };
  if (trouble !== undefined) {
    const last = okAt === undefined ? m.feeds_last_never() : m.feeds_last_ok({ when: momentWords(okAt, nowMs) });
    return { tone: 'bad', text: `${troubleWords(trouble, view.status)} ${last}` };
  }
  if (isOld(newest, nowMs, freshDays)) {
    const day = new Intl.DateTimeFormat(getLocale(), { day: 'numeric', month: 'short', year: 'numeric' });
    return { tone: 'quiet', text: m.feeds_state_stale({ day: day.format(new Date(newest)) }) };
  }
  if (checkedAt === undefined) return { tone: 'quiet', text: m.feeds_state_new() };
  return { tone: 'good', text: m.feeds_state_ok({ when: momentWords(checkedAt, nowMs) }) };
}
