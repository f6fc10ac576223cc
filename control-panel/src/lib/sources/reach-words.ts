/** How much of a source walls take, and why they take none: in words that say what can be done about it, and where. */
import type { SourceView } from '@palier/api/client';
import { TO_AUDIENCES, TO_PLAYLISTS, TO_SCREENS, type Way } from '../mix/ways.ts';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';

export type SourceLack = NonNullable<SourceView['reach']['lack']>;
/** `way` is absent where the help is beside the words. */
export type LackWords = { text: string; way?: Way };

/** What all sources lack, said once above them. */
export function houseLackWords(lack: 'screen' | 'feed'): LackWords {
  if (lack === 'screen') return { text: m.feeds_reach_screen(), way: TO_SCREENS };
  return { text: m.feeds_reach_feed(), way: TO_PLAYLISTS };
}

/** `languages`: those of its stories; `about`: its topics, in words. */
export function lackWords(
  lack: SourceLack,
  { languages, about }: { languages: readonly string[]; about: readonly string[] },
): LackWords {
  switch (lack) {
    case 'off':
      return { text: m.feeds_reach_off() };
    case 'screen':
      return houseLackWords(lack);
    case 'language':
      return languageWords(languages);
    case 'topics':
      return about.length === 0
        ? { text: m.feeds_reach_no_topic(), way: TO_AUDIENCES }
        : { text: m.feeds_reach_topics({ topics: listed(about) }), way: TO_AUDIENCES };
    case 'weight':
      return { text: m.feeds_reach_weight(), way: TO_AUDIENCES };
    case 'share':
      return { text: m.feeds_reach_share(), way: TO_AUDIENCES };
    case 'age':
      return { text: m.feeds_reach_age(), way: TO_AUDIENCES };
    case 'feed':
      return { text: m.moderation_reach_feed(), way: TO_PLAYLISTS };
    case 'alone':
      return { text: m.feeds_reach_alone() };
    case 'words':
      return { text: m.feeds_reach_words(), way: TO_AUDIENCES };
  }
}

/** That no screen shows these languages: one of the house can be added to an audience, another cannot. */
export function languageWords(languages: readonly string[]): LackWords {
  const ours = languages.filter((language) => language === 'fr' || language === 'en');
  if (ours.length > 0)
    return { text: m.moderation_reach_language({ language: languageNames(ours) }), way: TO_AUDIENCES };
  return { text: m.feeds_reach_language({ language: languageNames(languages) }) };
}

/** E.g. "allemand et ourdou". */
export function languageNames(languages: readonly string[]): string {
  const names = new Intl.DisplayNames(getLocale(), { type: 'language' });
  return listed(languages.map((language) => names.of(language) ?? language));
}

/** What is said in its row: nothing that is said above all of them, or by the date of its latest article. */
export function rowLack(
  { reach: { lack, languages = [] } }: SourceView,
  { houseLack, isStale, about }: { houseLack: SourceLack | undefined; isStale: boolean; about: readonly string[] },
): LackWords | undefined {
  if (lack === undefined || lack === houseLack || (lack === 'age' && isStale)) return undefined;
  return lackWords(lack, { languages, about });
}

/** In one line: how many are in a loop or could follow, else how many there are; how many wait, and are told by others. */
export function stockWords({ live, waiting, doubles, reach: { shown, ready } }: SourceView): string {
  const said = [
    ...(shown > 0 ? [m.feeds_live({ count: shown })] : []),
    ...(ready > 0 ? [shown > 0 ? m.feeds_ready_more({ count: ready }) : m.feeds_ready({ count: ready })] : []),
    ...(shown + ready === 0 && live > 0 ? [m.feeds_stock_none({ count: live })] : []),
    ...(waiting > 0 ? [m.feeds_waiting_count({ count: waiting })] : []),
    ...(doubles > 0 ? [m.feeds_doubles({ count: doubles })] : []),
  ];
  return said.length > 0 ? said.join(' · ') : m.feeds_stock_empty();
}

const listed = (words: readonly string[]) => new Intl.ListFormat(getLocale()).format(words);
