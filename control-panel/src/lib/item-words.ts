/** What an item is called in lists: its title in the reader's language, else the word for its kind. */
import type { Item, ItemKind, ItemOf } from '@palier/playlists/item';
import { inLanguage } from '@palier/playlists/in-language';
import { m } from './paraglide/messages.js';
import { getLocale } from './paraglide/runtime.js';

export const KIND_WORDS: Record<ItemKind, () => string> = {
  cover: m.editor_kind_cover,
  quote: m.editor_kind_quote,
  split: m.editor_kind_split,
  picture: m.kind_picture,
  video: m.kind_video,
  rules: m.kind_rules,
  steps: m.kind_steps,
  results: m.kind_results,
  wifi: m.kind_wifi,
  notice: m.kind_notice,
  clock: m.kind_clock,
  web: m.kind_web,
  qr: m.kind_qr,
  'thread-call': m.threads_kind,
  propose: m.proposals_kind,
  survey: m.surveys_kind_survey,
  'survey-results': m.surveys_kind_results,
  decision: m.surveys_kind_decision,
  document: m.documents_kind,
  feed: m.mix_kind_feed,
  story: m.mix_kind_story,
};

export const KIND_HINTS: Record<ItemKind, () => string> = {
  cover: m.editor_hint_cover,
  quote: m.editor_hint_quote,
  split: m.editor_hint_split,
  picture: m.kind_hint_picture,
  video: m.kind_hint_video,
  rules: m.kind_hint_rules,
  steps: m.kind_hint_steps,
  results: m.kind_hint_results,
  wifi: m.kind_hint_wifi,
  notice: m.kind_hint_notice,
  clock: m.kind_hint_clock,
  web: m.kind_hint_web,
  qr: m.kind_hint_qr,
  'thread-call': m.threads_kind_hint,
  propose: m.proposals_kind_hint,
  survey: m.surveys_hint_survey,
  'survey-results': m.surveys_hint_results,
  decision: m.surveys_hint_decision,
  document: m.documents_kind_hint,
  feed: m.mix_hint_feed,
  story: m.mix_hint_story,
};

export function itemTitle(item: Item): string {
  const language = getLocale();
  if ('title' in item && item.title !== undefined) return inLanguage(item.title, language);
  if ('caption' in item && item.caption !== undefined) return inLanguage(item.caption, language);
  if (item.kind === 'quote') return inLanguage(item.text, language);
  if ('media' in item && item.media !== undefined) return mediaTitle(item.media);
  if (item.kind === 'wifi') return `${m.kind_wifi()} ${item.ssid}`.trim();
  if (item.kind === 'document') return documentTitle(item);
  if (item.kind === 'story' && item.shown !== undefined) return item.shown.title;
  const [figure] = item.kind === 'results' ? (item.shown?.figures ?? []) : [];
  if (figure !== undefined) return inLanguage(figure.title, language);
  if (item.kind === 'survey' || item.kind === 'survey-results')
    return inLanguage(item.shown?.title, language) || wordsOfId(item.survey);
  return KIND_WORDS[item.kind]();
}

/** Filled or not: an item that only names its document is called by that name. */
function documentTitle({ shown, document }: ItemOf<'document'>): string {
  return inLanguage({ fr: shown?.fr?.title, en: shown?.en?.title }, getLocale()) || wordsOfId(document);
}

/** `demo/harbour-at-dawn.jpg` as people say it: `harbour at dawn`. */
export function mediaTitle(name: string): string {
  const file = name.split('/').at(-1) ?? name;
  return file.replace(/\.[^.]+$/, '').replace(/[-_]+/g, ' ');
}

/** Whether the server has to say what the item shows. */
export function refersToNoun(item: Item): boolean {
  return (
    item.kind === 'document' ||
    item.kind === 'feed' ||
    item.kind === 'story' ||
    item.kind === 'thread-call' ||
    item.kind === 'propose' ||
    item.kind === 'survey' ||
    item.kind === 'survey-results' ||
    item.kind === 'decision' ||
    (item.kind === 'results' && item.figures !== undefined) ||
    (item.kind === 'wifi' && item.network !== undefined)
  );
}

/** What a draft is called before screens may show it: the words of its id, without the letters that make it one of a kind. */
export function wordsOfId(id: string): string {
  const words = id.replace(/-(?=[a-z]*\d)[a-z\d]{6}$/, '').replace(/-/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
