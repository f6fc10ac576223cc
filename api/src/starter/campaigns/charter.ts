/** The social-media charter: what protects people who speak of their work, and that nobody has to. */
import { CHARTER as TEXT } from '../../demo/charter.ts';
import { entry, say, type Campaign } from '../campaign.ts';

export const CHARTER: Campaign = {
  id: 'charter',
  name: say('La charte des réseaux sociaux', 'The social-media charter'),
  about: say(
    'Pour que chacun sache ce qu’il peut dire de son travail, et que personne ne se sente obligé de le faire.',
    'So that everyone knows what they may say of their work, and nobody feels they have to.',
  ),
  playlistId: 'charte',
  document: TEXT,
  entries: ({ document }) => [
    entry('ouverture', 10, {
      kind: 'cover',
      heading: say('Notre charte', 'Our charter'),
      title: say('Parler de son travail, sans risque', 'Speak of your work, safely'),
      subtitle: say('Elle protège. Elle n’oblige personne.', 'It protects. It obliges nobody.'),
    }),
    entry('charte', 16, { kind: 'document', document }),
    entry('avant', 16, {
      kind: 'rules',
      heading: say('Avant de publier', 'Before you post'),
      title: say('Trois questions à se poser', 'Three questions to ask yourself'),
      body: say(
        '1. Un client ou un chiffre s’y reconnaît-il ?\n2. Les collègues sur la photo sont-ils d’accord ?\n3. Est-ce bien moi qui parle, et pas l’entreprise ?',
        '1. Does it give away a client or a figure?\n2. Do the colleagues in the picture agree?\n3. Is it me who speaks, and not the company?',
      ),
    }),
    entry('par-choix', 14, {
      kind: 'notice',
      loop: 'watch',
      heading: say('Partager', 'Sharing'),
      title: say('Partager ? Si le cœur vous en dit', 'Share? Only if you feel like it'),
      body: say(
        'Ni classement, ni objectif. Personne ne sait qui partage : on ne voit que des sommes, au-delà de cinq.',
        'No ranking, no target. Nobody knows who shares: only sums above five are seen.',
      ),
    }),
    entry('actualites', 12, { kind: 'feed', stories: 3 }),
  ],
};
