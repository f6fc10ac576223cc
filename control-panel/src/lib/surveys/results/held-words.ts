/**
 * Why something is not shown, and what would let it be seen. It never says which of the reasons it is: "all answered the
 * same" would itself be the answer of each.
 */
import type { ResultsView } from '@palier/api/client';
import { m } from '../../paraglide/messages.js';

type Seen = Pick<ResultsView, 'thresholds'> & { survey: Pick<ResultsView['survey'], 'state'> };

const isOver = ({ survey }: Seen) => survey.state === 'closed';

/** A question's figure. */
export function figureHeld(view: Seen): string {
  const count = view.thresholds.figures;
  return isOver(view) ? m.answers_held_closed({ count }) : m.answers_held_open({ count });
}

/** A figure of one group of a comparison. */
export function cellHeld(view: Seen): string {
  return isOver(view) ? m.answers_held_cell_closed() : m.answers_held_cell_open({ count: view.thresholds.figures });
}

/** A whole comparison. */
export function cutHeld(view: Seen): string {
  return isOver(view) ? m.answers_cut_refused_closed() : m.answers_cut_refused_open({ count: view.thresholds.figures });
}

/** The comments to a question. */
export function commentsHeld(view: Seen): string {
  const count = view.thresholds.comments;
  return isOver(view) ? m.answers_held_comments_closed({ count }) : m.answers_held_comments_open({ count });
}

/** The whole survey, before there are enough answers. */
export function allHeld(view: Seen): string {
  const count = view.thresholds.figures;
  return isOver(view) ? m.answers_few_closed({ count }) : m.answers_few_open({ count });
}

/** Answers that are in no figure yet. */
export function waitingWords(view: Seen): string {
  return isOver(view) ? m.answers_waiting_closed() : m.answers_waiting_open({ count: view.thresholds.figures });
}
