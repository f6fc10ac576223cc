/** Files in and out: surveys of other tools with what was left behind, and results that no spreadsheet runs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import readXlsx from 'read-excel-file/node';
import { importSurvey } from '../../api/src/surveys/import.ts';
import { openHouse, type House } from '../api/house.ts';
import { ask, later } from './asking.ts';

const cell = (name: string, text: string | number) => `<${name}><![CDATA[${text}]]></${name}>`;
const row = (fields: Record<string, string | number>) =>
  `<row>${Object.entries(fields)
    .map(([name, text]) => cell(name, text))
    .join('')}</row>`;
const table = (name: string, ...rows: Record<string, string | number>[]) =>
  `<${name}><rows>${rows.map(row).join('')}</rows></${name}>`;
const lss = (...tables: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>${tables.join('')}</document>`;

const LIME = lss(
  table(
    'questions',
    { qid: 1, parent_qid: 0, type: 'L', title: 'Q01', mandatory: 'Y', other: 'Y', relevance: 1, question_order: 1 },
    { qid: 2, parent_qid: 0, type: 'F', title: 'Q02', mandatory: 'N', relevance: 'Q01 == "A1"', question_order: 2 },
    { qid: 3, parent_qid: 0, type: '|', title: 'Q03', mandatory: 'N', relevance: 1, question_order: 3 },
    { qid: 4, parent_qid: 0, type: 'T', title: 'Q04', mandatory: 'N', relevance: 1, question_order: 4 },
  ),
  table('subquestions', { qid: 5, parent_qid: 2, type: 'T', title: 'SQ1', question_order: 1 }),
  table(
    'question_l10ns',
    { qid: 1, question: '<p>Comment <b>venez</b>-vous&nbsp;?</p>', language: 'fr' },
    { qid: 1, question: 'How do you come?', language: 'en' },
    { qid: 2, question: 'Accord', language: 'fr' },
    { qid: 5, question: 'Le vélo', language: 'fr' },
    { qid: 4, question: 'Un mot', language: 'fr' },
  ),
  table(
    'answers',
    { aid: 1, qid: 1, code: 'A1', sortorder: 1 },
    { aid: 2, qid: 1, code: 'A2', sortorder: 2 },
    { aid: 3, qid: 2, code: 'N', sortorder: 1 },
    { aid: 4, qid: 2, code: 'O', sortorder: 2 },
  ),
  table(
    'answer_l10ns',
    { aid: 1, answer: 'À vélo', language: 'fr' },
    { aid: 2, answer: 'En train', language: 'fr' },
    { aid: 3, answer: 'Non', language: 'fr' },
    { aid: 4, answer: 'Oui', language: 'fr' },
  ),
  table('surveys_languagesettings', { surveyls_title: 'Mobilité', surveyls_language: 'fr' }),
);

describe('a LimeSurvey file', () => {
  test('becomes a draft, and what has no equal is named', () => {
    const imported = importSurvey({ format: 'limesurvey', text: LIME });
    if ('refused' in imported) throw new Error(imported.refused);
    const { content, carried, leftOut } = imported;
    expect([content.title.fr, carried]).toEqual(['Mobilité', 3]);
    expect(content.questions[0]).toMatchObject({
      kind: 'single',
      required: true,
      other: true,
      title: { fr: 'Comment venez-vous ?', en: 'How do you come?' },
      options: [
        { id: 'a1', label: { fr: 'À vélo' } },
        { id: 'a2', label: { fr: 'En train' } },
      ],
    });
    expect(content.questions[1]).toMatchObject({ kind: 'matrix', rows: [{ label: { fr: 'Le vélo' } }] });
    expect(leftOut.map(({ what }) => what)).toEqual(['Q02', 'Q03 (|)']);
  });

  test.each([
    ['an entity bomb', `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${LIME}`, 'DOCTYPE'],
    ['a file that reaches outside', `<!DOCTYPE x SYSTEM "file:///etc/passwd">${LIME}`, 'DOCTYPE'],
    ['a deep nest', `${'<a>'.repeat(400)}${'</a>'.repeat(400)}`, 'deep'],
    ['half a file', LIME.slice(0, 900), 'not XML'],
    ['another document', '<html><body>no</body></html>', 'no LimeSurvey'],
  ])('%s is refused', (_name, text, reason) => {
    expect(importSurvey({ format: 'limesurvey', text })).toEqual({ refused: expect.stringContaining(reason) });
  });
});

describe('a SurveyJS file', () => {
  test('becomes a draft, panels opened, and what has no equal is named', () => {
    const text = JSON.stringify({
      title: { default: 'Lunch', fr: 'Déjeuner' },
      pages: [
        {
          elements: [
            { type: 'rating', name: 'nps', title: 'Recommend?', rateMin: 0, rateMax: 10 },
            {
              type: 'panel',
              elements: [
                { type: 'checkbox', name: 'likes', choices: ['a', { value: 'b', text: 'B' }], hasOther: true },
              ],
            },
            { type: 'file', name: 'photo' },
            { type: 'comment', name: 'why', visibleIf: '{nps} < 5' },
          ],
        },
      ],
    });
    const imported = importSurvey({ format: 'surveyjs', text });
    if ('refused' in imported) throw new Error(imported.refused);
    expect(imported.content.title).toEqual({ fr: 'Déjeuner', en: 'Lunch' });
    expect(imported.content.questions.map(({ kind, id }) => [kind, id])).toEqual([
      ['enps', 'nps'],
      ['multiple', 'likes'],
      ['long-text', 'why'],
    ]);
    expect(imported.leftOut.map(({ what }) => what)).toEqual(['photo (file)', 'why: visibleIf']);
  });

  test.each(['{', '[]', '{"pages":[]}', '{"pages":"x"}', 'null'])('%s is refused', (text) => {
    expect(importSurvey({ format: 'surveyjs', text })).toHaveProperty('refused');
  });
});

describe('results as files', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  test('tell what the panel shows and no more, and nothing in them is a formula', async () => {
    const evil = '=HYPERLINK("http://evil.example";"a")';
    const survey = await ask(house, { title: { fr: '=1+1', en: '=1+1' } });
    for (let index = 0; index < 4; index += 1) await survey.answer({ meal: 'good', words: evil });
    await later(house);
    const few = (await survey.results('?format=csv&language=en')).body;
    expect(few).toContain('not enough answers yet');
    expect(few).not.toContain('evil');
    const masks = ['', ' ', '\u0000', '＝', '\t', '\u0001\r', '+', '＠'];
    for (const mask of masks) await survey.answer({ meal: 'bad', words: `${mask}${evil}` });
    await later(house);
    const csv = await survey.results('?format=csv&language=en');
    expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.csv"/);
    const cells = String(csv.body).split(/\r\n|,/);
    expect(cells.filter((one) => /^"?[\s\p{Cc}]*[=+\-@＝＋－＠]/u.test(one))).toEqual([]);
    expect(csv.body).toContain("'=HYPERLINK");
    expect(csv.body).toContain('Everybody,Meal,good,33,12');
    const xlsx = await house.call('GET', `/api/surveys/${survey.id}/results?format=xlsx&language=en`, {
      cookie: survey.cookie,
    });
    const bytes = Buffer.from(await xlsx.response.arrayBuffer());
    const sheets = await readXlsx(bytes);
    expect(JSON.stringify(sheets)).toContain('Everybody');
    expect(JSON.stringify(sheets)).toContain('HYPERLINK');
  });
});
