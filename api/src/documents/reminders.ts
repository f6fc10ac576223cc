/** One letter to the owner of a document whose review date has passed; a new date makes a new letter possible. */
import { reviewState } from '@palier/playlists/document';
import { inLanguage } from '@palier/playlists/localized';
import type { Clock } from '../clock.ts';
import type { Job } from '../jobs.ts';
import { letterOf } from '../mail/letter.ts';
import type { Mail } from '../mail/mail.ts';
import type { Storage } from '../storage/storage.ts';
import { today } from './documents.ts';

export const REMIND_EVERY_MS = 6 * 3600_000;

export function createReminders(deps: { storage: Storage; clock: Clock; mail: Mail; publicUrl: () => string }) {
  const { storage, clock, mail, publicUrl } = deps;
  return async (job: Pick<Job, 'commit' | 'signal'>): Promise<void> => {
    if (!mail.configured) return;
    for (const record of await storage.all('documents')) {
      const { id, reviewOn, ownerId, published } = record;
      if (job.signal.aborted) return;
      if (published === undefined || ownerId === undefined || reviewOn === undefined) continue;
      if (record.remindedFor === reviewOn || reviewState(reviewOn, today(clock)) !== 'overdue') continue;
      const owner = await storage.get('users', ownerId);
      if (owner === undefined) continue;
      const title = inLanguage({ fr: published.content.fr?.title, en: published.content.en?.title }, owner.language);
      const link = `${publicUrl()}/documents/${id}`;
      await job.commit(async (transaction) => {
        const present = await transaction.get('documents', id);
        if (present === undefined || present.reviewOn !== reviewOn) return;
        const letter = letterTo(owner.language, title, reviewOn, link);
        const sent = await mail.enqueue(transaction, { key: `review ${id} ${reviewOn}`, to: owner.email, ...letter });
        if (sent === 'queued' || sent === 'known') {
          await transaction.put('documents', { ...present, remindedFor: reviewOn });
        }
      });
    }
  };
}

function letterTo(language: 'fr' | 'en', title: string, reviewOn: string, url: string) {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(reviewOn));
  return language === 'fr'
    ? letterOf({
        language,
        subject: `À relire\u00a0: ${title}`,
        paragraphs: [
          `«\u00a0${title}\u00a0» devait être relu avant le ${day}. Les téléphones qui l’ouvrent disent maintenant que le texte est peut-être dépassé.`,
          'Relisez-le, corrigez ce qui a changé, publiez, puis choisissez la prochaine date de relecture.',
        ],
        link: { label: 'Ouvrir le document', url },
      })
    : letterOf({
        language,
        subject: `To review: ${title}`,
        paragraphs: [
          `“${title}” was to be reviewed by ${day}. Phones that open it now say that the text may be out of date.`,
          'Read it again, correct what has changed, publish, and choose the next review date.',
        ],
        link: { label: 'Open the document', url },
      });
}
