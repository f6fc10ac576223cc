/** The letter that brings a one-time code. Its key is a digest, so that the queue remembers no pair of address and code. */
import { inLanguage } from '@palier/playlists/in-language';
import type { Language } from '@palier/playlists/localized';
import { MODE_WORDS } from '@palier/playlists/survey-words';
import type { Message } from '../mail/mail.ts';
import { digestOf } from '../secrets.ts';
import { letterOf } from '../mail/letter.ts';
import type { SurveyRecord } from '../storage/records/surveys.ts';

export function invitation(parts: {
  record: SurveyRecord;
  address: string;
  code: string;
  url: string;
  language: Language;
}): Message {
  const { record, address, code, url, language } = parts;
  const title = inLanguage(record.survey.title, language);
  const mode = MODE_WORDS[record.survey.mode];
  const promise = inLanguage(mode.promise, language);
  const french = language === 'fr';
  const letter = letterOf({
    language,
    subject: french ? `Votre avis\u00a0: ${title}` : `Your view: ${title}`,
    paragraphs: [
      title,
      `${inLanguage(mode.name, language)}${french ? '\u00a0' : ''}: ${promise}`,
      french
        ? `Votre code sert une seule fois\u00a0: ${code}. Nous ne gardons pas à qui il a été envoyé.`
        : `Your code works once: ${code}. We do not keep whom it was sent to.`,
    ],
    link: { label: french ? 'Répondre' : 'Answer', url },
  });
  return { key: `code ${digestOf(`${record.id} ${code}`)}`, to: address, ...letter };
}
