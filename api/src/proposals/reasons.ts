/** The reasons a new house starts with: each says what to do next, none blames. The house changes them as it likes. */
import type { ModerationSettings } from '@palier/playlists/moderation';

export const DEFAULT_SETTINGS: ModerationSettings = {
  words: [],
  reasons: [
    {
      did: 'asked-changes',
      fr: 'C’est presque prêt\u00a0: le texte est trop long pour un écran. Pouvez-vous le dire en deux phrases\u00a0?',
      en: 'Nearly ready: the text is too long for a screen. Could you say it in two sentences?',
    },
    {
      did: 'asked-changes',
      fr: 'Des personnes sont reconnaissables sur la photo. Ont-elles dit oui\u00a0? Sinon, choisissez une autre photo.',
      en: 'People can be recognised in the picture. Did they agree? If not, please choose another one.',
    },
    {
      did: 'asked-changes',
      fr: 'Le texte contient un numéro ou une adresse personnelle. Remplacez-les par un contact de l’entreprise.',
      en: 'The text holds a personal number or address. Please give a contact of the company instead.',
    },
    {
      did: 'asked-changes',
      fr: 'Il manque le lieu ou la date. Ajoutez-les, et nous publions.',
      en: 'The place or the date is missing. Add it and we publish.',
    },
    {
      did: 'declined',
      fr: 'Quelqu’un a déjà proposé la même nouvelle, et elle est à l’écran.',
      en: 'Somebody has proposed the same news already, and it is on the screens.',
    },
    {
      did: 'declined',
      fr: 'C’est une annonce commerciale. Les écrans sont réservés à la vie de la maison.',
      en: 'This is an advertisement. The screens are kept for the life of the house.',
    },
    {
      did: 'declined',
      fr: 'Cette information n’est pas encore publique. Proposez-la de nouveau quand elle le sera.',
      en: 'This is not public yet. Propose it again once it is.',
    },
    {
      did: 'taken-down',
      fr: 'L’événement est passé. Merci de l’avoir partagé\u00a0!',
      en: 'The event is over. Thank you for sharing it!',
    },
    {
      did: 'taken-down',
      fr: 'Une personne citée ou photographiée a demandé le retrait.',
      en: 'Somebody named or pictured in it asked for it to be removed.',
    },
  ],
};
