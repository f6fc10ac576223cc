/**
 * The daily letter to moderators who want it: what waits, oldest first, and a way to each decision. Its links lead to
 * the panel, which asks who it is and then to confirm; opening one decides nothing, so no mail scanner can decide.
 * Stories of sources that wait are told in one line of it, and are no occasion for one: no colleague waits for an answer.
 */
import type { Language } from '@palier/playlists/localized';
import type { Clock } from '../clock.ts';
import type { WaitingStories } from '../feeds/reported.ts';
import type { Job } from '../jobs.ts';
import { letterOf, type LetterParts } from '../mail/letter.ts';
import type { Mail } from '../mail/mail.ts';
import type { Storage } from '../storage/storage.ts';
import type { QueueEntry } from '../wire/moderation.ts';
import type { ModerationSettingsStore } from './moderation-settings.ts';
import type { Queue } from './queue.ts';
import { dayOf } from './terms.ts';

/** How often it is looked whether the hour has come. */
export const DIGEST_EVERY_MS = 10 * 60_000;
/** From this hour of the house on, on working days. */
const HOUR = 8;
const MAX_IN_LETTER = 15;
const ROLES: ReadonlySet<string> = new Set(['moderator', 'editor', 'admin']);

export function createDigest(deps: {
  storage: Storage;
  clock: Clock;
  mail: Mail;
  queue: Queue;
  settings: ModerationSettingsStore;
  zone: string;
  publicUrl: () => string;
  waitingStories: WaitingStories;
}) {
  const { storage, clock, mail, queue, settings, zone, publicUrl, waitingStories } = deps;
  return async (job: Pick<Job, 'commit' | 'signal'>): Promise<void> => {
    if (!mail.configured) return;
    const now = Temporal.Instant.fromEpochMilliseconds(clock.now()).toZonedDateTimeISO(zone);
    if (now.hour < HOUR || now.dayOfWeek > 5) return;
    const day = dayOf(clock.now(), zone);
    for (const { id, role, language, email } of await storage.all('users')) {
      if (job.signal.aborted) return;
      if (!ROLES.has(role) || !(await settings.wantsDigest({ id, role }))) continue;
      const { entries, counts } = await queue.list('waiting', id);
      if (entries.length === 0) continue;
      const letter = letterTo({
        language,
        entries,
        waiting: counts.waiting,
        stories: await waitingStories(),
        url: publicUrl(),
        nowMs: clock.now(),
      });
      // The key names the day: a second look, or a second process, is the same letter.
      await job.commit((transaction) =>
        mail.enqueue(transaction, { key: `proposals ${id} ${day}`, to: email, ...letter }),
      );
    }
  };
}

type Facts = {
  language: Language;
  entries: readonly QueueEntry[];
  waiting: number;
  /** Those of sources. */
  stories: { waiting: number; reported: number };
  url: string;
  nowMs: number;
};

const WORDS = {
  fr: {
    subject: (count: number) => `Palier\u00a0: ${count} proposition${count === 1 ? '' : 's'} à relire`,
    lead: 'Des collègues attendent une réponse. Chaque lien ouvre Palier, demande qui vous êtes, puis de confirmer.',
    more: (count: number) => `Et ${count} de plus dans la file.`,
    approve: 'Approuver',
    ask: 'Demander une retouche',
    decline: 'Refuser',
    open: 'Ouvrir la file',
    age: (days: number) => (days === 0 ? 'aujourd’hui' : days === 1 ? 'depuis hier' : `depuis ${days}\u00a0jours`),
    own: 'la vôtre, quelqu’un d’autre décide',
    named: 'à votre nom, quelqu’un d’autre décide',
    hidden: 'masquée après trois signalements',
    edited: 'déjà approuvée, puis modifiée',
    stories: (count: number) =>
      count === 1 ? 'Une actualité attend aussi, page Veille' : `${count} actualités attendent aussi, page Veille`,
    // Said of how many in all, and of how many of them were reported.
    reported: (count: number, of: number) =>
      of === 1
        ? 'masquée après trois signalements'
        : count === 1
          ? 'dont une masquée après trois signalements'
          : `dont ${count} masquées après trois signalements`,
    unread: 'à lire avant de les montrer',
    unreadOne: 'à lire avant de la montrer',
    openStories: 'Ouvrir la page Veille',
  },
  en: {
    subject: (count: number) => `Palier: ${count} proposal${count === 1 ? '' : 's'} to read`,
    lead: 'Colleagues wait for an answer. Each link opens Palier, asks who you are, then to confirm.',
    more: (count: number) => `And ${count} more in the queue.`,
    approve: 'Approve',
    ask: 'Ask for changes',
    decline: 'Decline',
    open: 'Open the queue',
    age: (days: number) => (days === 0 ? 'today' : days === 1 ? 'since yesterday' : `for ${days} days`),
    own: 'your own, somebody else decides',
    named: 'in your name, somebody else decides',
    hidden: 'hidden after three reports',
    edited: 'approved before, then changed',
    stories: (count: number) =>
      count === 1 ? 'One story waits, too, in News watch' : `${count} stories wait, too, in News watch`,
    reported: (count: number, of: number) =>
      of === 1 ? 'hidden after three reports' : `${count} of them hidden after three reports`,
    unread: 'to be read before they are shown',
    unreadOne: 'to be read before it is shown',
    openStories: 'Open News watch',
  },
} as const;

function letterTo({ language, entries, waiting, stories, url, nowMs }: Facts) {
  const words = WORDS[language];
  const told = entries.slice(0, MAX_IN_LETTER);
  const listed = told.map((entry): NonNullable<LetterParts['entries']>[number] => {
    const days = Math.floor((nowMs - Date.parse(entry.since)) / (24 * 3600_000));
    const facts = [
      entry.credit,
      words.age(days),
      ...(entry.hidden ? [words.hidden] : []),
      ...(entry.edited ? [words.edited] : []),
      ...(entry.own ? [entry.ownBy === 'name' ? words.named : words.own] : []),
    ];
    const to = (act: string) => `${url}/proposals/${entry.id}?act=${act}&revision=${entry.revision}`;
    const links = [
      { label: words.approve, url: to('approve') },
      { label: words.ask, url: to('ask') },
      { label: words.decline, url: to('decline') },
    ];
    return { title: entry.title, facts: facts.join(', '), links: entry.own || entry.hidden ? [] : links };
  });
  const rest = waiting - told.length;
  return letterOf({
    language,
    subject: words.subject(waiting),
    paragraphs: [words.lead, ...(rest > 0 ? [words.more(rest)] : [])],
    entries: [...listed, ...storiesLine(words, stories, url)],
    link: { label: words.open, url: `${url}/proposals` },
  });
}

/** Its link opens the list, where a button decides. */
function storiesLine(
  words: (typeof WORDS)[Language],
  { waiting, reported }: Facts['stories'],
  url: string,
): NonNullable<LetterParts['entries']> {
  if (waiting === 0) return [];
  const unread = waiting === 1 ? words.unreadOne : words.unread;
  return [
    {
      title: words.stories(waiting),
      facts: reported === 0 ? unread : words.reported(reported, waiting),
      links: [{ label: words.openStories, url: `${url}/sources?stories=waiting` }],
    },
  ];
}
