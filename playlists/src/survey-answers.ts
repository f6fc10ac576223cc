/**
 * Answers: what a person gave to the questions, and whether that is complete and possible. The same function judges in
 * the page and on the server. An answer never says who gave it, nor when.
 */
import { z } from 'zod';
import type { SurveyContent } from './survey.ts';
import { nextQuestion } from './survey-flow.ts';
import { Answer, Answers, OTHER, TEXT_LENGTHS, rangeOf, type Question } from './survey-question.ts';

export { Answer, Answers };

/** Why an answer is refused; the page has the words. */
export type AnswerFault =
  'missing' | 'not-an-option' | 'too-many' | 'not-complete' | 'out-of-range' | 'too-long' | 'not-a-date' | 'not-asked';

/** The answers as they are kept, or what is wrong with which question. */
export type Validated = { answers: Answers } | { faults: { question: string; fault: AnswerFault }[] };

/**
 * Judges answers against the survey. Empty texts and choices count as no answer; answers to questions that the branching
 * left out are dropped, as a person may go back and change their mind.
 */
export function validateAnswers(survey: Pick<SurveyContent, 'questions'>, given: Answers): Validated {
  const byId = new Map<string, Question>(survey.questions.map((question) => [question.id, question]));
  const kept: Answers = {};
  const faults: { question: string; fault: AnswerFault }[] = [];
  for (const key of Object.keys(given)) {
    const question = key.endsWith('.other') ? key.slice(0, -'.other'.length) : key;
    if (!byId.has(question)) faults.push({ question: key, fault: 'not-asked' });
  }
  // Every question once at most: jumps only lead forward.
  for (let question = nextQuestion(survey, undefined, kept); question !== undefined;) {
    const answer = presentOf(given[question.id]);
    if (answer === undefined) {
      if (question.required) faults.push({ question: question.id, fault: 'missing' });
    } else {
      const fault = faultOf(question, answer);
      if (fault === undefined) keep(kept, question, answer, given);
      else faults.push({ question: question.id, fault });
    }
    const other = textOf(given[`${question.id}.other`]);
    if (other.length > TEXT_LENGTHS.short) faults.push({ question: `${question.id}.other`, fault: 'too-long' });
    question = nextQuestion(survey, question.id, kept);
  }
  return faults.length > 0 ? { faults } : { answers: kept };
}

function keep(kept: Answers, question: Question, answer: Answer, given: Answers): void {
  kept[question.id] = typeof answer === 'string' ? answer.trim() : answer;
  const chosen = Array.isArray(answer) ? answer.includes(OTHER) : answer === OTHER;
  const other = textOf(given[`${question.id}.other`]);
  if (chosen && takesOther(question) && other !== '') kept[`${question.id}.other`] = other;
}

function takesOther(question: Question): boolean {
  return (question.kind === 'single' || question.kind === 'multiple') && question.other;
}

function textOf(answer: Answer | undefined): string {
  return typeof answer === 'string' ? answer.trim() : '';
}

/** Nothing chosen and nothing written is no answer. */
function presentOf(answer: Answer | undefined): Answer | undefined {
  if (answer === undefined || answer === false) return undefined;
  if (typeof answer === 'string' && answer.trim() === '') return undefined;
  if (Array.isArray(answer) && answer.length === 0) return undefined;
  return typeof answer === 'object' && Object.keys(answer).length === 0 ? undefined : answer;
}

function faultOf(question: Question, answer: Answer): AnswerFault | undefined {
  switch (question.kind) {
    case 'single':
      return typeof answer === 'string' && optionsOf(question).has(answer) ? undefined : 'not-an-option';
    case 'picture':
      if (!question.several)
        return typeof answer === 'string' && optionsOf(question).has(answer) ? undefined : 'not-an-option';
      return choicesFault(answer, optionsOf(question), question.options.length);
    case 'multiple':
      return choicesFault(answer, optionsOf(question), question.most ?? optionsOf(question).size);
    case 'ranking': {
      const fault = choicesFault(answer, optionsOf(question), question.options.length);
      return fault ?? (Array.isArray(answer) && answer.length === question.options.length ? undefined : 'not-complete');
    }
    case 'scale':
    case 'stars':
    case 'enps': {
      const { least, most } = rangeOf(question);
      const inside = typeof answer === 'number' && Number.isInteger(answer) && answer >= least && answer <= most;
      return inside ? undefined : 'out-of-range';
    }
    case 'matrix':
      return matrixFault(question, answer);
    case 'short-text':
    case 'long-text': {
      const most = question.kind === 'short-text' ? TEXT_LENGTHS.short : TEXT_LENGTHS.long;
      if (typeof answer !== 'string') return 'not-an-option';
      return answer.trim().length > most ? 'too-long' : undefined;
    }
    case 'date':
      return typeof answer === 'string' && z.iso.date().safeParse(answer.trim()).success ? undefined : 'not-a-date';
    case 'consent':
      return answer === true ? undefined : 'not-an-option';
  }
}

function choicesFault(answer: Answer, options: ReadonlySet<string>, most: number): AnswerFault | undefined {
  if (!Array.isArray(answer) || answer.some((choice) => !options.has(choice))) return 'not-an-option';
  if (new Set(answer).size !== answer.length) return 'not-an-option';
  return answer.length > most ? 'too-many' : undefined;
}

function matrixFault(question: Extract<Question, { kind: 'matrix' }>, answer: Answer): AnswerFault | undefined {
  if (typeof answer !== 'object' || Array.isArray(answer)) return 'not-an-option';
  const rows = new Set(question.rows.map((row) => row.id));
  const columns = new Set(question.columns.map((column) => column.id));
  for (const [row, column] of Object.entries(answer)) {
    if (!rows.has(row) || !columns.has(column)) return 'not-an-option';
  }
  return question.required && Object.keys(answer).length < rows.size ? 'not-complete' : undefined;
}

function optionsOf(question: Extract<Question, { options: unknown }>): Set<string> {
  const ids = new Set(question.options.map((option) => option.id));
  if (takesOther(question)) ids.add(OTHER);
  return ids;
}
