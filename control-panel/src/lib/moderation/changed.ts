/** What changed besides the words, before and now, as people read it. Pictures are shown, not told: see `ChangedFacts`. */
import type { ChangesView, ModerationView } from '@palier/api/client';
import { inLanguage } from '@palier/playlists/in-language';
import type { Credit } from '@palier/playlists/proposal';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';
import { CATEGORIES, CHANGED, dayWords } from './words.ts';

type Side = Pick<ChangesView['before'], 'content' | 'topics'>;
type Told = Exclude<ChangesView['fields'][number], 'pictures' | 'alt'>;
export type ChangedFact = { field: Told; label: string; before: string; now: string };

const TELL: Readonly<Record<Told, (side: Side) => string>> = {
  category: ({ content }) => CATEGORIES[content.category](),
  language: ({ content }) => (content.language === 'fr' ? m.language_fr() : m.language_en()),
  topics: topicWords,
  days: ({ content: { fromOn, untilOn } }) => {
    const from = fromOn === undefined ? [] : [m.moderation_from({ day: dayWords(fromOn) })];
    const until = untilOn === undefined ? [] : [m.moderation_until({ day: dayWords(untilOn) })];
    return [...from, ...until].join(', ') || m.moderation_changed_no_days();
  },
  credit: ({ content }) => creditWords(content.credit),
};

/** In the order of the form; empty: only words or pictures changed. */
export function changedFacts(changes: ChangesView, view: Pick<ModerationView, 'content' | 'topics'>): ChangedFact[] {
  return changes.fields.flatMap((field) =>
    field === 'pictures' || field === 'alt'
      ? []
      : [{ field, label: CHANGED[field](), before: TELL[field](changes.before), now: TELL[field](view) }],
  );
}

/** One that the house has no more stands there by its id. */
function topicWords({ content, topics }: Side): string {
  const names = content.topics.map((id) => {
    const topic = topics.find((one) => one.id === id);
    return topic === undefined ? id : inLanguage(topic.name, getLocale());
  });
  return names.join(', ') || m.moderation_changed_all();
}

/** With its kind: "Tram" as a team is another thing than as a name. */
function creditWords(credit: Credit): string {
  if (credit.kind === 'colleague') return m.moderation_credit_colleague();
  const { kind, text } = credit;
  return kind === 'name' ? m.moderation_credit_name({ text }) : m.moderation_credit_team({ text });
}
