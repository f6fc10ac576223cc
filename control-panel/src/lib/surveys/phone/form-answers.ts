/**
 * From the fields of the phone's form to answers, and back for a form that is shown again. The page's script and the
 * server read the form by this same function. It judges nothing: `validateAnswers` does.
 */
import type { Answer, Answers, QuestionKind } from '@palier/playlists/survey-question';

/** As much of a question as reading its fields takes. */
export type AskedField = { id: string; kind: QuestionKind; several?: boolean | undefined };

/** The name of a question's field; `part` is a row, a ranked option, or `other`. */
export function fieldName(question: string, part?: string): string {
  return part === undefined ? `a.${question}` : `a.${question}.${part}`;
}

/** Answers to the questions asked, as far as something was chosen or written. */
export function readAnswers(questions: readonly AskedField[], form: FormData): Answers {
  const answers: [string, Answer][] = [];
  for (const question of questions) {
    const answer = readAnswer(question, form);
    if (answer !== undefined) answers.push([question.id, answer]);
    if (question.kind !== 'single' && question.kind !== 'multiple') continue;
    const other = text(form, fieldName(question.id, 'other'));
    if (other !== '') answers.push([`${question.id}.other`, other]);
  }
  return Object.fromEntries(answers);
}

function readAnswer({ id, kind, several }: AskedField, form: FormData): Answer | undefined {
  const written = text(form, fieldName(id));
  switch (kind) {
    case 'multiple':
      return some(chosen(form, fieldName(id)));
    case 'picture':
      return several === true ? some(chosen(form, fieldName(id))) : present(written);
    case 'scale':
    case 'stars':
    case 'enps':
      return written === '' ? undefined : Number(written);
    case 'consent':
      return written === '' ? undefined : true;
    case 'ranking':
      return some(ranked(partsOf(id, form)));
    case 'matrix': {
      const rows = partsOf(id, form);
      return rows.length === 0 ? undefined : Object.fromEntries(rows);
    }
    default:
      return present(written);
  }
}

/** Options by place. Of two on the same place one is left out: the list is then not complete, and the page says so. */
function ranked(places: readonly [string, string][]): string[] {
  return places
    .filter(([, place], index) => places.findIndex(([, other]) => other === place) === index)
    .toSorted(([, one], [, other]) => Number(one) - Number(other))
    .map(([option]) => option);
}

/** What stands in the fields `a.<question>.<part>`, empty ones left out. */
function partsOf(question: string, form: FormData): [string, string][] {
  const start = fieldName(question, '');
  return [...form.entries()].flatMap(([name, value]): [string, string][] =>
    name.startsWith(start) && typeof value === 'string' && value !== '' ? [[name.slice(start.length), value]] : [],
  );
}

function chosen(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value) => typeof value === 'string');
}

/** Browsers send two characters for the end of a line, and count one. */
function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';
}

const present = (value: string) => (value === '' ? undefined : value);
const some = (values: string[]) => (values.length === 0 ? undefined : values);
