/** What the results page shows, question by question: their figures and comments, as the gate let them through. */
import type { ResultComments, ResultFigure, ResultGroup, ResultsView } from '@palier/api/client';
import type { Question } from '@palier/playlists/survey-question';

export type Block = {
  question: Question;
  /** One, or one for each row of a matrix; none for questions in words. */
  figures: ResultFigure[];
  comments: ResultComments[];
};

/** In the order of the questions. A consent is no result, and nothing is said of it. */
export function blocksOf(questions: readonly Question[], view: Pick<ResultsView, 'all' | 'comments'>): Block[] {
  return questions
    .map((question) => ({
      question,
      figures: view.all.figures.filter((figure) => figure.question === question.id),
      comments: view.comments.filter((one) => one.question === question.id || one.question === `${question.id}.other`),
    }))
    .filter(({ figures, comments }) => figures.length + comments.length > 0);
}

/** One figure of every group that is compared, everybody first. */
export type CompareRow = { cell: string; label: ResultGroup['label']; figure: ResultFigure | undefined };
export function compareRows(view: Pick<ResultsView, 'all' | 'cut'>, figureId: string): CompareRow[] {
  return [view.all, ...(view.cut?.cells ?? [])].map((group) => ({
    cell: group.cell,
    label: group.label,
    figure: group.figures.find(({ id }) => id === figureId),
  }));
}

/** How many answered: what the figures hold, or what may be told of those who took part, whichever is more. */
export function answersTold({ all, participation }: Pick<ResultsView, 'all' | 'participation'>): number | undefined {
  const told = [all.answers, participation.answers].filter((count) => count !== undefined);
  return told.length === 0 ? undefined : Math.max(...told);
}

/** The share of those asked who answered, rounded; nothing where either number is not told. */
export function percentTold(view: Pick<ResultsView, 'all' | 'participation'>): number | undefined {
  const answers = answersTold(view);
  const { people } = view.participation;
  return answers === undefined || people === undefined
    ? undefined
    : Math.min(100, Math.round((answers / people) * 100));
}
