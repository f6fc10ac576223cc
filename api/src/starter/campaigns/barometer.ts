/** The first barometer: what is asked, what protects those who answer, and what happens with it. */
import { surveyTemplates } from '@palier/playlists/survey-templates';
import { entry, say, type Campaign } from '../campaign.ts';

const survey = surveyTemplates().find(({ id }) => id === 'barometer')?.content;

export const BAROMETER: Campaign = {
  id: 'barometer',
  name: say('Premier baromètre', 'First barometer'),
  about: say(
    'Pour demander à tous où commencer, et le dire à l’écran : la question, ce qui protège les réponses, la suite.',
    'To ask everybody where to begin, and tell it on the wall: the question, what protects answers, what comes next.',
  ),
  playlistId: 'premier-barometre',
  ...(survey === undefined ? {} : { survey }),
  entries: ({ survey: asked }) => [
    entry('ouverture', 10, {
      kind: 'cover',
      loop: 'ask',
      heading: say('Baromètre', 'Barometer'),
      title: say('Par où commencer ?', 'Where should we begin?'),
      subtitle: say(
        'Une minute pour le dire. Une réponse à chaque résultat.',
        'A minute to say it. An answer to each result.',
      ),
    }),
    entry('question', 18, { kind: 'survey', survey: asked }),
    entry('anonyme', 18, {
      kind: 'rules',
      loop: 'ask',
      heading: say('Anonyme, exactement', 'Anonymous, exactly'),
      title: say('Ce qui protège votre réponse', 'What protects your answer'),
      body: say(
        '- Ni nom, ni adresse, ni téléphone n’est gardé\n- Rien ne s’affiche sous cinq réponses, aucun commentaire sous dix\n- Personne ne peut abaisser ces seuils ensuite',
        '- No name, no address, no phone is kept\n- Nothing shows under five answers, no comment under ten\n- Nobody can lower these thresholds afterwards',
      ),
    }),
    entry('la-suite', 16, {
      kind: 'steps',
      loop: 'ask',
      heading: say('La suite', 'What comes next'),
      title: say('Demandé, décidé, dit', 'Asked, decided, told'),
      steps: [
        { text: say('Vous répondez, en une minute', 'You answer, in a minute') },
        { text: say('Les résultats passent ici', 'The results are shown here') },
        {
          text: say(
            'Chacun reçoit un oui, un non motivé ou une date',
            'Each gets a yes, a no with a reason, or a date',
          ),
        },
      ],
    }),
    // To be switched on when the survey is closed.
    { ...entry('resultat', 16, { kind: 'survey-results', survey: asked, figure: 'changer' }), enabled: false },
  ],
};
