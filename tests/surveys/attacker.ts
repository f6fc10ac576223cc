/**
 * An attacker who keeps every view that was ever released, of every cut and of every moment, and combines them as they
 * like. Whatever can be computed from views is a sum over atoms: people whom no view tells apart. So the attacker wins
 * exactly when an atom, or the difference of two views, is fewer people than the threshold, or all answered alike.
 */
import { cellsOf, figuresOf, type Figure } from '@palier/playlists/survey-figures';
import {
  activeCuts,
  cellOfCut,
  emptyResults,
  MIXED,
  NOT_APART,
  type Gated,
  type GateGroup,
  type GateView,
  type Release,
  type ResultsState,
  type WaitingAnswers,
} from '@palier/playlists/results-gate';

export type AnyGate = {
  release: (
    before: ResultsState,
    waiting: readonly WaitingAnswers[],
    gated: Gated,
    how: { closing: boolean; shuffle: <T>(all: readonly T[]) => T[] },
  ) => Release;
  view: (state: ResultsState, gated: Gated, cut?: number) => GateView;
};

/** Who stands behind a number: their places in the list of all who answered. */
export type Seen = { what: string; figure: string; people: ReadonlySet<number> };
export type Win = { figure: string; people: number[]; how: string };

/** Lets people answer in groups, releases after each, and notes who stands behind every number that is shown. */
export function watch(gate: AnyGate, gated: Gated, arrivals: readonly (readonly WaitingAnswers[])[]): Seen[] {
  const everyone = arrivals.flat();
  const number = new Map(everyone.map((one, index) => [one, index]));
  const shadow = new Map<string, { held: number[]; shown: number[] }>();
  const released = new Map<string, number[]>();
  const seen: Seen[] = [];
  let state = emptyResults();
  let waiting: WaitingAnswers[] = [];
  const figures = figuresOf(gated);
  for (const [step, group] of [...arrivals, []].entries()) {
    const closing = step === arrivals.length;
    const before = [...waiting, ...group];
    const release = gate.release(state, before, gated, { closing, shuffle: (all) => [...all] });
    const left = new Set(release.waiting);
    const moved = before.filter((one) => !left.has(one));
    const grown = Object.keys(release.state.strata).filter(
      (key) => release.state.strata[key]?.released !== (state.strata[key]?.released ?? 0),
    );
    for (const one of moved) {
      const own = JSON.stringify(activeCuts(gated).map((cut) => cellOfCut(cut, one, gated)));
      const key = grown.includes(own) ? own : grown.includes(MIXED) ? MIXED : (grown[0] ?? own);
      released.set(key, [...(released.get(key) ?? []), number.get(one) ?? -1]);
      for (const figure of figures) {
        if (cellsOf(figure, one.answers) !== undefined) held(shadow, key, figure).held.push(number.get(one) ?? -1);
      }
    }
    follow(shadow, state, release.state, figures);
    state = release.state;
    note(seen, `at ${step}`, gate.view(state, gated).all, [...released.keys()], { shadow, released });
    for (const [index] of activeCuts(gated).entries()) {
      const { cells } = gate.view(state, gated, index);
      if (cells === undefined || cells === 'refused') continue;
      for (const cell of cells) {
        const keys = [...released.keys()].filter((key) => cellIn(key, index) === cell.cell);
        note(seen, `cut ${index} ${cell.cell} at ${step}`, cell, keys, { shadow, released });
      }
    }
    waiting = release.waiting;
  }
  return seen;
}

type Shadow = Map<string, { held: number[]; shown: number[] }>;

function held(shadow: Shadow, key: string, figure: Figure): { held: number[]; shown: number[] } {
  const name = `${key} ${figure.id}`;
  const entry = shadow.get(name) ?? { held: [], shown: [] };
  shadow.set(name, entry);
  return entry;
}

/** Moves people in the shadow as the gate moved their numbers. */
function follow(shadow: Shadow, before: ResultsState, after: ResultsState, figures: readonly Figure[]): void {
  for (const figure of figures) {
    const homeless: number[] = [];
    for (const key of Object.keys(after.strata)) {
      const was = before.strata[key]?.figures[figure.id]?.shown.answers ?? 0;
      const is = after.strata[key]?.figures[figure.id];
      if (is === undefined) continue;
      const entry = held(shadow, key, figure);
      if (is.shown.answers > was && is.shown.answers - was === entry.held.length)
        entry.shown.push(...entry.held.splice(0));
      else if (is.held.answers === 0) homeless.push(...entry.held.splice(0));
    }
    if (homeless.length === 0) continue;
    held(shadow, MIXED, figure).shown.push(...homeless);
  }
}

function note(
  seen: Seen[],
  what: string,
  group: GateGroup,
  keys: readonly string[],
  { shadow, released }: { shadow: Shadow; released: Map<string, number[]> },
): void {
  if (group.answers === undefined) return;
  const people = new Set(keys.flatMap((key) => released.get(key) ?? []));
  if (people.size !== group.answers) throw new Error(`${what}: ${group.answers} told, ${people.size} known`);
  seen.push({ what, figure: 'answers', people });
  for (const { figure, tally } of group.figures) {
    if (tally === undefined) continue;
    const withMixed = what.startsWith('at') ? [...new Set([...keys, MIXED])] : keys;
    const behind = new Set(withMixed.flatMap((key) => shadow.get(`${key} ${figure.id}`)?.shown ?? []));
    if (behind.size !== tally.answers)
      throw new Error(`${what} ${figure.id}: ${tally.answers} told, ${behind.size} known`);
    seen.push({ what, figure: figure.id, people: behind });
  }
}

function cellIn(key: string, cut: number): string {
  if (key === MIXED) return NOT_APART;
  const cells: string[] = JSON.parse(key);
  return cells[cut] ?? NOT_APART;
}

/** What the attacker finds out; empty: nothing. */
export function attack(seen: readonly Seen[], everyone: readonly WaitingAnswers[], gated: Gated): Win[] {
  const threshold = gated.thresholds.figures;
  const wins: Win[] = [];
  const cutQuestions = new Set(activeCuts(gated).map((cut) => (cut.by === 'question' ? cut.question : '')));
  const figures = new Map(figuresOf(gated).map((figure) => [figure.id, figure]));
  for (const [id, views] of Map.groupBy(seen, ({ figure }) => figure)) {
    const figure = figures.get(id);
    const judge = (people: number[], how: string) => {
      if (people.length === 0) return;
      if (people.length < threshold) wins.push({ figure: id, people, how });
      else if (
        figure !== undefined &&
        !cutQuestions.has(figure.question as never) &&
        allAlike(people, everyone, figure)
      )
        wins.push({ figure: id, people, how: `${how}: all alike` });
    };
    for (const one of views) {
      for (const other of views) {
        const rest = [...one.people].filter((person) => !other.people.has(person));
        if (rest.length < one.people.size) judge(rest, `${one.what} without ${other.what}`);
      }
    }
    for (const atom of atomsOf(views)) judge(atom, 'an atom of all views');
  }
  return wins;
}

/** People whom no view of this figure tells apart. */
function atomsOf(views: readonly Seen[]): number[][] {
  const people = new Set(views.flatMap((view) => [...view.people]));
  const bySignature = Map.groupBy(people, (person) => views.map((view) => (view.people.has(person) ? 1 : 0)).join(''));
  return [...bySignature.values()];
}

function allAlike(people: readonly number[], everyone: readonly WaitingAnswers[], figure: Figure): boolean {
  const counts = new Map<string, number>();
  for (const person of people) {
    for (const cell of cellsOf(figure, everyone[person]?.answers ?? {}) ?? [])
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return [...counts.values()].some((count) => count === people.length);
}
