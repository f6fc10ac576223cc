/**
 * What an invitation to talk looks like on a wall: a QR card in the loop's colour. It says that answers wait when the
 * server has released a figure (thread-call.ts), and otherwise how one may begin. Never anything of any thread.
 */
import type { ItemOf } from './item.ts';
import type { Localized } from './in-language.ts';

const INVITATION: Required<Localized> = { fr: 'Parler aux RH, en privé', en: 'Talk to HR, in private' };
const INVITATION_BODY: Required<Localized> = {
  fr: 'Sans compte ni application. Vous gardez un reçu de six mots pour revenir lire la réponse.',
  en: 'No account, no app. You keep a receipt of six words to come back and read the answer.',
};
const ANSWERS_BODY: Required<Localized> = {
  fr: 'Une réponse est peut-être pour vous. Tapez les six mots de votre reçu.',
  en: 'One may be yours. Type the six words of your receipt.',
};
const CAPTION: Required<Localized> = { fr: 'Avec ou sans votre nom', en: 'With or without your name' };

/** The QR card that stands for the item; absent while the server has not filled it in. */
export function threadFace(item: ItemOf<'thread-call'>): ItemOf<'qr'> | undefined {
  const { shown } = item;
  if (shown === undefined) return undefined;
  const { answers } = shown;
  const title =
    answers === undefined
      ? (item.title ?? INVITATION)
      : { fr: `Les RH ont répondu à ${answers} conversations`, en: `HR has answered ${answers} conversations` };
  return {
    kind: 'qr',
    loop: item.loop,
    ...(item.heading === undefined ? {} : { heading: item.heading }),
    title,
    body: answers === undefined ? INVITATION_BODY : ANSWERS_BODY,
    facts: [],
    link: { url: shown.url, ...(answers === undefined ? { caption: CAPTION } : {}) },
  };
}
