/** The demo's house rules, in both languages. */
import type { DemoDocument } from './demo-document.ts';

export const HOUSE_RULES: DemoDocument = {
  id: 'regles-de-la-maison',
  kind: 'rules',
  fr: {
    title: 'Vivre à plusieurs, simplement',
    points: [
      { text: 'Le badge reste visible.' },
      { text: 'Les appels se prennent en cabine.' },
      { text: 'Réunion finie plus tôt ? Rendez la salle.' },
      { text: 'La tasse va au lave-vaisselle.' },
    ],
    body: `Quatre habitudes, et tout le monde travaille mieux.

## Entrer

Portez votre badge de façon visible, invités compris. Badge oublié ? L’accueil en prête un pour la journée.

## Se concentrer

- Les appels se prennent en cabine, même courts.
- Une question ? Écrivez d’abord, passez ensuite.
- Le silence de la bibliothèque, au deuxième, vaut pour tous.

## Se réunir

Une réunion finie plus tôt rend la salle : touchez « Libérer » sur l’écran de la porte. Une salle vide dix minutes après l’heure est libre.

## Manger

La tasse va au lave-vaisselle, pas dans l’évier. Ce qui reste au réfrigérateur le vendredi à 17 h est jeté, boîte comprise.
`,
  },
  en: {
    title: 'Sharing a floor, simply',
    points: [
      { text: 'Keep your badge where we can see it.' },
      { text: 'Take calls in a booth.' },
      { text: 'Finished early? Give the room back.' },
      { text: 'Cups go in the dishwasher.' },
    ],
    body: `Four habits, and everybody works better.

## Coming in

Wear your badge where it can be seen, guests too. Forgotten it? The reception lends one for the day.

## Concentrating

- Take calls in a booth, even short ones.
- Got a question? Write first, then drop by.
- The quiet of the library on the second floor is everybody’s.

## Meeting

A meeting that ends early gives the room back: tap “Release” on the screen by the door. A room still empty ten minutes past the hour is free.

## Eating

Cups go in the dishwasher, not the sink. What is left in the fridge on Friday at 5 pm is thrown away, box and all.
`,
  },
};
