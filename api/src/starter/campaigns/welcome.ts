/** The week in which new colleagues arrive. */
import { surveyTemplates } from '@palier/playlists/survey-templates';
import { WELCOME as BOOKLET } from '../../demo/welcome.ts';
import { entry, say, type Campaign } from '../campaign.ts';

const survey = surveyTemplates().find(({ id }) => id === 'onboarding')?.content;

export const WELCOME: Campaign = {
  id: 'welcome',
  name: say('Semaine d’accueil', 'Welcome week'),
  about: say(
    'Pour les semaines où de nouveaux collègues arrivent : le livret, les premiers jours, et leur avis au bout d’un mois.',
    'For weeks in which new colleagues join: the booklet, the first days, and what they think of them after a month.',
  ),
  playlistId: 'semaine-d-accueil',
  ...(survey === undefined ? {} : { survey }),
  document: BOOKLET,
  entries: ({ survey: asked, document }) => [
    entry('bienvenue', 10, {
      kind: 'cover',
      heading: say('Bienvenue', 'Welcome'),
      title: say('De nouveaux visages cette semaine', 'New faces this week'),
      subtitle: say(
        'Un bonjour, un café, un prénom : cela suffit.',
        'A hello, a coffee, a first name: that is enough.',
      ),
    }),
    entry('livret', 16, { kind: 'document', document }),
    entry('premiers-jours', 16, {
      kind: 'steps',
      heading: say('Votre première semaine', 'Your first week'),
      title: say('Jour après jour', 'Day by day'),
      steps: [
        { text: say('Lundi : badge, poste, déjeuner d’équipe', 'Monday: badge, desk, lunch with the team') },
        { text: say('Mardi : les outils et les accès', 'Tuesday: tools and access') },
        { text: say('Mercredi : le tour des lieux', 'Wednesday: a walk through the building') },
        { text: say('Vendredi : le point avec votre responsable', 'Friday: a talk with your manager') },
      ],
    }),
    entry('se-presenter', 16, {
      kind: 'propose',
      title: say('Vous arrivez ? Présentez-vous ici', 'New here? Introduce yourself here'),
    }),
    entry('oser', 16, {
      kind: 'thread-call',
      title: say('Une question qu’on n’ose pas poser ?', 'A question you would rather not ask aloud?'),
    }),
    entry('avis', 16, { kind: 'survey', survey: asked }),
  ],
};
