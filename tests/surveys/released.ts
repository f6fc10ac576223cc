/**
 * An attacker at the doors: keeps every number that any route ever released, over cuts and over time, turns percentages
 * back into people, and subtracts. They win with a difference of fewer people than the threshold, or of people who all
 * answered alike. What is combined of blocks is the pure attacker's (`attacker.ts`); this one knows only what was sent.
 */
import type { ResultsView } from '../../api/src/wire/surveys.ts';

/** One number of people with what they answered, as it left the house. */
export type Released = {
  step: number;
  figure: string;
  /** `all`, or a cell of a cut as `<cut>:<cell>`. */
  group: string;
  answers: number;
  /** People by what they chose; absent for a bare number of people. */
  counts?: Record<string, number>;
};

/** The numbers in one answer of the results route. */
export function releasedIn(view: Pick<ResultsView, 'all' | 'cut'>, step: number): Released[] {
  const groups = [
    { name: 'all', group: view.all },
    ...(view.cut?.cells ?? []).map((group) => ({ name: `${view.cut?.cut}:${group.cell}`, group })),
  ];
  return groups.flatMap(({ name, group }): Released[] => [
    ...(group.answers === undefined ? [] : [{ step, figure: '', group: name, answers: group.answers }]),
    ...group.figures.flatMap(({ id, answers, bars }): Released[] =>
      answers === undefined ? [] : [{ step, figure: id, group: name, answers, counts: countsOf(bars, answers) }],
    ),
  ]);
}

/** Up to a hundred answers a rounded percentage says exactly how many people it is. */
function countsOf(bars: readonly { cell: string; percent: number }[], answers: number): Record<string, number> {
  if (answers > 100) throw new Error('the attacker reckons with at most 100 answers');
  const people = (percent: number) =>
    Array.from({ length: answers + 1 }, (_, count) => count).find(
      (count) => Math.round((count / answers) * 100) === percent,
    ) ?? 0;
  return Object.fromEntries(bars.map(({ cell, percent }) => [cell, people(percent)]));
}

export type Gain = { how: string; figure: string; people: number };

/** What subtracting tells. `alikeIsKnown`: figures whose answer the group itself says, as the cut's own question. */
export function subtract(all: readonly Released[], threshold: number, alikeIsKnown: readonly string[]): Gain[] {
  const gains: Gain[] = [];
  for (const [figure, views] of Map.groupBy(all, (one) => one.figure)) {
    const judge = (rest: Rest, how: string) => {
      if (rest.answers === 0) return;
      const alike = Object.values(rest.counts ?? {}).some((count) => count === rest.answers);
      if (rest.answers < threshold) gains.push({ how, figure, people: rest.answers });
      else if (alike && !alikeIsKnown.includes(figure))
        gains.push({ how: `${how}, all alike`, figure, people: rest.answers });
    };
    for (const view of views) judge(view, `${view.group} at ${view.step}`);
    for (const earlier of views) {
      for (const later of views) {
        const grows = later.group === earlier.group && later.step > earlier.step;
        const contains = later.group === 'all' && earlier.group !== 'all' && later.step >= earlier.step;
        if (grows || contains)
          judge(less(later, [earlier]), `${later.group} at ${later.step} without ${earlier.group} at ${earlier.step}`);
      }
    }
    for (const whole of views.filter(({ group }) => group === 'all')) {
      const cells = views.filter(({ group, step }) => group !== 'all' && step === whole.step);
      for (const ofCut of Map.groupBy(cells, ({ group }) => group.split(':')[0]).values())
        for (const some of subsets(ofCut))
          judge(less(whole, some), `all at ${whole.step} without ${some.map(({ group }) => group).join(' and ')}`);
    }
  }
  return gains;
}

type Rest = Pick<Released, 'answers' | 'counts'>;
function less(whole: Released, parts: readonly Released[]): Rest {
  const answers = whole.answers - parts.reduce((sum, part) => sum + part.answers, 0);
  const { counts } = whole;
  if (counts === undefined) return { answers };
  const left = Object.entries(counts).map(([cell, count]): [string, number] => [
    cell,
    count - parts.reduce((sum, part) => sum + (part.counts?.[cell] ?? 0), 0),
  ]);
  return { answers, counts: Object.fromEntries(left) };
}

/** All but the empty one; cuts have few cells. */
function subsets<T>(all: readonly T[]): T[][] {
  return all.reduce<T[][]>((sets, one) => [...sets, ...sets.map((set) => [...set, one])], [[]]).slice(1);
}
