/**
 * What became of a sent form, for the page that answers it: taken, or what stands in the way, with all that was typed.
 * Knows nothing of who sent it.
 */
import type { AnswerFault } from '@palier/playlists/survey-answers';
import type { Problem } from '#lib/api.ts';
import { fieldName } from './form-answers.ts';

/** Why answers were not taken. `empty`: there are none. `later`: they can be sent again as they are. */
export type Standing = 'faults' | 'empty' | 'presence' | 'code' | 'name' | 'answered' | 'closed' | 'busy' | 'later';
export type FaultOf = { question: string; fault: AnswerFault };

/** The one form of the page after it was sent and not taken. */
export type Returned = { why: Standing; faults: FaultOf[]; typed: [string, string][]; key: string };

/** Which of the ways out a refusal of the API is. `access`: what admits to this survey. */
export function standingOf(problem: Problem, access: 'open' | 'onsite' | 'codes'): Standing {
  switch (problem.type.split('#')[1]) {
    case 'survey-answered':
      return 'answered';
    case 'survey-closed':
      return 'closed';
    case 'survey-not-admitted':
      return access === 'codes' ? 'code' : 'presence';
    case 'too-many-requests':
      return 'busy';
    case 'body-invalid':
      return problem.fields?.some(({ field }) => field === 'name') === true ? 'name' : 'faults';
    default:
      return 'later';
  }
}

/** What a person typed and chose, to be shown again. Bounded by the body's own limit. */
export function typedIn(form: FormData): [string, string][] {
  return [...form.entries()].flatMap(([name, value]): [string, string][] =>
    (name.startsWith('a.') || name === 'name') && typeof value === 'string' ? [[name, value]] : [],
  );
}

export type Typed = ReturnType<typeof createTyped>;

/** Look-ups in what was typed, by question and part. */
export function createTyped(typed: readonly [string, string][]) {
  const byName = new Map<string, string[]>();
  for (const [name, value] of typed) byName.set(name, [...(byName.get(name) ?? []), value]);
  return {
    text: (question: string, part?: string): string => byName.get(fieldName(question, part))?.[0] ?? '',
    has: (question: string, value: string, part?: string): boolean =>
      byName.get(fieldName(question, part))?.includes(value) === true,
    name: (): string => byName.get('name')?.[0] ?? '',
  };
}
