/**
 * Surveys of other tools. What has no equal here is left out and said; nothing is guessed. The file is data only: no
 * entity is expanded, nothing is fetched, and sizes are bounded before anything is read.
 */
import { SurveyContent } from '@palier/playlists/survey';
import type { LeftOut } from './import-draft.ts';
import { fromLimeSurvey } from './import-limesurvey.ts';
import { fromSurveyJs } from './import-surveyjs.ts';
import type { SurveyImport } from '../wire/surveys.ts';

export type Imported = { content: SurveyContent; carried: number; leftOut: LeftOut[] };

/** The most questions that are read; the rest is left out, and said. */
const MAX_QUESTIONS = 40;

export function importSurvey({ format, text }: SurveyImport): Imported | { refused: string } {
  const drafted = format === 'limesurvey' ? fromLimeSurvey(text) : fromSurveyJs(text);
  if ('refused' in drafted) return drafted;
  const leftOut = [...drafted.leftOut];
  const questions: unknown[] = [];
  for (const question of drafted.questions) {
    const title = String(Object.values(Object(question['title']))[0] ?? question['id']);
    if (questions.length >= MAX_QUESTIONS) {
      leftOut.push({
        what: title,
        why: { fr: 'Un sondage a au plus 40 questions.', en: 'A survey has at most 40 questions.' },
      });
      continue;
    }
    const parsed = SurveyContent.shape.questions.unwrap().element.safeParse(question);
    if (parsed.success) questions.push(parsed.data);
    else
      leftOut.push({
        what: title,
        why: {
          fr: `Ne tient pas dans une question d’ici (${parsed.error.issues[0]?.path.join('.') ?? ''}).`,
          en: `Does not fit a question here (${parsed.error.issues[0]?.message ?? ''}).`,
        },
      });
  }
  const known = new Set(questions.map((question) => idIn(question)));
  const content = SurveyContent.safeParse({
    title: drafted.title,
    intro: drafted.intro,
    questions: questions.map((question) => withoutDeadJumps(question, known)),
  });
  if (!content.success) return { refused: content.error.issues[0]?.message ?? 'it is no survey' };
  return { content: content.data, carried: questions.length, leftOut };
}

function idIn(question: unknown): string {
  return typeof question === 'object' && question !== null && 'id' in question ? String(question.id) : '';
}

/** A jump to a question that was left out would lead nowhere. */
function withoutDeadJumps(question: unknown, known: ReadonlySet<string>): unknown {
  if (typeof question !== 'object' || question === null || !('jumps' in question) || !Array.isArray(question.jumps))
    return question;
  const jumps: { to: string }[] = question.jumps;
  return { ...question, jumps: jumps.filter(({ to }) => to === 'end' || known.has(to)) };
}
