/** What a jump may ask of an answer, and where it may lead: forward only. */
import type { Localized } from '@palier/playlists/in-language';
import { OTHER, rangeOf, type Condition, type Jump, type Question } from '@palier/playlists/survey-question';

export type Op = Condition['op'];

/** What can be asked of the answer to a question of this kind. */
export function opsFor(question: Question): readonly Op[] {
  switch (question.kind) {
    case 'single':
    case 'multiple':
    case 'picture':
      return ['is', 'is-not', 'answered', 'not-answered'];
    case 'scale':
    case 'stars':
    case 'enps':
      return ['at-most', 'at-least', 'is', 'answered', 'not-answered'];
    default:
      return ['answered', 'not-answered'];
  }
}

export const asksValue = (op: Op): boolean => op !== 'answered' && op !== 'not-answered';

/** The values to choose from: options by label, or numbers. */
export function choicesFor(question: Question): { value: string | number; label: Localized | undefined }[] {
  if (question.kind === 'scale' || question.kind === 'stars' || question.kind === 'enps') {
    const { least, most } = rangeOf(question);
    return Array.from({ length: most - least + 1 }, (_, index) => ({ value: least + index, label: undefined }));
  }
  if (!('options' in question)) return [];
  const other = 'other' in question && question.other ? [{ value: OTHER, label: undefined }] : [];
  return [...question.options.map(({ id, label }) => ({ value: id, label })), ...other];
}

/** A condition that fits `question`, keeping of `before` what still makes sense. */
export function conditionOn(question: Question, own: boolean, before?: Condition): Condition {
  const ops = opsFor(question);
  const op = before !== undefined && ops.includes(before.op) ? before.op : (ops[0] ?? 'answered');
  const about = own ? {} : { question: question.id };
  if (!asksValue(op)) return { ...about, op };
  const choices = choicesFor(question).map(({ value }) => value);
  const kept = choices.find((value) => value === before?.value);
  const middle = choices[Math.floor((choices.length - 1) / 2)];
  return { ...about, op, value: kept ?? (op === 'is' || op === 'is-not' ? choices[0] : middle) };
}

/** A first jump away from the question at `index`: over the next one, or to the end. */
export function freshJump(questions: readonly Question[], index: number): Jump | undefined {
  const question = questions[index];
  if (question === undefined) return undefined;
  return { when: conditionOn(question, true), to: questions[index + 2]?.id ?? 'end' };
}
