/**
 * What an invitation to propose looks like on a wall: a QR card in the loop's colour, with what is asked for and what
 * happens to it. Never anything of any proposal.
 */
import type { ItemOf } from './item.ts';
import type { Localized } from './in-language.ts';

const INVITATION: Required<Localized> = { fr: 'À votre tour de passer à l’écran', en: 'Your turn to be on the screen' };
const BODY: Required<Localized> = {
  fr: 'Une nouvelle, un merci, une idée, une photo. Sans compte, à votre nom ou non.',
  en: 'News, a thank-you, an idea, a photo. No account, with or without your name.',
};
const CAPTION: Required<Localized> = {
  fr: 'Une personne relit, puis cela passe ici',
  en: 'Somebody reads it, then it is shown here',
};

/** The QR card that stands for the item; absent while the server has not filled it in. */
export function proposeFace(item: ItemOf<'propose'>): ItemOf<'qr'> | undefined {
  const { shown } = item;
  if (shown === undefined) return undefined;
  return {
    kind: 'qr',
    loop: item.loop,
    ...(item.heading === undefined ? {} : { heading: item.heading }),
    title: item.title ?? INVITATION,
    body: BODY,
    facts: [],
    link: { url: shown.url, caption: CAPTION },
  };
}
