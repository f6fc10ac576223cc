/** The demo's welcome booklet, in both languages: a page a chapter. */
import type { DemoDocument } from './demo-document.ts';

export const WELCOME: DemoDocument = {
  id: 'livret-accueil',
  kind: 'welcome',
  fr: {
    title: 'Vous venez d’arriver ? Tout est là.',
    points: [
      { text: 'Le premier jour : badge, poste, déjeuner avec l’équipe' },
      { text: 'La première semaine : les outils, les visages' },
      { text: 'Congés, santé, questions : à qui demander' },
    ],
    body: `## Le premier jour

L’accueil vous attend à 9 h 30 avec votre badge. Quelqu’un de votre équipe descend vous chercher.

1. Le support, au deuxième étage, remet l’ordinateur et le téléphone.
2. Vous choisissez votre mot de passe sur place.
3. À midi, l’équipe vous invite à la cafétéria.

## Les lieux

- **Rez-de-chaussée** : accueil, salles de réunion, cabines d’appel
- **Deuxième** : équipes, support, bibliothèque silencieuse
- **Troisième** : cafétéria, terrasse, jardin

Le Wi-Fi est affiché sur les écrans : le réseau du personnel à votre étage, celui des invités à l’accueil.

## Les outils

Un seul compte ouvre tout. S’il ne s’ouvre pas, le support répond de 8 h à 18 h, au poste 12.

Les salles se réservent sur l’écran de leur porte, ou dans le calendrier.

## Congés et santé

Deux jours et demi par mois, dès le premier mois. La demande se fait en ligne ; la réponse vient sous une semaine.

Malade ? Prévenez votre responsable avant 10 h, puis envoyez l’arrêt sous 48 heures.

## À qui demander

| Question | À qui |
| --- | --- |
| Ordinateur, accès | Support, poste 12 |
| Contrat, congés, paie | RH, ou anonymement par les écrans |
| Locaux, clés | Accueil |

Aucune question n’est trop petite la première semaine.
`,
  },
  en: {
    title: 'Just joined? Start here.',
    points: [
      { text: 'Your first day: badge, desk, lunch with the team' },
      { text: 'Your first week: the tools, the faces' },
      { text: 'Time off, health, questions: whom to ask' },
    ],
    body: `## Your first day

The reception expects you at 9.30 with your badge. Someone of your team comes down to meet you.

1. Support, on the second floor, hands over the laptop and the phone.
2. You choose your password there and then.
3. At noon the team takes you to the cafeteria.

## The places

- **Ground floor**: reception, meeting rooms, call booths
- **Second floor**: teams, support, the quiet library
- **Third floor**: cafeteria, terrace, garden

The Wi-Fi is on the screens: the staff network on your floor, the guests’ network at the reception.

## The tools

One account opens everything. If it does not open, support answers from 8 to 6 on extension 12.

Rooms are booked on the screen by their door, or in the calendar.

## Time off and health

Two and a half days a month, from the first month on. Ask online; the answer comes within a week.

Ill? Tell your manager before 10, then send the certificate within 48 hours.

## Whom to ask

| Question | Whom |
| --- | --- |
| Laptop, access | Support, extension 12 |
| Contract, time off, pay | HR, or anonymously from the screens |
| Rooms, keys | Reception |

No question is too small in your first week.
`,
  },
};
