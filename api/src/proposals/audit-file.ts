/** The decisions of a month as a file for a table: proposals and stories in one order, newest first. */
import { BOM, csvLine } from '../csv.ts';
import type { AuditView } from '../wire/moderation.ts';

const WORDS = {
  fr: {
    heads: ['Instant', 'Genre', 'Identifiant', 'Titre', 'Par', 'Décision', 'Version', 'Source'],
    proposal: 'proposition',
    story: 'actualité',
  },
  en: {
    heads: ['Instant', 'Kind', 'Id', 'Title', 'By', 'Decision', 'Revision', 'Source'],
    proposal: 'proposal',
    story: 'story',
  },
} as const;

export function auditFile({ entries, stories }: AuditView, language: 'fr' | 'en'): string {
  const separator = language === 'fr' ? ';' : ',';
  const words = WORDS[language];
  const rows = [
    ...entries.map(({ at, proposalId, title, by, did, revision }) => {
      const who = by.kind === 'user' ? by.name : by.kind;
      return { at, cells: [at, words.proposal, proposalId, title, who, did, revision, undefined] };
    }),
    ...stories.map(({ at, storyId, title, by = 'system', act, source }) => {
      return { at, cells: [at, words.story, storyId, title, by, act, undefined, source] };
    }),
  ];
  const lines = rows.toSorted((a, b) => b.at.localeCompare(a.at)).map(({ cells }) => csvLine(cells, separator));
  return `${BOM}${csvLine([...words.heads], separator)}${lines.join('')}`;
}
