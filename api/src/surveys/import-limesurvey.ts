/** LimeSurvey `.lss`: tables as XML, of LimeSurvey 2 to 6. Conditions become jumps nowhere: they are named and left out. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Localized } from '@palier/playlists/in-language';
import { idOf, plainText, type Drafted, type LeftOut } from './import-draft.ts';

type Row = Record<string, string>;
const MAX_ROWS = 5_000;
const MAX_DEPTH = 12;

const NO_EQUAL: Localized = {
  fr: 'Ce genre de question n’existe pas ici.',
  en: 'There is no such kind of question here.',
};
const CONDITION: Localized = {
  fr: 'Condition à refaire avec les sauts.',
  en: 'A condition, to be made again with jumps.',
};

export function fromLimeSurvey(text: string): Drafted | { refused: string } {
  // A survey has no need of entities, and a file that defines some means harm.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return { refused: 'it holds a DOCTYPE, which no export of LimeSurvey does' };
  if (depthOf(text) > MAX_DEPTH) return { refused: 'it is nested too deeply' };
  if (XMLValidator.validate(text) !== true) return { refused: 'it is not XML' };
  const parser = new XMLParser({
    processEntities: false,
    ignoreAttributes: true,
    parseTagValue: false,
    trimValues: true,
  });
  const document: unknown = member(parser.parse(text), 'document');
  if (document === undefined) return { refused: 'it is no LimeSurvey survey (.lss)' };
  const tables = new Map(
    [
      'surveys',
      'surveys_languagesettings',
      'questions',
      'subquestions',
      'question_l10ns',
      'answers',
      'answer_l10ns',
      'conditions',
    ].map((name) => [name, rowsOf(document, name)]),
  );
  return draftOf((name) => tables.get(name) ?? []);
}

function draftOf(table: (name: string) => Row[]): Drafted | { refused: string } {
  const questions = table('questions').filter((row) => (row['parent_qid'] ?? '0') === '0');
  const byId = new Map<string, Row>();
  for (const row of questions.toSorted(byOrder)) if (!byId.has(row['qid'] ?? '')) byId.set(row['qid'] ?? '', row);
  if (byId.size === 0) return { refused: 'it holds no question' };
  const subs = [...table('subquestions'), ...table('questions').filter((row) => (row['parent_qid'] ?? '0') !== '0')];
  const words = wordsIn(table);
  const leftOut: LeftOut[] = [];
  const used = new Set<string>();
  const drafted = [...byId.values()].flatMap((row, index) => {
    const id = idOf(row['title'] ?? '', used, `q${index + 1}`);
    const qid = row['qid'] ?? '';
    const title = words.question(qid, 200) ?? { fr: id };
    const parts: Parts = {
      common: { id, title, required: row['mandatory'] === 'Y' },
      other: row['other'] === 'Y',
      answers: optionsOf(
        table('answers').filter((one) => one['qid'] === qid),
        (one) => words.answer(one),
      ),
      subs: optionsOf(
        subs.filter((one) => one['parent_qid'] === qid),
        (one) => words.question(one['qid'] ?? '', 120),
      ),
    };
    const question = questionOf(row['type'] ?? '', parts);
    const conditioned =
      !['', '1'].includes(row['relevance'] ?? '') || table('conditions').some((one) => one['qid'] === qid);
    if (question === undefined) leftOut.push({ what: `${row['title'] ?? qid} (${row['type'] ?? '?'})`, why: NO_EQUAL });
    else if (conditioned) leftOut.push({ what: row['title'] ?? qid, why: CONDITION });
    return question === undefined ? [] : [question];
  });
  const intro = words.survey('surveyls_description', 600);
  const title = words.survey('surveyls_title', 120) ?? { fr: 'Sondage importé', en: 'Imported survey' };
  return { title, ...(intro === undefined ? {} : { intro }), questions: drafted, leftOut };
}

type Options = { id: string; label: Localized }[];
type Parts = { common: Record<string, unknown>; other: boolean; answers: Options; subs: Options };

function questionOf(type: string, { common, other, answers, subs }: Parts): Record<string, unknown> | undefined {
  switch (type) {
    case 'L':
    case '!':
    case 'O':
      return { kind: 'single', ...common, options: answers, other };
    case 'M':
    case 'P':
      return { kind: 'multiple', ...common, options: subs, other };
    case '5':
      return { kind: 'scale', ...common, steps: 5 };
    case 'Y':
      return { kind: 'single', ...common, options: numbered(['Oui', 'Non'], ['Yes', 'No']) };
    case 'A':
      return { kind: 'matrix', ...common, rows: subs, columns: numbered(['1', '2', '3', '4', '5']) };
    case 'C':
      return {
        kind: 'matrix',
        ...common,
        rows: subs,
        columns: numbered(['Oui', 'Incertain', 'Non'], ['Yes', 'Uncertain', 'No']),
      };
    case 'E':
      return {
        kind: 'matrix',
        ...common,
        rows: subs,
        columns: numbered(['Plus', 'Pareil', 'Moins'], ['More', 'The same', 'Less']),
      };
    case 'F':
      return { kind: 'matrix', ...common, rows: subs, columns: answers };
    case 'R':
      return { kind: 'ranking', ...common, options: answers.length > 0 ? answers : subs };
    case 'S':
      return { kind: 'short-text', ...common };
    case 'T':
    case 'U':
      return { kind: 'long-text', ...common };
    case 'D':
      return { kind: 'date', ...common };
    default:
      return undefined;
  }
}

function numbered(fr: readonly string[], en: readonly string[] = fr): Options {
  return fr.map((word, index) => ({ id: `o${index + 1}`, label: { fr: word, en: en[index] ?? word } }));
}

function optionsOf(rows: readonly Row[], label: (row: Row) => Localized | undefined): Options {
  const used = new Set<string>(['other']);
  const seen = new Set<string>();
  return rows.toSorted(byOrder).flatMap((row, index) => {
    const code = row['code'] ?? row['title'] ?? String(index);
    // The older format has a row for each language.
    if (seen.has(code)) return [];
    seen.add(code);
    return [{ id: idOf(code, used, `o${index + 1}`), label: label(row) ?? { fr: code } }];
  });
}

/** Texts by language: in tables of their own since LimeSurvey 4, before that in a row for each language. */
function wordsIn(table: (name: string) => Row[]) {
  const pick = (rows: readonly Row[], field: string, most: number): Localized | undefined => {
    const by = (language: string) =>
      rows.find((row) => (row['language'] ?? row['surveyls_language'] ?? '').startsWith(language))?.[field];
    const [fr, en, any] = [by('fr'), by('en'), rows[0]?.[field]].map((text) => plainText(decoded(text ?? ''), most));
    if ((fr ?? '') === '' && (en ?? '') === '') return (any ?? '') === '' ? undefined : { fr: any };
    return { ...(fr ? { fr } : {}), ...(en ? { en } : {}) };
  };
  const l10ns = Map.groupBy(table('question_l10ns'), (row) => row['qid'] ?? '');
  const inRows = Map.groupBy([...table('questions'), ...table('subquestions')], (row) => row['qid'] ?? '');
  const answers = Map.groupBy(table('answer_l10ns'), (row) => row['aid'] ?? '');
  return {
    survey: (field: string, most: number) => pick(table('surveys_languagesettings'), field, most),
    question: (qid: string, most: number) =>
      pick(l10ns.get(qid) ?? [], 'question', most) ?? pick(inRows.get(qid) ?? [], 'question', most),
    answer: (row: Row) =>
      pick(answers.get(row['aid'] ?? '') ?? [], 'answer', 120) ??
      pick(
        table('answers').filter((one) => one['qid'] === row['qid'] && one['code'] === row['code']),
        'answer',
        120,
      ),
  };
}

/** The five entities that XML itself has; no others are known. */
function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', '’')
    .replaceAll('&amp;', '&');
}

function byOrder(a: Row, b: Row): number {
  const order = (row: Row) =>
    Number(row['group_order'] ?? 0) * 1e6 + Number(row['question_order'] ?? row['sortorder'] ?? 0);
  return order(a) - order(b);
}

function rowsOf(document: unknown, table: string): Row[] {
  const rows = member(member(member(document, table), 'rows'), 'row');
  const list: unknown[] = Array.isArray(rows) ? rows : rows === undefined ? [] : [rows];
  return list.slice(0, MAX_ROWS).map((row) => {
    const entries = typeof row === 'object' && row !== null ? Object.entries(row) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  });
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** How deep tags are nested, counted before anything is parsed. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [tag] of text.matchAll(/<\/?[a-zA-Z][^<>]*>/g)) {
    if (tag.startsWith('</')) depth -= 1;
    else if (!tag.endsWith('/>')) deepest = Math.max(deepest, (depth += 1));
  }
  return deepest;
}
