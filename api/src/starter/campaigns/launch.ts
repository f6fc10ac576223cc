/** The first week of the screens: what they are for, how to answer, and the first question. */
import { SurveyContent } from '@palier/playlists/survey';
import { entry, say, type Campaign } from '../campaign.ts';

const option = (id: string, fr: string, en: string) => ({ id, label: say(fr, en) });

export const LAUNCH: Campaign = {
  id: 'launch',
  name: say('Semaine de lancement', 'Launch week'),
  about: say(
    'Pour les premiers jours des écrans : ce qu’ils font, comment répondre, et une première question à tous.',
    'For the screens’ first days: what they do, how to answer, and a first question for everybody.',
  ),
  playlistId: 'semaine-de-lancement',
  survey: SurveyContent.parse({
    title: say('Que voulez-vous voir ici ?', 'What would you like to see here?'),
    intro: say(
      'Trois questions, trente secondes. Ce qui ressort décide de ce qui passe sur les écrans.',
      'Three questions, thirty seconds. What comes out decides what the screens show.',
    ),
    questions: [
      {
        kind: 'multiple',
        id: 'voir',
        title: say('J’aimerais voir', 'I would like to see'),
        other: true,
        options: [
          option('metier', 'Des nouvelles de mon métier', 'News of my trade'),
          option('decisions', 'Ce qui se décide ici', 'What is decided here'),
          option('equipes', 'Ce que font les autres équipes', 'What other teams do'),
          option('pratique', 'Du pratique : menus, transports, salles', 'Useful things: menus, transport, rooms'),
          option('resultats', 'Nos résultats', 'Our results'),
        ],
      },
      {
        kind: 'single',
        id: 'passage',
        title: say('Je passe devant un écran', 'I pass a screen'),
        options: [
          option('souvent', 'Plusieurs fois par jour', 'Several times a day'),
          option('parfois', 'Une fois par jour', 'Once a day'),
          option('rarement', 'Moins souvent', 'Less often'),
        ],
      },
      { kind: 'short-text', id: 'idee', title: say('Une idée ?', 'An idea?') },
    ],
  }),
  entries: ({ survey }) => [
    entry('bonjour', 10, {
      kind: 'cover',
      loop: 'ask',
      heading: say('Nouveau ici', 'New here'),
      title: say('Cet écran vous répond', 'This screen answers back'),
      subtitle: say(
        'Demandez, proposez, parlez : votre téléphone suffit.',
        'Ask, propose, talk: your phone is all you need.',
      ),
    }),
    entry('gestes', 16, {
      kind: 'steps',
      heading: say('Mode d’emploi', 'How it works'),
      title: say('Trois gestes, aucun compte', 'Three gestures, no account'),
      steps: [
        { text: say('Visez le code avec l’appareil photo', 'Point your camera at the code') },
        { text: say('La page s’ouvre : ni compte, ni application', 'The page opens: no account, no app') },
        { text: say('La suite revient sur cet écran', 'What comes of it is shown here') },
      ],
    }),
    entry('question', 16, { kind: 'survey', survey }),
    entry('proposer', 16, { kind: 'propose' }),
    entry('parler', 16, { kind: 'thread-call' }),
    entry('promesses', 18, {
      kind: 'rules',
      heading: say('Nos promesses', 'Our promises'),
      title: say('Ce que ces écrans vous doivent', 'What these screens owe you'),
      body: say(
        '1. Un sondage anonyme l’est vraiment\n2. Chaque question posée reçoit une réponse, même un non\n3. Personne n’est classé, personne n’est poussé à partager',
        '1. An anonymous survey really is\n2. Every question asked gets an answer, even a no\n3. Nobody is ranked, nobody is pushed to share',
      ),
    }),
    entry('actualites', 12, { kind: 'feed', stories: 3 }),
  ],
};
