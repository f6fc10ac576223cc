/** Surveys to start from, in French and English: short enough for somebody who passes by, and anonymous. */
import type { Localized } from './in-language.ts';
import { SurveyContent } from './survey.ts';

/** A survey to start from. */
export type SurveyTemplate = { id: string; name: Localized; when: Localized; content: SurveyContent };

const say = (fr: string, en: string) => ({ fr, en });
type Pair = readonly [id: string, fr: string, en: string];
const options = (...pairs: readonly Pair[]) => pairs.map(([id, fr, en]) => ({ id, label: say(fr, en) }));

const scale = (id: string, fr: string, en: string) => ({
  kind: 'scale',
  id,
  title: say(fr, en),
  steps: 5,
  low: say('Pas du tout', 'Not at all'),
  high: say('Tout à fait', 'Completely'),
});
const single = (id: string, fr: string, en: string, ...pairs: Pair[]) => ({
  kind: 'single',
  id,
  title: say(fr, en),
  options: options(...pairs),
});
const multiple = (id: string, fr: string, en: string, ...pairs: Pair[]) => ({
  ...single(id, fr, en, ...pairs),
  kind: 'multiple',
  other: true,
});
const text = (id: string, fr: string, en: string) => ({ kind: 'short-text', id, title: say(fr, en) });
const enps = (fr: string, en: string) => ({
  kind: 'enps',
  id: 'enps',
  title: say(fr, en),
  low: say('Certainement pas', 'Certainly not'),
  high: say('Sans hésiter', 'Without hesitation'),
});

function template(id: string, name: Localized, when: Localized, written: object): SurveyTemplate {
  return { id, name, when, content: SurveyContent.parse(written) };
}

/** All templates, in the order they are offered. */
export function surveyTemplates(): SurveyTemplate[] {
  return [pulse(), onboarding(), event(), canteen(), remoteWork(), safety(), barometer()];
}

function pulse(): SurveyTemplate {
  return template('pulse', say('Pouls de l’équipe', 'Team pulse'), say('Toutes les deux semaines', 'Every two weeks'), {
    title: say('Comment va la semaine ?', 'How is the week going?'),
    intro: say(
      'Trois questions, vingt secondes. Ce qui ressort est montré ici.',
      'Three questions, twenty seconds. What comes out is shown here.',
    ),
    questions: [
      { kind: 'stars', id: 'semaine', title: say('Ma semaine, en étoiles', 'My week, in stars'), steps: 5 },
      single(
        'charge',
        'Ma charge de travail est',
        'My workload is',
        ['legere', 'Légère', 'Light'],
        ['juste', 'Juste', 'About right'],
        ['lourde', 'Lourde', 'Heavy'],
        ['trop', 'Trop lourde', 'Too heavy'],
      ),
      text('mieux', 'Une chose qui irait mieux autrement', 'One thing that would go better another way'),
    ],
    pulse: { every: 'two-weeks', openDays: 3 },
  });
}

function onboarding(): SurveyTemplate {
  return template(
    'onboarding',
    say('Trente jours parmi nous', 'Thirty days with us'),
    say('Un mois après l’arrivée', 'A month after arrival'),
    {
      title: say('Vos trente premiers jours', 'Your first thirty days'),
      intro: say('Vous voyez ce que nous ne voyons plus. Dites-le nous.', 'You see what we no longer notice. Tell us.'),
      questions: [
        scale('accueil', 'Je me suis senti attendu le premier jour', 'I felt expected on my first day'),
        scale('outils', 'J’ai ce qu’il faut pour travailler', 'I have what I need to work'),
        scale('role', 'Je sais ce que l’on attend de moi', 'I know what is expected of me'),
        multiple(
          'manque',
          'Ce qui a manqué',
          'What was missing',
          ['materiel', 'Du matériel', 'Equipment'],
          ['acces', 'Des accès', 'Access rights'],
          ['personne', 'Quelqu’un à qui demander', 'Somebody to ask'],
          ['temps', 'Du temps', 'Time'],
        ),
        text('conseil', 'Le conseil à donner au prochain', 'A word of advice for the next one'),
      ],
      access: 'codes',
    },
  );
}

function event(): SurveyTemplate {
  return template('event', say('Après un événement', 'After an event'), say('Le jour même', 'On the day'), {
    title: say('Et cet événement ?', 'How was the event?'),
    questions: [
      { kind: 'stars', id: 'note', title: say('Dans l’ensemble', 'All in all'), steps: 5 },
      multiple(
        'aime',
        'Ce que j’ai aimé',
        'What I liked',
        ['contenu', 'Le contenu', 'The content'],
        ['gens', 'Les rencontres', 'The people'],
        ['lieu', 'Le lieu', 'The place'],
        ['repas', 'Le repas', 'The food'],
      ),
      single(
        'encore',
        'À refaire ?',
        'Do it again?',
        ['oui', 'Oui', 'Yes'],
        ['autrement', 'Autrement', 'In another way'],
        ['non', 'Non', 'No'],
      ),
      text('idee', 'Une idée pour la prochaine fois', 'An idea for next time'),
    ],
    opening: { closesAfter: 500 },
  });
}

function canteen(): SurveyTemplate {
  return template(
    'canteen',
    say('La cantine', 'The canteen'),
    say('À la sortie du déjeuner', 'On the way out of lunch'),
    {
      title: say('Le déjeuner d’aujourd’hui', 'Today’s lunch'),
      intro: say(
        'Vos réponses changent les menus. La dernière fois aussi.',
        'Your answers change the menus. They did last time.',
      ),
      questions: [
        { kind: 'stars', id: 'repas', title: say('Mon repas', 'My meal'), steps: 5 },
        single(
          'attente',
          'J’ai attendu',
          'I waited',
          ['peu', 'Moins de 5 minutes', 'Under 5 minutes'],
          ['moyen', '5 à 10 minutes', '5 to 10 minutes'],
          ['long', 'Plus de 10 minutes', 'Over 10 minutes'],
        ),
        multiple(
          'plus',
          'J’en voudrais plus',
          'I would like more',
          ['vegetarien', 'Plats végétariens', 'Vegetarian dishes'],
          ['saison', 'Produits de saison', 'Seasonal food'],
          ['crudites', 'Crudités', 'Salads'],
          ['rapide', 'De quoi emporter', 'Food to take away'],
        ),
      ],
      access: 'onsite',
    },
  );
}

function remoteWork(): SurveyTemplate {
  return template(
    'remote-work',
    say('Télétravail', 'Remote work'),
    say('Une ou deux fois par an', 'Once or twice a year'),
    {
      title: say('Le télétravail, et vous', 'Remote work and you'),
      questions: [
        {
          ...single(
            'jours',
            'Je travaille à distance',
            'I work remotely',
            ['jamais', 'Jamais', 'Never'],
            ['un', '1 jour par semaine', '1 day a week'],
            ['deux', '2 jours', '2 days'],
            ['plus', '3 jours ou plus', '3 days or more'],
          ),
          required: true,
          jumps: [{ when: { op: 'is', value: 'jamais' }, to: 'souhait' }],
        },
        scale('efficace', 'Chez moi, je travaille bien', 'I work well at home'),
        scale('lien', 'Je reste en lien avec mon équipe', 'I stay in touch with my team'),
        single(
          'souhait',
          'L’idéal serait',
          'Ideally it would be',
          ['moins', 'Moins de distance', 'Less of it'],
          ['pareil', 'Comme maintenant', 'As it is now'],
          ['davantage', 'Davantage de distance', 'More of it'],
        ),
        text('besoin', 'Ce qui m’aiderait le plus', 'What would help me most'),
      ],
    },
  );
}

function safety(): SurveyTemplate {
  return template('safety', say('Sécurité', 'Safety'), say('Chaque trimestre', 'Every quarter'), {
    title: say('Se sent-on en sécurité ?', 'Do we feel safe?'),
    questions: [
      scale('sur', 'Je me sens en sécurité à mon poste', 'I feel safe at my post'),
      scale('signaler', 'Je peux signaler un danger sans crainte', 'I can report a danger without fear'),
      {
        ...single(
          'danger',
          'Ai-je vu une situation dangereuse ce mois-ci ?',
          'Did I see a dangerous situation this month?',
          ['non', 'Non', 'No'],
          ['oui', 'Oui', 'Yes'],
        ),
        jumps: [{ when: { op: 'is-not', value: 'oui' }, to: 'end' }],
      },
      single(
        'dite',
        'L’ai-je signalée ?',
        'Did I report it?',
        ['oui', 'Oui', 'Yes'],
        ['personne', 'Je ne savais pas à qui', 'I did not know to whom'],
        ['inutile', 'Cela ne sert à rien', 'It is no use'],
      ),
      text('ou', 'Où, et quoi ?', 'Where, and what?'),
    ],
    pulse: { every: 'quarter', openDays: 7 },
  });
}

function barometer(): SurveyTemplate {
  return template('barometer', say('Baromètre', 'Barometer'), say('Chaque année', 'Every year'), {
    title: say('Notre baromètre', 'Our barometer'),
    intro: say(
      'Chaque résultat aura une réponse : nous le ferons, ou nous dirons pourquoi non.',
      'Each result will have an answer: we will do it, or say why not.',
    ),
    questions: [
      enps('Recommanderiez-vous de travailler ici ?', 'Would you recommend working here?'),
      {
        kind: 'matrix',
        id: 'accord',
        title: say('Êtes-vous d’accord ?', 'Do you agree?'),
        rows: options(
          ['sens', 'Mon travail a du sens', 'My work has meaning'],
          ['equipe', 'On s’entraide', 'We help each other'],
          ['ecoute', 'On m’écoute', 'I am heard'],
          ['equilibre', 'Ma vie tient en équilibre', 'My life is in balance'],
        ),
        columns: options(
          ['non', 'Non', 'No'],
          ['plutot-non', 'Plutôt non', 'Rather not'],
          ['plutot-oui', 'Plutôt oui', 'Rather'],
          ['oui', 'Oui', 'Yes'],
        ),
      },
      multiple(
        'changer',
        'Par quoi commencer ?',
        'Where should we begin?',
        ['espaces', 'Les espaces', 'The rooms'],
        ['outils', 'Les outils', 'The tools'],
        ['reunions', 'Les réunions', 'Meetings'],
        ['horaires', 'Les horaires', 'Hours'],
      ),
      text('mot', 'Un mot pour finir', 'A last word'),
    ],
  });
}
