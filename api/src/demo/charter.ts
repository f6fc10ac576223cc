/** The demo's social-media charter, in both languages. */
import type { DemoDocument } from './demo-document.ts';

export const CHARTER: DemoDocument = {
  id: 'charte-reseaux-sociaux',
  kind: 'charter',
  fr: {
    title: 'Parler de l’entreprise, sans risque',
    points: [
      { text: 'Dites « je », pas « nous ».' },
      { text: 'Rien de confidentiel : clients, chiffres, collègues.' },
      { text: 'Un doute ? Demandez avant de publier.' },
    ],
    body: `Vous avez le droit de parler de votre travail, et celui de n’en rien dire. Cette charte n’oblige personne à publier. Elle dit ce qui protège chacun : vous, vos collègues, nos clients.

## En votre nom

Dites « je ». Vos mots vous appartiennent et n’engagent que vous. Si vous parlez de votre métier, dites où vous travaillez : un avis caché finit toujours par se savoir.

- Pas de compte au nom de l’entreprise sans l’accord de la communication.
- Pas de réponse officielle à une critique : transmettez-la, quelqu’un s’en charge.
- Personne ne sait qui partage. Palier ne montre que des sommes, au-delà de cinq. Il n’y a ni classement, ni objectif.

## Ce qui reste entre nous

Avant de publier, relisez une fois en pensant à un inconnu curieux.

1. **Les clients** : ni nom, ni projet, ni logo sans leur accord écrit.
2. **Les chiffres** : seulement ceux qui sont déjà publics.
3. **Les collègues** : une photo ou une citation demande leur accord, chaque fois.
4. **Les lieux** : ni badge, ni écran, ni tableau blanc sur la photo.

## Quand ça tourne mal

Une erreur se corrige. Supprimez le message, dites-le simplement, prévenez la communication : plus tôt elle le sait, plus facile est la suite. Personne n’est sanctionné pour avoir signalé sa propre erreur.

Si l’on vous attaque, ne répondez pas seul. Faites une capture d’écran, puis parlez-en à votre responsable ou aux RH.

## Un doute ?

Demandez avant : la communication répond dans la journée. Une question posée trop tôt n’a jamais fait de tort à personne.
`,
  },
  en: {
    title: 'Talking about work, safely',
    points: [
      { text: 'Say “I”, not “we”.' },
      { text: 'Nothing confidential: clients, figures, colleagues.' },
      { text: 'In doubt? Ask before you post.' },
    ],
    body: `You may talk about your work, and you may say nothing at all. This charter makes nobody post. It says what protects everyone: you, your colleagues, our clients.

## In your own name

Say “I”. Your words are yours and speak for you alone. When you write about your trade, say where you work: a hidden interest always comes out.

- No account in the company’s name without the communication team.
- No official answer to a complaint: pass it on, somebody will take care of it.
- Nobody knows who shares. Palier shows only sums above five. There is no ranking and no target.

## What stays between us

Before you post, read it once more as a curious stranger would.

1. **Clients**: no name, project or logo without their written consent.
2. **Figures**: only those that are public already.
3. **Colleagues**: a picture or a quotation needs their consent, every time.
4. **Places**: no badge, screen or whiteboard in the picture.

## When it goes wrong

A mistake can be mended. Delete the post, say so plainly, tell the communication team: the sooner they know, the easier the rest. Nobody is punished for reporting their own mistake.

If you are attacked, do not answer alone. Take a screenshot, then talk to your manager or to HR.

## In doubt?

Ask first: the communication team answers the same day. No question was ever asked too early.
`,
  },
};
