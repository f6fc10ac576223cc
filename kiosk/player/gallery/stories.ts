/** Samples of stories: each voice, with pictures of every shape and with none, short and long. */

const both = (fr: string, en: string) => ({ fr, en });
const story = (title: string, more: object = {}) => ({
  kind: 'story',
  story: 'k3f9wzab',
  shown: {
    id: 'k3f9wzab',
    voice: 'trade',
    title,
    excerpt:
      'Un suivi par capteurs relie le recul de l’espèce à la fragmentation des versants. Les équipes ont équipé vingt sites.',
    credit: 'Journal des forêts',
    language: 'fr',
    publishedAt: '2026-11-23T08:30:00Z',
    topic: both('Ingénierie', 'Engineering'),
    url: 'http://192.168.1.20:8080/f/k3f9wzab',
    label: '192.168.1.20:8080/f/k3f9wzab',
    ...more,
  },
});
const LONG_HEADLINE =
  'Rénovation énergétique des bâtiments tertiaires : ce que change le nouveau calendrier pour les bureaux d’études, les mainteneurs et les industriels';
/** As long as a headline may be: 200 signs, which are wide. */
const LONGEST_HEADLINE =
  'RÉNOVATION DES BÂTIMENTS : CE QUE CHANGE LE NOUVEAU CALENDRIER POUR LES BUREAUX D’ÉTUDES, LES MAINTENEURS ET LES INDUSTRIELS, RÉGION PAR RÉGION, AVEC LES AIDES QUE L’ON DEMANDE AVANT LE MOIS DE JUIN 7';
const URDU_HEADLINE = 'شمسی توانائی سے چلنے والی نئی بیٹریاں صنعتی عمارتوں میں بجلی کا خرچ آدھا کر دیتی ہیں';
const urdu = {
  language: 'ur',
  credit: 'روزنامہ توانائی',
  excerpt: 'ماہرین کے مطابق یہ نظام دو سال میں اپنی قیمت پوری کر لیتا ہے۔ بیس کارخانوں میں تجربہ جاری ہے۔',
};
const colleague = { voice: 'colleagues', topic: undefined };

export const STORIES: Record<string, unknown> = {
  story: story('Le panda roux, nouveau témoin de la santé des forêts', { picture: 'demo/garden.webp' }),
  'story-long': story(LONG_HEADLINE, { picture: 'demo/garden.webp' }),
  'story-tall': story('Le panda roux, nouveau témoin de la santé des forêts', { picture: 'poster.svg' }),
  'story-bare': story('Le panda roux, nouveau témoin de la santé des forêts'),
  'story-bare-long': story(LONG_HEADLINE, { credit: 'L’Usine nouvelle' }),
  'story-post': story('Le compost de la cour est prêt : venez avec un sac', {
    ...colleague,
    credit: 'Nadia, équipe Moyens généraux',
    picture: 'hills.svg',
    excerpt: 'Vendredi midi, à côté des vélos.',
  }),
  'story-post-photos': story('Le compost de la cour est prêt : venez avec un sac', {
    ...colleague,
    credit: 'Nadia, équipe Moyens généraux',
    picture: 'hills.svg',
    more: 3,
    excerpt: 'Vendredi midi, à côté des vélos.',
  }),
  'story-post-film': story('Le compost de la cour est prêt : venez avec un sac', {
    ...colleague,
    credit: 'Nadia, équipe Moyens généraux',
    video: 'demo/day.mp4',
    alt: 'Le bac à compost, vu de la fenêtre',
    excerpt: 'Vendredi midi, à côté des vélos.',
  }),
  'story-post-bare': story('Qui vient courir mardi midi ?', {
    ...colleague,
    credit: 'Un collègue',
    excerpt: 'Départ de l’accueil à 12 h 15, sept kilomètres, tout doucement.',
  }),
  'story-house': story('Le site de Nantes ouvre ses portes le 12 décembre', {
    voice: 'corporate',
    topic: undefined,
    credit: 'Palier Industrie',
    picture: 'sea.svg',
  }),
  'story-english': story('Grid operators test batteries made from old lifts', {
    language: 'en',
    credit: 'Power Weekly',
  }),
  'story-longest': story(LONGEST_HEADLINE, {
    picture: 'demo/garden.webp',
    credit: 'Revue des bâtiments tertiaires et de leurs métiers, édition de l’Ouest',
  }),
  'story-tall-longest': story(LONGEST_HEADLINE, { picture: 'poster.svg' }),
  'story-bare-longest': story(LONGEST_HEADLINE, { credit: 'L’Usine nouvelle' }),
  'story-wide': story('WWWWWWWW MMMMMMMMM '.repeat(11).slice(0, 199), { picture: 'sea.svg' }),
  'story-word': story('Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft : l’histoire', {
    picture: 'sea.svg',
    language: 'de',
  }),
  'story-urdu': story(URDU_HEADLINE, { ...urdu, picture: 'demo/garden.webp' }),
  'story-urdu-tall': story(URDU_HEADLINE, { ...urdu, picture: 'poster.svg' }),
  'story-urdu-bare': story(URDU_HEADLINE, urdu),
  'story-none': { kind: 'story', story: 'k3f9wzab' },
};
