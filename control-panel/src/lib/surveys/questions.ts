/** Changes of a survey's questions, each a new list. What pointed at something that goes, goes with it. */
import type { SurveyContent } from '@palier/playlists/survey';
import { OTHER, Question, type Jump, type Option, type QuestionKind } from '@palier/playlists/survey-question';
import { UNWRITTEN } from '@palier/playlists/survey-publish';

type Language = 'fr' | 'en';
type Parts = Pick<SurveyContent, 'questions' | 'cuts'>;

/** `question-1`, `question-2`: the first that is free. */
export function freeQuestionId(questions: readonly { id: string }[]): string {
  const taken = new Set(questions.map(({ id }) => id));
  let number = 1;
  while (taken.has(`question-${number}`)) number += 1;
  return `question-${number}`;
}

/** `a`, `b`, … then `o27`: the first that is free. */
export function freeOptionId(options: readonly { id: string }[]): string {
  const taken = new Set(options.map(({ id }) => id));
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') if (!taken.has(letter)) return letter;
  let number = 27;
  while (taken.has(`o${number}`)) number += 1;
  return `o${number}`;
}

const unwritten = (language: Language) => ({ [language]: UNWRITTEN });

/** An option nobody has written yet. */
export function freshOption(options: readonly { id: string }[], language: Language): Option {
  return { id: freeOptionId(options), label: unwritten(language) };
}

/** A question of a kind, to be written: with as many options as such a question usually has. */
export function freshQuestion(kind: QuestionKind, id: string, language: Language): Question {
  const list = (count: number) =>
    Array.from('abcdefgh'.slice(0, count), (letter) => ({ id: letter, label: unwritten(language) }));
  const more: Partial<Record<QuestionKind, object>> = {
    single: { options: list(3) },
    multiple: { options: list(3) },
    scale: {
      low: { fr: 'Pas du tout', en: 'Not at all' },
      high: { fr: 'Tout à fait', en: 'Completely' },
    },
    enps: {
      low: { fr: 'Certainement pas', en: 'Certainly not' },
      high: { fr: 'Sans hésiter', en: 'Without hesitation' },
    },
    ranking: { options: list(3) },
    matrix: { rows: list(2), columns: list(3) },
    picture: { options: list(2).map((option) => ({ ...option, media: UNWRITTEN })) },
    consent: { text: unwritten(language) },
  };
  return Question.parse({ kind, id, title: unwritten(language), ...more[kind] });
}

/** The same question asked another way: title, hint and, where both have them, the options stay. */
export function withKind(question: Question, kind: QuestionKind, language: Language): Question {
  const fresh = freshQuestion(kind, question.id, language);
  const { title, hint, required } = question;
  const options = 'options' in question && kind !== 'picture' ? { options: question.options.map(bare) } : {};
  const carried = 'options' in fresh ? options : {};
  const parsed = Question.safeParse({ ...fresh, title, hint, required, ...carried });
  return parsed.success ? parsed.data : { ...fresh, title, hint, required };
}

const bare = ({ id, label }: Option) => ({ id, label });

/** A copy right after it, under an id of its own; what led away from it leads away from the copy too. */
export function duplicated(questions: readonly Question[], id: string): Question[] {
  return questions.flatMap((question) => {
    if (question.id !== id) return [question];
    return [question, Question.parse({ ...structuredClone(question), id: freeQuestionId(questions) })];
  });
}

/** Without the question, every jump that leads to it or looks at it, and every cut by it. */
export function withoutQuestion({ questions, cuts }: Parts, id: string): Parts {
  return {
    questions: questions
      .filter((question) => question.id !== id)
      .map((question) => ({
        ...question,
        jumps: question.jumps.filter(({ to, when }) => to !== id && when.question !== id),
      })),
    cuts: cuts.filter((cut) => cut.by !== 'question' || cut.question !== id),
  };
}

/** The question as changed, and jumps that looked at an option it no longer has taken away. */
export function withQuestion(questions: readonly Question[], changed: Question): Question[] {
  const values = valuesOf(changed);
  const holds = (owner: Question, { when }: Jump) =>
    (when.question ?? owner.id) !== changed.id ||
    values === undefined ||
    when.value === undefined ||
    values.has(String(when.value));
  return questions
    .map((question) => (question.id === changed.id ? changed : question))
    .map((question) => {
      const jumps = question.jumps.filter((jump) => holds(question, jump));
      return jumps.length === question.jumps.length ? question : { ...question, jumps };
    });
}

/** What can be chosen, of a question that is answered by choosing; undefined of any other. */
function valuesOf(question: Question): Set<string> | undefined {
  if (!('options' in question) || question.kind === 'ranking') return undefined;
  const other = 'other' in question && question.other ? [OTHER] : [];
  return new Set([...question.options.map(({ id }) => id), ...other]);
}
