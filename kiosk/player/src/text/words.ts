/** The words the player itself says, in both languages. What people wrote stays as they wrote it. */
import type { DocumentKind } from '@palier/playlists/document';
import type { Item, Loop } from '@palier/playlists/item';
import { inLanguage } from '@palier/playlists/in-language';
import type { Language } from '@palier/playlists/localized';
import type { StoryShown } from '@palier/playlists/story';

type Both = { fr: string; en: string };

const HEADINGS: Record<Item['kind'], Both> = {
  picture: { fr: 'En image', en: 'In pictures' },
  cover: { fr: 'À la une', en: 'In focus' },
  quote: { fr: 'Ils le disent', en: 'In their words' },
  split: { fr: 'À savoir', en: 'Good to know' },
  video: { fr: 'Vidéo', en: 'Video' },
  rules: { fr: 'Règles de la maison', en: 'House rules' },
  steps: { fr: 'Pas à pas', en: 'Step by step' },
  results: { fr: 'Nos résultats', en: 'Our results' },
  wifi: { fr: 'Wi-Fi', en: 'Wi-Fi' },
  notice: { fr: 'À savoir', en: 'Good to know' },
  clock: { fr: 'L’heure', en: 'The time' },
  web: { fr: 'À voir', en: 'On the web' },
  qr: { fr: 'À découvrir', en: 'Find out more' },
  'thread-call': { fr: 'Parler aux RH', en: 'Talk to HR' },
  propose: { fr: 'À vous', en: 'Your turn' },
  survey: { fr: 'Votre avis', en: 'Your view' },
  'survey-results': { fr: 'Vos réponses', en: 'Your answers' },
  decision: { fr: 'Dit et fait', en: 'You said, we did' },
  document: { fr: 'À lire', en: 'Good to read' },
  feed: { fr: 'Veille', en: 'Trade news' },
  story: { fr: 'Veille', en: 'Trade news' },
};

const VOICE_HEADINGS: Record<StoryShown['voice'], Both> = {
  trade: { fr: 'Veille', en: 'Trade news' },
  corporate: { fr: 'Chez nous', en: 'Our news' },
  colleagues: { fr: 'Proposé par un collègue', en: 'Proposed by a colleague' },
};

const DOCUMENT_HEADINGS: Record<DocumentKind, Both> = {
  rules: { fr: 'Règles de la maison', en: 'House rules' },
  charter: { fr: 'Charte réseaux sociaux', en: 'Social-media charter' },
  welcome: { fr: 'Livret d’accueil', en: 'Welcome booklet' },
  policy: { fr: 'Règles RH', en: 'HR policy' },
  tutorial: { fr: 'Pas à pas', en: 'Step by step' },
  notice: { fr: 'À savoir', en: 'Good to know' },
};

/** The word above a document, on the wall and on the phone. */
export function documentHeading(kind: DocumentKind, language: Language): string {
  return DOCUMENT_HEADINGS[kind][language];
}

const LOOP_HEADINGS: Partial<Record<Loop, Both>> = {
  ask: { fr: 'Votre avis', en: 'Your view' },
  talk: { fr: 'Parler aux RH', en: 'Talk to HR' },
  propose: { fr: 'À vous', en: 'Your turn' },
  watch: { fr: 'Veille', en: 'Trade news' },
};

/** What the strip says of a story. Whose voice it is always shows: a heading of one's own never hides a colleague. */
export function storyHeading(shown: StoryShown, written: string, language: Language): string {
  const voice = VOICE_HEADINGS[shown.voice][language];
  if (shown.voice === 'colleagues') return voice;
  const topic = inLanguage(shown.topic, language);
  return `${written || voice}${topic === '' ? '' : ` · ${topic}`}`;
}

/** The word of the top strip when an item brings none. */
export function defaultHeading(item: Item, language: Language): string {
  if (item.kind === 'notice' && item.tone === 'alarm') return language === 'fr' ? 'Alerte' : 'Alert';
  if (item.kind === 'document' && item.shown !== undefined) return documentHeading(item.shown.kind, language);
  const byLoop = item.kind === 'qr' || item.kind === 'notice' ? LOOP_HEADINGS[item.loop] : undefined;
  return (byLoop ?? HEADINGS[item.kind] ?? HEADINGS.notice)[language];
}

const WORDS = {
  network: { fr: 'Réseau', en: 'Network' },
  password: { fr: 'Mot de passe', en: 'Password' },
  openNetwork: { fr: 'Sans mot de passe', en: 'No password' },
  ownAccount: { fr: 'Connectez-vous avec votre compte', en: 'Sign in with your own account' },
  guests: { fr: 'Visiteurs', en: 'Guests' },
  staff: { fr: 'Équipes', en: 'Staff' },
  hiddenCode: { fr: 'Le code s’affiche sur l’écran', en: 'The code shows on the screen' },
  notHere: { fr: 'Pas sur cet écran', en: 'Not on this screen' },
  noFigures: { fr: 'Les chiffres arrivent', en: 'Figures are on their way' },
  scanToJoin: { fr: 'Scannez pour vous connecter', en: 'Scan to join' },
  scanToOpen: { fr: 'Scannez pour ouvrir', en: 'Scan to open' },
  screenCode: { fr: 'Code de l’écran\u00a0:', en: 'Code of this screen:' },
  youSaid: { fr: 'Vous avez dit', en: 'You said' },
  weDid: { fr: 'Nous avons fait', en: 'We did' },
  weWill: { fr: 'Nous le faisons', en: 'We will' },
  weWillNot: { fr: 'Nous ne le ferons pas', en: 'We will not' },
  notNow: { fr: 'Pas maintenant', en: 'Not now' },
  decidedOn: { fr: 'Décidé le', en: 'Decided on' },
  target: { fr: 'Objectif', en: 'Target' },
  onPhone: { fr: 'Sur votre téléphone\u00a0:', en: 'On your phone:' },
  readOn: { fr: 'Lire la suite\u00a0:', en: 'Read on:' },
  noStory: { fr: 'Les actualités arrivent', en: 'News is on its way' },
  today: { fr: 'aujourd’hui', en: 'today' },
  tomorrow: { fr: 'demain', en: 'tomorrow' },
  yesterday: { fr: 'hier', en: 'yesterday' },
  pairTitle: { fr: 'Associer cet écran', en: 'Pair this screen' },
  pairHow: { fr: 'Scannez, ou tapez ce code sur', en: 'Scan, or type this code at' },
  loading: { fr: 'Chargement', en: 'Loading' },
  fault: { fr: 'Rien à afficher pour le moment', en: 'Nothing to show at the moment' },
} as const satisfies Record<string, Both>;

export type Word = keyof typeof WORDS;

export function say(word: Word, language: Language): string {
  return WORDS[word][language];
}
