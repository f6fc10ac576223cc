/** SurveyJS JSON: pages of elements. Conditions it writes as expressions are carried over where they are simple. */
import { z } from 'zod';
import type { Localized } from '@palier/playlists/in-language';
import { idOf, plainText, type Drafted, type LeftOut } from './import-draft.ts';

const Text = z.union([z.string(), z.record(z.string(), z.string())]);
const Choice = z.union([
  z.string(),
  z.number(),
  z.looseObject({ value: z.union([z.string(), z.number(), z.boolean()]), text: Text.optional() }),
]);
const Element = z.looseObject({
  type: z.string(),
  name: z.string().default(''),
  title: Text.optional(),
  description: Text.optional(),
  isRequired: z.boolean().default(false),
  choices: z.array(Choice).max(200).default([]),
  columns: z.array(Choice).max(50).default([]),
  rows: z.array(Choice).max(50).default([]),
  elements: z.array(z.unknown()).max(200).default([]),
});
type Element = z.infer<typeof Element>;
const Document = z.looseObject({
  title: Text.optional(),
  description: Text.optional(),
  pages: z
    .array(z.looseObject({ elements: z.array(z.unknown()).max(200).default([]) }))
    .max(100)
    .default([]),
  elements: z.array(z.unknown()).max(200).default([]),
});

const MAX_DEPTH = 4;

export function fromSurveyJs(text: string): Drafted | { refused: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // What is not JSON is no SurveyJS file; nobody is helped by the position of the first wrong sign.
    return { refused: 'it is not JSON' };
  }
  const parsed = Document.safeParse(json);
  if (!parsed.success) return { refused: `it is no SurveyJS survey: ${parsed.error.issues[0]?.path.join('.') ?? ''}` };
  const { title, description, pages, elements } = parsed.data;
  const leftOut: LeftOut[] = [];
  const all = flat([...pages.flatMap((page) => page.elements), ...elements], leftOut, 0);
  if (all.length === 0) return { refused: 'it holds no question' };
  const used = new Set<string>();
  const questions = all.flatMap((element, index) => {
    const question = questionOf(element, idOf(element.name, used, `q${index + 1}`));
    if (!isLeft(question)) {
      for (const name of ['visibleIf', 'enableIf', 'requiredIf', 'validators', 'choicesByUrl', 'defaultValue'])
        if (name in element)
          leftOut.push({
            what: `${element.name}: ${name}`,
            why: { fr: 'À refaire avec les sauts.', en: 'To be made again with jumps.' },
          });
      return [question];
    }
    leftOut.push({ what: `${element.name} (${element.type})`, why: question.left });
    return [];
  });
  if ('triggers' in parsed.data || 'calculatedValues' in parsed.data)
    leftOut.push({
      what: 'triggers',
      why: { fr: 'Les calculs ne sont pas repris.', en: 'Calculations are not carried over.' },
    });
  return {
    title: localizedOf(title, 120) ?? { fr: 'Sondage importé', en: 'Imported survey' },
    ...(description === undefined ? {} : { intro: localizedOf(description, 600) }),
    questions,
    leftOut,
  };
}

/** Panels are opened; what is no element at all is left out. */
function flat(elements: readonly unknown[], leftOut: LeftOut[], depth: number): Element[] {
  return elements.flatMap((one): Element[] => {
    const parsed = Element.safeParse(one);
    if (!parsed.success || depth > MAX_DEPTH) {
      leftOut.push({ what: '?', why: { fr: 'Élément illisible.', en: 'An element that cannot be read.' } });
      return [];
    }
    return parsed.data.type === 'panel' ? flat(parsed.data.elements, leftOut, depth + 1) : [parsed.data];
  });
}

type Left = { left: Localized };
type Written = Record<string, unknown> | Left;
const isLeft = (written: Written): written is Left => 'left' in written;
const NO_EQUAL: Localized = {
  fr: 'Ce genre de question n’existe pas ici.',
  en: 'There is no such kind of question here.',
};

function questionOf(element: Element, id: string): Written {
  const hint = localizedOf(element.description, 200);
  const common = {
    id,
    title: localizedOf(element.title ?? element.name, 200) ?? { en: id },
    ...(hint === undefined ? {} : { hint }),
    required: element.isRequired,
  };
  const other = element['hasOther'] === true || element['showOtherItem'] === true;
  switch (element.type) {
    case 'radiogroup':
    case 'dropdown':
    case 'buttongroup':
      return { kind: 'single', ...common, options: optionsOf(element.choices), other };
    case 'checkbox':
    case 'tagbox':
      return { kind: 'multiple', ...common, options: optionsOf(element.choices), other };
    case 'boolean':
      return { kind: 'single', ...common, options: yesNo() };
    case 'rating':
      return ratingOf(element, common);
    case 'ranking':
      return { kind: 'ranking', ...common, options: optionsOf(element.choices) };
    case 'matrix':
      return { kind: 'matrix', ...common, rows: optionsOf(element.rows), columns: optionsOf(element.columns) };
    case 'comment':
      return { kind: 'long-text', ...common };
    case 'text':
      if (element['inputType'] === 'date') return { kind: 'date', ...common };
      return element['inputType'] === undefined || element['inputType'] === 'text'
        ? { kind: 'short-text', ...common }
        : { left: NO_EQUAL };
    default:
      return { left: NO_EQUAL };
  }
}

function ratingOf(element: Element, common: Record<string, unknown>): Record<string, unknown> {
  const least = Number(element['rateMin'] ?? 1);
  const most = Number(element['rateMax'] ?? element['rateCount'] ?? 5);
  if (least === 0 && most === 10) return { kind: 'enps', ...common };
  const stars = element['rateType'] === 'stars' || element['rateDisplayMode'] === 'stars';
  return { kind: stars ? 'stars' : 'scale', ...common, steps: most - least + 1 };
}

function optionsOf(choices: Element['choices']): { id: string; label: Localized }[] {
  const used = new Set<string>(['other']);
  return choices.map((choice, index) => {
    const value = typeof choice === 'object' ? String(choice.value) : String(choice);
    const text = typeof choice === 'object' ? (choice.text ?? value) : value;
    return { id: idOf(value, used, `o${index + 1}`), label: localizedOf(text, 120) ?? { en: value } };
  });
}

function yesNo(): { id: string; label: Localized }[] {
  return [
    { id: 'yes', label: { fr: 'Oui', en: 'Yes' } },
    { id: 'no', label: { fr: 'Non', en: 'No' } },
  ];
}

/** A plain text is in no stated language; it is taken for French, the first language of the house. */
function localizedOf(text: z.infer<typeof Text> | undefined, most: number): Localized | undefined {
  if (text === undefined) return undefined;
  if (typeof text === 'string') return plainText(text, most) === '' ? undefined : { fr: plainText(text, most) };
  const fr = text['fr'] === undefined ? undefined : plainText(text['fr'], most);
  const given = text['en'] ?? text['default'] ?? (fr === undefined ? Object.values(text)[0] : undefined);
  const en = given === undefined ? undefined : plainText(given, most);
  return (fr ?? '') === '' && (en ?? '') === '' ? undefined : { ...(fr ? { fr } : {}), ...(en ? { en } : {}) };
}
