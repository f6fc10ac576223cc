/**
 * Which question follows: the rule that the phone, the panel's preview and the server share. Apart from
 * `survey-flow.ts`, and without schemas, so that the script on the phone stays small.
 */
import type { Answer, Answers, Condition, Jump } from './survey-question.ts';

type Asked<Q> = { questions: readonly Q[] };
type Step = { id: string; jumps: readonly Jump[] };

/**
 * The question after the one named `after` (undefined: the first), given the answers so far; undefined at the end.
 */
export function nextQuestion<Q extends Step>(
  survey: Asked<Q>,
  after: string | undefined,
  answers: Answers,
): Q | undefined {
  if (after === undefined) return survey.questions[0];
  const index = survey.questions.findIndex((question) => question.id === after);
  const question = survey.questions[index];
  if (question === undefined) return undefined;
  const jump = question.jumps.find(({ when }) => holds(when, answers[when.question ?? question.id]));
  if (jump === undefined) return survey.questions[index + 1];
  // `END` of `survey-question.ts`, which carries schemas.
  if (jump.to === 'end') return undefined;
  const target = survey.questions.findIndex(({ id }) => id === jump.to);
  // A jump that leads nowhere or back is a fault of the draft; it is passed over.
  return target > index ? survey.questions[target] : survey.questions[index + 1];
}

/** Every question that these answers lead through, in order. */
export function wayThrough<Q extends Step>(survey: Asked<Q>, answers: Answers): Q[] {
  const way: Q[] = [];
  for (let question = nextQuestion(survey, undefined, answers); question !== undefined;) {
    way.push(question);
    question = nextQuestion(survey, question.id, answers);
  }
  return way;
}

/** Whether an answer (undefined: none) is what the condition asks for. */
export function holds({ op, value }: Condition, answer: Answer | undefined): boolean {
  switch (op) {
    case 'answered':
      return answer !== undefined;
    case 'not-answered':
      return answer === undefined;
    case 'is':
      return isChosen(answer, value);
    case 'is-not':
      return answer !== undefined && !isChosen(answer, value);
    case 'at-least':
      return typeof answer === 'number' && answer >= Number(value);
    case 'at-most':
      return typeof answer === 'number' && answer <= Number(value);
  }
}

function isChosen(answer: Answer | undefined, value: string | number | undefined): boolean {
  if (answer === undefined || value === undefined) return false;
  if (Array.isArray(answer)) return answer.includes(String(value));
  return typeof answer !== 'object' && String(answer) === String(value);
}
