/**
 * The way through a survey: which question follows, every path there is, and how long each takes. Jumps lead forward
 * only, so a way always ends.
 */
import type { SurveyContent } from './survey.ts';
import { END, OTHER, rangeOf, type Answer, type Answers, type Condition, type Question } from './survey-question.ts';
import { holds, nextQuestion } from './survey-way.ts';

export { holds, nextQuestion };

type Asked = Pick<SurveyContent, 'questions'>;

/** The most paths that are listed. */
export const MAX_PATHS = 300;
/** The most steps taken to find them. */
const MAX_STEPS = 30_000;

/** One way through: the questions in order, the answers that lead there, and its length in seconds. */
export type Path = {
  questions: string[];
  because: { question: string; answer: Answer | undefined }[];
  seconds: number;
};
/** Every way through a survey, and what no way leads to. */
export type Paths = {
  paths: Path[];
  /** Questions that nobody can reach. */
  unreachable: string[];
  /** Jumps that lead back, nowhere, or look at a question that comes later: `question` and place in its list. */
  broken: { question: string; jump: number }[];
  /** There are more paths than are listed. */
  truncated: boolean;
};

/** Lists every path, at most `MAX_PATHS`, by trying each answer that makes a difference to a jump. */
export function paths(survey: Asked): Paths {
  const found = new Map<string, Path>();
  const reached = new Set<string>();
  let steps = 0;
  let truncated = false;
  const tries = new Map(survey.questions.map((question) => [question.id, answersThatMatter(survey, question)]));
  const walk = (question: Question | undefined, way: string[], answers: Answers, because: Path['because']): void => {
    steps += 1;
    if (steps > MAX_STEPS || found.size >= MAX_PATHS) {
      truncated = true;
      return;
    }
    if (question === undefined) {
      const key = way.join(' ');
      if (!found.has(key)) found.set(key, { questions: way, because, seconds: secondsOfWay(survey, way) });
      return;
    }
    reached.add(question.id);
    const matters = tries.get(question.id) ?? [undefined];
    for (const answer of matters) {
      const given = answer === undefined ? answers : { ...answers, [question.id]: answer };
      const reasons = matters.length > 1 ? [...because, { question: question.id, answer }] : because;
      walk(nextQuestion(survey, question.id, given), [...way, question.id], given, reasons);
    }
  };
  walk(survey.questions[0], [], {}, []);
  const unreachable = truncated ? [] : survey.questions.map(({ id }) => id).filter((id) => !reached.has(id));
  return { paths: [...found.values()], unreachable, broken: brokenJumps(survey), truncated };
}

/** One answer for each way the conditions on this question can turn out. */
function answersThatMatter(survey: Asked, question: Question): (Answer | undefined)[] {
  const conditions = survey.questions.flatMap((owner) =>
    owner.jumps.map(({ when }) => when).filter((when) => (when.question ?? owner.id) === question.id),
  );
  const byOutcome = new Map<string, Answer | undefined>();
  for (const answer of [...possibleAnswers(question, conditions), undefined]) {
    if (answer === undefined && question.required && byOutcome.size > 0) continue;
    const outcome = conditions.map((condition) => holds(condition, answer)).join();
    if (!byOutcome.has(outcome)) byOutcome.set(outcome, answer);
  }
  return [...byOutcome.values()];
}

function possibleAnswers(question: Question, conditions: readonly Condition[]): Answer[] {
  switch (question.kind) {
    case 'single':
      return [...question.options.map(({ id }) => id), ...(question.other ? [OTHER] : [])];
    case 'picture':
    case 'multiple': {
      const ids = question.options.map(({ id }) => id);
      return question.kind === 'picture' && !question.several ? ids : choicesOf(ids, conditions);
    }
    case 'scale':
    case 'stars':
    case 'enps': {
      const { least, most } = rangeOf(question);
      return Array.from({ length: most - least + 1 }, (_, index) => least + index);
    }
    case 'ranking':
      return [question.options.map(({ id }) => id)];
    case 'matrix':
      return [Object.fromEntries(question.rows.map(({ id }) => [id, question.columns[0]?.id ?? '']))];
    case 'short-text':
    case 'long-text':
      return ['…'];
    case 'date':
      return ['2026-01-01'];
    case 'consent':
      return [true];
  }
}

/** Sets of choices: each of the named ones in or out (the first four), and one that no condition names. */
function choicesOf(ids: readonly string[], conditions: readonly Condition[]): string[][] {
  const named = new Set(conditions.map(({ value }) => String(value)));
  const mattering = ids.filter((id) => named.has(id)).slice(0, 4);
  const rest = ids.find((id) => !named.has(id));
  const sets = Array.from({ length: 2 ** mattering.length }, (_, bits) =>
    mattering.filter((_id, index) => (bits & (1 << index)) !== 0),
  );
  return sets.flatMap((set) => {
    if (set.length > 0) return [set];
    return rest === undefined ? [] : [[rest]];
  });
}

function brokenJumps(survey: Asked): Paths['broken'] {
  const place = new Map<string, number>(survey.questions.map(({ id }, index) => [id, index]));
  return survey.questions.flatMap((question, index) =>
    question.jumps.flatMap((jump, at) => {
      const to = jump.to === END ? Infinity : (place.get(jump.to) ?? -1);
      const from = jump.when.question === undefined ? index : (place.get(jump.when.question) ?? Infinity);
      return to <= index || from > index ? [{ question: question.id, jump: at }] : [];
    }),
  );
}

/** Seconds it takes most people to answer one question, reading included: 4 words a second, then the gesture. */
export function secondsOfQuestion(question: Question): number {
  const words = (text: { fr?: string | undefined; en?: string | undefined } | undefined) =>
    Math.max(...[text?.fr, text?.en].map((one) => one?.split(/\s+/).length ?? 0));
  const labels = (options: readonly { label: { fr?: string | undefined; en?: string | undefined } }[]) =>
    options.reduce((sum, option) => sum + words(option.label), 0);
  const reading = (words(question.title) + words(question.hint)) / 4;
  switch (question.kind) {
    case 'single':
    case 'picture':
      return reading + labels(question.options) / 4 + 2;
    case 'multiple':
      return reading + labels(question.options) / 4 + 4;
    case 'scale':
    case 'stars':
      return reading + 2;
    case 'enps':
      return reading + 3;
    case 'ranking':
      return reading + labels(question.options) / 4 + 3 * question.options.length;
    case 'matrix':
      return reading + labels(question.rows) / 4 + labels(question.columns) / 4 + 2.5 * question.rows.length;
    case 'short-text':
      return reading + 10;
    case 'long-text':
      return reading + 20;
    case 'date':
      return reading + 5;
    case 'consent':
      return reading + words(question.text) / 4 + 1;
  }
}

function secondsOfWay(survey: Asked, way: readonly string[]): number {
  const on = new Set(way);
  const seconds = survey.questions.reduce(
    (sum, question) => sum + (on.has(question.id) ? secondsOfQuestion(question) : 0),
    0,
  );
  return Math.round(seconds);
}

/** A survey for somebody who passes by takes no longer than this. */
export const PASSER_BY_SECONDS = 60;

/** Seconds of the longest path. Over `PASSER_BY_SECONDS` the builder warns. */
export function estimatedSeconds(survey: Asked): number {
  return Math.max(0, ...paths(survey).paths.map(({ seconds }) => seconds));
}
