/** The mail to HR: that something waits, and nothing of what. At most one letter an hour for each member. */
import { letterOf } from '../mail/letter.ts';
import type { Mail } from '../mail/mail.ts';
import type { Clock } from '../clock.ts';
import type { Storage } from '../storage/storage.ts';
import type { Talk } from './talk.ts';

const HOUR_MS = 3_600_000;

const WORDS = {
  fr: {
    subject: 'Palier : un message attend une réponse',
    body: 'Une conversation de la boîte RH attend une réponse. Ce courriel ne dit ni de qui ni de quoi : ouvrez la boîte pour la lire.',
    link: 'Ouvrir la boîte RH',
  },
  en: {
    subject: 'Palier: a message waits for an answer',
    body: 'A conversation in the HR inbox waits for an answer. This letter says neither whose nor what about: open the inbox to read it.',
    link: 'Open the HR inbox',
  },
} as const;

export function createThreadLetters(deps: {
  storage: Storage;
  clock: Clock;
  mail: Mail;
  talk: Talk;
  publicUrl: () => string;
}) {
  const { storage, clock, mail, talk } = deps;
  return {
    /** Something was written by an author. */
    async written(): Promise<void> {
      if (!mail.configured || !talk.settings().letters) return;
      const hour = Math.floor(clock.now() / HOUR_MS);
      const members = new Set((await storage.all('inboxMembers')).map(({ id }) => String(id)));
      for (const { id, email, role, language } of await storage.all('users')) {
        if (role !== 'hr' || !members.has(id)) continue;
        const words = WORDS[language];
        const link = { label: words.link, url: `${deps.publicUrl()}/inbox` };
        const letter = letterOf({ language, subject: words.subject, paragraphs: [words.body], link });
        await mail.send({ key: `inbox ${id} ${hour}`, to: email, ...letter });
      }
    },
  };
}
export type ThreadLetters = ReturnType<typeof createThreadLetters>;
