/**
 * The results gate: the one place that decides what of a survey's answers may be seen. Screens, panel, API and exports
 * see what `view` answers and nothing else.
 *
 * How it holds. Answers wait until their stratum (the same cell of every cut) has at least the threshold of them; then
 * all of them move together, as one block. Each figure then waits again, until at least the threshold of people in the
 * block answered that question and not all of them alike. So everything that is ever shown, over all cuts and all times,
 * is a sum over such blocks, and so is whatever can be computed from it: no subtraction can tell fewer people apart than
 * the smallest block, or what all people of a block answered. Comments move in blocks of their own, with no cut.
 *
 * Pure: the order in which things are put out is chosen by the `shuffle` it is given.
 */
import type { Answers } from './survey-question.ts';
import { cellsOf, commentsOf, figuresOf, type Figure } from './survey-figures.ts';
import { LEAST_SITE, type Cut, type Survey, type Thresholds } from './survey.ts';

/** What the gate knows of a survey. `cuts` are those it was published with; views may use fewer. */
export type Gated = Pick<Survey, 'questions' | 'thresholds' | 'cuts' | 'audience'>;

/** People counted in one figure: how many answered, and how many fall into each cell. */
export type Tally = { answers: number; counts: Record<string, number> };
/** A figure of a stratum: what may be seen, and what waits for more. */
export type FigureState = { shown: Tally; held: Tally };
/** The blocks of one stratum, added up. */
export type Stratum = { released: number; figures: Record<string, FigureState> };
/** Everything that was counted. It holds no single answer, no time and no order. */
export type ResultsState = {
  released: number;
  /** By the cells of all cuts, as JSON; `*` are those who are in no cell. */
  strata: Record<string, Stratum>;
  /** Comments that wait for company, by question. */
  comments: Record<string, string[]>;
};
/** One person's answers while they wait, with the site of the screen where they were given. */
export type WaitingAnswers = { answers: Answers; site?: string | undefined };

/** The stratum of those who are in no cell. */
export const MIXED = '*';
/** The cell of those whom a cut does not show apart: no answer to its question, or too small a site. */
export const NOT_APART = '';

/** The rules one by one, so that a test can break each and see what an attacker then learns. */
export type Laws = {
  /** Whether so many people may become visible together. */
  blockReady: (people: number, threshold: number) => boolean;
  /** Whether a figure of a block may be seen. */
  figureReady: (held: Tally, figure: Figure, threshold: number, isCut: boolean) => boolean;
  /** What waits together. */
  stratumOf: (cuts: readonly Cut[], waiting: WaitingAnswers, gated: Gated) => string;
  /** Whether what is left over beside what is shown is nobody or enough people. */
  remainderHolds: (people: number, threshold: number) => boolean;
};

/** The rules as they are. */
export const LAWS: Laws = {
  blockReady: (people, threshold) => people >= threshold,
  figureReady: (held, figure, threshold, isCut) => held.answers >= threshold && (isCut || !isHomogeneous(held, figure)),
  stratumOf: (cuts, waiting, gated) => JSON.stringify(cuts.map((cut) => cellOfCut(cut, waiting, gated))),
  remainderHolds: (people, threshold) => people === 0 || people >= threshold,
};

/** What one release moved. */
export type Release = {
  state: ResultsState;
  /** Answers that go on waiting. */
  waiting: WaitingAnswers[];
  /** Comments that may be seen from now on, by question, in random order. */
  comments: Record<string, string[]>;
};

/** A state before the first answer. */
export function emptyResults(): ResultsState {
  return { released: 0, strata: {}, comments: {} };
}

/** Cuts that hold for a survey: none where fewer people are asked than a site must have. */
export function activeCuts(gated: Pick<Gated, 'cuts' | 'audience'>): readonly Cut[] {
  const { people } = gated.audience;
  return people !== undefined && people < LEAST_SITE ? [] : gated.cuts;
}

/** The cell of a cut that somebody is in. */
export function cellOfCut(cut: Cut, { answers, site }: WaitingAnswers, gated: Pick<Gated, 'audience'>): string {
  if (cut.by === 'question') {
    const answer = answers[cut.question];
    return typeof answer === 'string' ? answer : NOT_APART;
  }
  const known = gated.audience.sites.find(({ group }) => group === site);
  return known !== undefined && known.people >= LEAST_SITE ? known.group : NOT_APART;
}

/** Whether the tally would tell everyone's answer: all in one cell (all promoters, of an eNPS), or one that all chose. */
export function isHomogeneous(tally: Tally, figure: Pick<Figure, 'cells'>): boolean {
  if (tally.answers === 0) return false;
  if (Object.values(tally.counts).some((count) => count === tally.answers)) return true;
  return isNps(figure) && npsGroups(tally).some((count) => count === tally.answers);
}

const NPS_CELLS = 11;
function isNps({ cells }: Pick<Figure, 'cells'>): boolean {
  return cells.length === NPS_CELLS && cells[0] === '0';
}

/** Detractors (0 to 6), passives (7, 8) and promoters (9, 10). */
export function npsGroups({ counts }: Pick<Tally, 'counts'>): [number, number, number] {
  const sum = (from: number, to: number) =>
    Object.entries(counts).reduce(
      (all, [cell, count]) => all + (Number(cell) >= from && Number(cell) <= to ? count : 0),
      0,
    );
  return [sum(0, 6), sum(7, 8), sum(9, 10)];
}

/** The gate. Only tests hand in other laws. */
export function createGate(laws: Laws = LAWS) {
  return {
    /**
     * Moves what may be seen from now on. `closing`: the last time; those left over in several strata then move together,
     * into no cell. What is fewer than the threshold even so never moves.
     */
    release(
      before: ResultsState,
      waiting: readonly WaitingAnswers[],
      gated: Gated,
      { closing, shuffle }: { closing: boolean; shuffle: <T>(all: readonly T[]) => T[] },
    ): Release {
      const state = copyOf(before);
      const { figures: threshold, comments: commentThreshold } = gated.thresholds;
      const cuts = activeCuts(gated);
      const left: WaitingAnswers[] = [];
      for (const [key, group] of Map.groupBy(waiting, (one) => laws.stratumOf(cuts, one, gated))) {
        if (laws.blockReady(group.length, threshold)) addBlock(state, key, group, gated);
        else left.push(...group);
      }
      const together = closing && laws.blockReady(left.length, threshold);
      if (together) addBlock(state, MIXED, left, gated);
      showFigures(state, gated, laws, threshold);
      if (closing) mergeHeld(state, gated, laws, threshold);
      const comments: Record<string, string[]> = {};
      for (const [question, held] of Object.entries(state.comments)) {
        if (!laws.blockReady(held.length, commentThreshold)) state.comments[question] = shuffle(held);
        else {
          comments[question] = shuffle(held);
          state.comments[question] = [];
        }
      }
      return { state, waiting: together ? [] : shuffle(left), comments };
    },
    /** What may be seen of the whole, or of the cells of one cut (its place among the survey's cuts). */
    view: (state: ResultsState, gated: Gated, cut?: number): GateView => viewOf(state, gated, laws, cut),
  };
}

function copyOf({ released, strata, comments }: ResultsState): ResultsState {
  const copied = Object.entries(strata).map(([key, stratum]): [string, Stratum] => {
    const figures = Object.entries(stratum.figures).map(([id, { shown, held }]): [string, FigureState] => [
      id,
      { shown, held: { answers: held.answers, counts: { ...held.counts } } },
    ]);
    return [key, { released: stratum.released, figures: Object.fromEntries(figures) }];
  });
  const waiting = Object.entries(comments).map(([question, texts]): [string, string[]] => [question, [...texts]]);
  return { released, strata: Object.fromEntries(copied), comments: Object.fromEntries(waiting) };
}

/** The gate as it is. */
export const gate: ReturnType<typeof createGate> = createGate();

function addBlock(state: ResultsState, key: string, group: readonly WaitingAnswers[], gated: Gated): void {
  const stratum = (state.strata[key] ??= { released: 0, figures: {} });
  stratum.released += group.length;
  state.released += group.length;
  const figures = figuresOf(gated);
  const commented = commentsOf(gated);
  for (const { answers } of group) {
    for (const figure of figures) {
      const cells = cellsOf(figure, answers);
      if (cells === undefined) continue;
      const { held } = (stratum.figures[figure.id] ??= { shown: noTally(), held: noTally() });
      held.answers += 1;
      for (const cell of cells) held.counts[cell] = (held.counts[cell] ?? 0) + 1;
    }
    for (const question of commented) {
      const text = answers[question];
      if (typeof text === 'string' && text !== '') (state.comments[question] ??= []).push(text);
    }
  }
}

function showFigures(state: ResultsState, gated: Gated, laws: Laws, threshold: number): void {
  const byId = new Map(figuresOf(gated).map((figure) => [figure.id, figure]));
  for (const stratum of Object.values(state.strata)) {
    for (const [id, entry] of Object.entries(stratum.figures)) {
      const figure = byId.get(id);
      if (figure === undefined || !laws.figureReady(entry.held, figure, threshold, isCutFigure(figure, gated)))
        continue;
      entry.shown = added(entry.shown, entry.held);
      entry.held = noTally();
    }
  }
}

/** At the end, what waits of one figure in several strata moves together, into no cell. */
function mergeHeld(state: ResultsState, gated: Gated, laws: Laws, threshold: number): void {
  for (const figure of figuresOf(gated)) {
    const entries = Object.values(state.strata).flatMap((stratum) => stratum.figures[figure.id] ?? []);
    const together = entries.reduce((sum, { held }) => added(sum, held), noTally());
    if (together.answers === 0 || !laws.figureReady(together, figure, threshold, isCutFigure(figure, gated))) continue;
    for (const entry of entries) entry.held = noTally();
    const mixed = (state.strata[MIXED] ??= { released: 0, figures: {} });
    const entry = (mixed.figures[figure.id] ??= { shown: noTally(), held: noTally() });
    entry.shown = added(entry.shown, together);
  }
}

/** The sizes of a cut's cells are told by the cut itself, so its own question need not vary inside a block. */
function isCutFigure(figure: Figure, gated: Gated): boolean {
  return activeCuts(gated).some((cut) => cut.by === 'question' && cut.question === figure.question);
}

/** A figure as it may be seen; without `tally` it waits for more answers. */
export type GateFigure = { figure: Figure; tally?: Tally };
/** One group of people. `answers` is absent while they are too few. */
export type GateGroup = { cell: string; answers?: number; figures: GateFigure[] };
/** What may be seen. */
export type GateView = {
  all: GateGroup;
  /** Absent without a cut; `refused` when what is left over would be too few people. */
  cells?: GateGroup[] | 'refused';
};

function viewOf(state: ResultsState, gated: Gated, laws: Laws, cutIndex: number | undefined): GateView {
  const threshold = gated.thresholds.figures;
  const all = groupOf('all', Object.values(state.strata), gated, threshold);
  const cuts = activeCuts(gated);
  const cut = cutIndex === undefined ? undefined : cuts[cutIndex];
  if (cutIndex === undefined) return { all };
  if (cut === undefined) return { all, cells: 'refused' };
  const byCell = Map.groupBy(Object.entries(state.strata), ([key]) => cellIn(key, cutIndex));
  const groups = [...byCell]
    .filter(([cell]) => cell !== NOT_APART)
    .map(([cell, strata]) =>
      groupOf(
        cell,
        strata.map(([, stratum]) => stratum),
        gated,
        threshold,
      ),
    )
    .toSorted((a, b) => (a.cell < b.cell ? -1 : 1));
  const shown = groups.filter((group) => group.answers !== undefined);
  const rest = state.released - shown.reduce((sum, group) => sum + (group.answers ?? 0), 0);
  const complements = shown.map((group) => state.released - (group.answers ?? 0));
  if (all.answers === undefined || ![rest, ...complements].every((people) => laws.remainderHolds(people, threshold)))
    return { all, cells: 'refused' };
  return { all, cells: groups.map((group) => withoutRemainders(group, groups, all, { gated, laws, cut })) };
}

/** A figure is left out of every cell when the people in none of the shown cells would be too few. */
function withoutRemainders(
  group: GateGroup,
  groups: readonly GateGroup[],
  all: GateGroup,
  { gated, laws, cut }: { gated: Gated; laws: Laws; cut: Cut },
): GateGroup {
  const figures = group.figures.map(({ figure, tally }): GateFigure => {
    if (tally === undefined || (cut.by === 'question' && cut.question === figure.question)) return { figure };
    const whole = all.figures.find((one) => one.figure.id === figure.id)?.tally?.answers ?? 0;
    const shown = groups.map((one) => one.figures.find((other) => other.figure.id === figure.id)?.tally?.answers ?? 0);
    const rest = whole - shown.reduce((sum, answers) => sum + answers, 0);
    const holds = [rest, whole - tally.answers].every((people) =>
      laws.remainderHolds(people, gated.thresholds.figures),
    );
    return holds ? { figure, tally } : { figure };
  });
  return { ...group, figures };
}

function groupOf(cell: string, strata: readonly Stratum[], gated: Gated, threshold: number): GateGroup {
  const released = strata.reduce((sum, stratum) => sum + stratum.released, 0);
  const enough = released >= threshold;
  const figures = figuresOf(gated).map((figure): GateFigure => {
    const tally = strata.reduce((sum, stratum) => added(sum, stratum.figures[figure.id]?.shown), noTally());
    const visible = enough && tally.answers >= threshold && !isHomogeneous(tally, figure);
    return visible ? { figure, tally } : { figure };
  });
  return { cell, ...(enough ? { answers: released } : {}), figures };
}

function cellIn(key: string, cut: number): string {
  if (key === MIXED) return NOT_APART;
  const cells: unknown = JSON.parse(key);
  const cell: unknown = Array.isArray(cells) ? cells[cut] : undefined;
  return typeof cell === 'string' ? cell : NOT_APART;
}

function noTally(): Tally {
  return { answers: 0, counts: {} };
}

function added(one: Tally, other: Tally | undefined): Tally {
  if (other === undefined) return one;
  const counts = { ...one.counts };
  for (const [cell, count] of Object.entries(other.counts)) counts[cell] = (counts[cell] ?? 0) + count;
  return { answers: one.answers + other.answers, counts };
}

/**
 * How many took part, as a screen may tell it: nothing under the threshold, and then only in steps of at least it, so
 * that no step tells of one person.
 */
export function coarseCount(answers: number, { figures: threshold }: Thresholds): number | undefined {
  if (answers < threshold) return undefined;
  const step = Math.max(threshold, answers >= 5000 ? 100 : answers >= 1000 ? 50 : answers >= 200 ? 10 : threshold);
  return Math.floor(answers / step) * step;
}

/** eNPS of a tally of 0 to 10: promoters minus detractors, from -100 to 100. */
export function enpsOf(tally: Tally): number {
  const [detractors, , promoters] = npsGroups(tally);
  return Math.round(((promoters - detractors) / tally.answers) * 100);
}

/** Mean of the numbers that are the cells, to one decimal. */
export function meanOf(tally: Tally): number {
  const sum = Object.entries(tally.counts).reduce((all, [cell, count]) => all + Number(cell) * count, 0);
  return Math.round((sum / tally.answers) * 10) / 10;
}
