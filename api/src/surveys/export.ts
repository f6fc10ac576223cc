/** Results as files. Rows come from `ResultsView`, so a file tells what the panel shows and nothing more. */
import writeExcel from 'write-excel-file/node';
import { inLanguage, type Localized } from '@palier/playlists/in-language';
import type { Language } from '@palier/playlists/localized';
import type { ResultFigure, ResultGroup, ResultsView } from '../wire/surveys.ts';

type Cell = string | number;
export type Sheet = { name: string; rows: Cell[][] };

const WORDS = {
  figures: { fr: 'Résultats', en: 'Results' },
  comments: { fr: 'Commentaires', en: 'Comments' },
  people: { fr: 'Réponses nominatives', en: 'Named answers' },
  group: { fr: 'Groupe', en: 'Group' },
  question: { fr: 'Question', en: 'Question' },
  option: { fr: 'Réponse', en: 'Answer' },
  percent: { fr: 'Pour cent', en: 'Percent' },
  answers: { fr: 'Répondants', en: 'People' },
  mean: { fr: 'Moyenne', en: 'Mean' },
  comment: { fr: 'Commentaire', en: 'Comment' },
  name: { fr: 'Nom', en: 'Name' },
  day: { fr: 'Jour', en: 'Day' },
  waits: { fr: 'pas encore assez de réponses', en: 'not enough answers yet' },
  never: {
    fr: 'non montré\u00a0: trop peu de réponses, ou toutes les mêmes',
    en: 'not shown: too few answers, or all the same',
  },
} as const satisfies Record<string, Localized>;

/** The tables of a file: figures (of everybody and of the cut), comments, and of a named survey its people. */
export function sheetsOf(view: ResultsView, language: Language): Sheet[] {
  const say = (text: Localized) => inLanguage(text, language);
  const head = [
    WORDS.group,
    WORDS.question,
    WORDS.option,
    WORDS.percent,
    WORDS.answers,
    WORDS.mean,
    { fr: 'eNPS', en: 'eNPS' },
  ];
  // After the closing nothing is released any more: a file does not promise it either.
  const held = view.survey.state === 'closed' ? WORDS.never : WORDS.waits;
  const groups = [view.all, ...(view.cut?.cells ?? [])];
  const sheets: Sheet[] = [
    {
      name: say(WORDS.figures),
      rows: [head.map(say), ...groups.flatMap((group) => groupRows(group, language, say(held)))],
    },
  ];
  const comments = view.comments.flatMap(({ title, comments: texts }) => texts.map((text) => [say(title), text]));
  if (view.comments.length > 0)
    sheets.push({ name: say(WORDS.comments), rows: [[say(WORDS.question), say(WORDS.comment)], ...comments] });
  if (view.named !== undefined)
    sheets.push({
      name: say(WORDS.people),
      rows: [
        [say(WORDS.name), say(WORDS.day), say(WORDS.question), say(WORDS.option)],
        ...view.named.flatMap(({ name, day, answers }) =>
          Object.entries(answers).map(([question, answer]) => [name, day, question, JSON.stringify(answer)]),
        ),
      ],
    });
  return sheets;
}

function groupRows(group: ResultGroup, language: Language, held: string): Cell[][] {
  const label = inLanguage(group.label, language);
  return group.figures.flatMap((figure): Cell[][] => {
    const title = titleOf(figure, language);
    if (figure.answers === undefined) return [[label, title, held, '', '', '', '']];
    const { answers, mean = '', enps = '' } = figure;
    return figure.bars.map((bar) => [label, title, inLanguage(bar.label, language), bar.percent, answers, mean, enps]);
  });
}

function titleOf(figure: ResultFigure, language: Language): string {
  const title = inLanguage(figure.title, language);
  return figure.rowLabel === undefined ? title : `${title} — ${inLanguage(figure.rowLabel, language)}`;
}

/** One table after the other, an empty line between. Begins with a byte order mark: Excel then reads it as UTF-8. */
export function csvOf(sheets: readonly Sheet[]): string {
  const tables = sheets.map(({ rows }) => rows.map((row) => row.map(csvCell).join(',')).join('\r\n'));
  return `\ufeff${tables.join('\r\n\r\n')}\r\n`;
}

export async function xlsxOf(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const written = sheets.map(({ name, rows }) => ({
    sheet: name.slice(0, 31),
    // Every text is stored as text: a cell is never a formula, whatever it begins with.
    data: rows.map((row, index) =>
      row.map((value) =>
        typeof value === 'number'
          ? { value, type: Number }
          : { value: printable(value), type: String, ...(index === 0 ? { fontWeight: 'bold' as const } : {}) },
      ),
    ),
  }));
  return await writeExcel(written).toBuffer();
}

/** What a spreadsheet could take for a formula gets an apostrophe in front: full-width signs too, which some read alike. */
function csvCell(value: Cell): string {
  if (typeof value === 'number') return String(value);
  const text = printable(value);
  const safe = /^(?:\s*[=+\-@＝＋－＠]|[\t\r])/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** XML has no place for control characters, and Excel none for more than 32,767 characters. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ').slice(0, 32_000);
}
