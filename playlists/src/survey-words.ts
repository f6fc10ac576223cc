/**
 * What is said to people about a survey: the mode, every field that is stored, and what each way of keeping to one answer
 * does not prevent. The phone shows it before the first question; the panel beside the choice. It must stay true: a
 * change of what is stored changes these words.
 */
import type { Localized } from './in-language.ts';
import { LEAST_SITE, type Survey, type SurveyAccess, type SurveyMode } from './survey.ts';
import { commentsOf } from './survey-figures.ts';

/** The mode in one word and one sentence. */
export const MODE_WORDS: Record<SurveyMode, { name: Localized; promise: Localized }> = {
  anonymous: {
    name: { fr: 'Anonyme', en: 'Anonymous' },
    promise: {
      fr: 'Personne ne peut savoir ce que vous avez répondu, pas même nous.',
      en: 'Nobody can find out what you answered, not even we.',
    },
  },
  confidential: {
    name: { fr: 'Confidentiel', en: 'Confidential' },
    promise: {
      fr: 'Votre nom est noté comme participant. Vos réponses sont rangées à part, sans votre nom.',
      en: 'Your name is noted as having taken part. Your answers are kept apart, without your name.',
    },
  },
  named: {
    name: { fr: 'Nominatif', en: 'Named' },
    promise: {
      fr: 'Vos réponses sont gardées avec votre nom, et l’équipe qui pose les questions les lit.',
      en: 'Your answers are kept with your name, and the team that asks reads them.',
    },
  },
};

type Stored = Pick<Survey, 'mode' | 'access' | 'thresholds' | 'cuts' | 'questions'>;

/** Every field that is stored about somebody who answers, one plain sentence each, for the page before the first question. */
export function storedFields(survey: Stored): Localized[] {
  const { figures, comments } = survey.thresholds;
  const words: Localized[] = [];
  if (survey.mode === 'named')
    words.push({ fr: 'Votre nom, vos réponses et le jour.', en: 'Your name, your answers and the day.' });
  else {
    if (survey.mode === 'confidential')
      words.push({
        fr: 'Votre nom et le jour, sans vos réponses.',
        en: 'Your name and the day, without your answers.',
      });
    words.push({
      fr: `Vos réponses, mêlées à celles d’au moins ${figures} personnes avant d’être montrées.`,
      en: `Your answers, mixed with those of at least ${figures} people before they are shown.`,
    });
  }
  if (commentsOf(survey).length > 0)
    words.push({
      fr: `Ce que vous écrivez, montré mot pour mot parmi au moins ${comments} commentaires. N’y mettez rien qui vous désigne.`,
      en: `What you write, shown word for word among at least ${comments} comments. Leave out what gives you away.`,
    });
  words.push(
    survey.access === 'codes'
      ? {
          fr: 'Une marque de votre envoi, chiffrée, rangée à part et effacée à la clôture, pour ne compter qu’une fois.',
          en: 'A mark of your sending, hashed, kept apart and erased when the survey closes, to count once only.',
        }
      : {
          fr: 'Une marque de cet appareil et de votre envoi, chiffrée, rangée à part et effacée à la clôture, pour ne compter qu’une fois.',
          en: 'A mark of this device and of your sending, hashed, kept apart and erased when the survey closes, to count once only.',
        },
  );
  if (survey.access === 'codes')
    words.push({
      fr: 'Que votre code a servi, sans lien avec vos réponses.',
      en: 'That your code was used, without a link to your answers.',
    });
  if (survey.cuts.some((cut) => cut.by === 'site'))
    words.push({
      fr: `Le site de l’écran, si au moins ${LEAST_SITE} personnes y travaillent.`,
      en: `The site of the screen, if at least ${LEAST_SITE} people work there.`,
    });
  return words;
}

/** What is not stored: shown under the fields. */
export const NOT_STORED: Localized = {
  fr: 'Ni adresse IP, ni modèle de téléphone, ni heure, ni ordre des réponses.',
  en: 'No IP address, no kind of phone, no time, no order of answers.',
};

/** How one person is kept to one answer, and what that does not prevent. */
export const ACCESS_WORDS: Record<SurveyAccess, { name: Localized; how: Localized; doesNotPrevent: Localized }> = {
  open: {
    name: { fr: 'Lien ouvert', en: 'Open link' },
    how: {
      fr: 'Qui a l’adresse peut répondre, une fois par appareil.',
      en: 'Whoever has the address can answer, once a device.',
    },
    doesNotPrevent: {
      fr: 'N’empêche pas de répondre depuis un autre appareil, un autre navigateur, après avoir effacé ses cookies, ou sans être de l’entreprise. Qui répond plusieurs fois et voit les résultats peut en déduire la réponse d’un autre : préférez un seuil plus haut, ou les codes.',
      en: 'Does not prevent answering from another device or browser, after clearing cookies, or without working here. Whoever answers several times and sees results may work out somebody else’s answer: prefer a higher threshold, or codes.',
    },
  },
  onsite: {
    name: { fr: 'QR sur place', en: 'On-site QR' },
    how: {
      fr: 'Le QR de l’écran change toutes les cinq minutes : il faut être passé devant, une fois par appareil.',
      en: 'The QR on the screen changes every five minutes: one must have been there, once a device.',
    },
    doesNotPrevent: {
      fr: 'Prouve la présence, pas l’unicité : n’empêche pas de répondre avec deux téléphones, ni d’envoyer une photo du QR à quelqu’un pendant un quart d’heure. Qui répond plusieurs fois et voit les résultats peut en déduire la réponse d’un autre.',
      en: 'Proves presence, not uniqueness: does not prevent answering with two phones, or sending a photo of the QR to somebody for a quarter of an hour. Whoever answers several times and sees results may work out somebody else’s answer.',
    },
  },
  codes: {
    name: { fr: 'Codes à usage unique', en: 'One-time codes' },
    how: { fr: 'Chaque code sert une fois.', en: 'Each code works once.' },
    doesNotPrevent: {
      fr: 'N’empêche pas de donner son code à un autre, ni celui qui distribue les codes d’en garder. Distribuez-les au hasard : qui note à qui va quel code sait qui a répondu, jamais quoi.',
      en: 'Does not prevent giving one’s code away, or whoever hands codes out from keeping some. Hand them out at random: who writes down which code went to whom knows who answered, never what.',
    },
  },
};
