/**
 * What is counted of a survey: one figure each question (each row of a matrix), with its cells. Words are no figures:
 * they are comments, which the gate lets through apart.
 */
import type { SurveyContent } from './survey.ts';
import { OTHER, rangeOf, type Answer, type Answers, type Question } from './survey-question.ts';

/** One thing that is counted. */
export type Figure = {
  /** The question's id, or `<question>.<row>` of a matrix. */
  id: string;
  question: string;
  row?: string;
  /** `one`: everybody is in one cell; `several`: in any number of them (`<option>@<place>` of a ranking). */
  counts: 'one' | 'several';
  /** All cells in order; a date's are its months, as they come. */
  cells: readonly string[] | 'months';
};

/** The figures of a survey, in the order of its questions. */
export function figuresOf(survey: Pick<SurveyContent, 'questions'>): Figure[] {
  return survey.questions.flatMap(figuresOfQuestion);
}

/** The questions whose answers are comments: texts, and the words beside an "other" as `<question>.other`. */
export function commentsOf(survey: Pick<SurveyContent, 'questions'>): string[] {
  return survey.questions.flatMap((question): string[] => {
    if (question.kind === 'short-text' || question.kind === 'long-text') return [question.id];
    return 'other' in question && question.other ? [`${question.id}.other`] : [];
  });
}

function figuresOfQuestion(question: Question): Figure[] {
  const one = { id: question.id, question: question.id, counts: 'one' } as const;
  const several = { ...one, counts: 'several' } as const;
  switch (question.kind) {
    case 'single':
    case 'multiple': {
      const cells = [...question.options.map(({ id }) => id), ...(question.other ? [OTHER] : [])];
      return [{ ...(question.kind === 'single' ? one : several), cells: [...new Set(cells)] }];
    }
    case 'picture':
      return [{ ...(question.several ? several : one), cells: question.options.map(({ id }) => id) }];
    case 'scale':
    case 'stars':
    case 'enps': {
      const { least, most } = rangeOf(question);
      return [{ ...one, cells: Array.from({ length: most - least + 1 }, (_, index) => String(least + index)) }];
    }
    case 'ranking': {
      const places = question.options.map((_, index) => index + 1);
      return [{ ...several, cells: question.options.flatMap(({ id }) => places.map((place) => `${id}@${place}`)) }];
    }
    case 'matrix':
      return question.rows.map((row) => ({
        ...one,
        id: `${question.id}.${row.id}`,
        row: row.id,
        cells: question.columns.map(({ id }) => id),
      }));
    case 'date':
      return [{ ...one, cells: 'months' }];
    case 'short-text':
    case 'long-text':
    case 'consent':
      return [];
  }
}

/** The cells of a figure that one person's answers fall into; undefined: no answer. */
export function cellsOf(figure: Figure, answers: Answers): string[] | undefined {
  const answer: Answer | undefined = answers[figure.question];
  if (answer === undefined) return undefined;
  if (figure.row !== undefined) {
    const column = typeof answer === 'object' && !Array.isArray(answer) ? answer[figure.row] : undefined;
    return column === undefined ? undefined : [column];
  }
  if (figure.cells === 'months') return typeof answer === 'string' ? [answer.slice(0, 7)] : undefined;
  if (typeof answer !== 'object') return [String(answer)];
  if (!Array.isArray(answer)) return undefined;
  return figure.cells[0]?.includes('@') === true ? answer.map((option, index) => `${option}@${index + 1}`) : answer;
}
