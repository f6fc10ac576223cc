/** What the server says when it has started, in the language of the machine. For people: the log has the rest. */
import type { Language } from '@palier/playlists/localized';

export type Greeting = { url: string; setupToken: string | undefined; faults: number };

const WORDS = {
  fr: {
    ready: 'Palier est prêt :',
    setup: 'Première mise en route, ouvrez ce lien (valable un jour, une seule fois) :',
    faults: (count: number) => `${count} fichier(s) de playlist refusé(s) : voir le journal ou le panneau.`,
    refused: 'Palier ne peut pas démarrer. Réglages à corriger :',
  },
  en: {
    ready: 'Palier is ready:',
    setup: 'First start, open this link (good for a day, and once):',
    faults: (count: number) => `${count} playlist file(s) refused: see the log or the panel.`,
    refused: 'Palier cannot start. Settings to correct:',
  },
};

export function greetingLines({ url, setupToken, faults }: Greeting, language: Language): string[] {
  const words = WORDS[language];
  return [
    `${words.ready} ${url}`,
    ...(setupToken === undefined ? [] : [words.setup, `  ${url}/setup?token=${setupToken}`]),
    ...(faults === 0 ? [] : [words.faults(faults)]),
  ];
}

export function refusalLines(faults: readonly { name: string; reason: string }[], language: Language): string[] {
  return [WORDS[language].refused, ...faults.map(({ name, reason }) => `  ${name}: ${reason}`)];
}
