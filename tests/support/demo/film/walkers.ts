/** Who uses the stairs during the film's day, and what each of them does at an instant. Times are seconds into the loop. */
import { BLUE, GREEN, INK, OCHRE, PURPLE, RED, SUN, WHITE, group, mix, path, rect } from '../paint.ts';
import { person } from '../person.ts';
import type { Person } from '../person.ts';
import { FLOOR, gaitAt } from './gait.ts';

export const LOOP_S = 18;
const STEPS_PER_SECOND = 2.5;

type Look = Pick<Person, 'height' | 'skin' | 'hair' | 'hairColour' | 'top' | 'legs' | 'cut' | 'shoes' | 'holds'>;
/** A walk from one tread to another; `turn` is the way one looks while standing at its end for `pauseS`. */
type Leg = { to: number; pauseS: number; turn?: 1 | -1 };
type Walker = { look: Look; from: number; startS: number; legs: readonly Leg[] };

const cup = group('translate(1 1)', path('M-3 -4L3.4 -4L2.6 4L-2.2 4Z', WHITE));
const book = group('rotate(-14)', rect(-4, -8, 8, 14, RED, 1));

const WALKERS: readonly Walker[] = [
  {
    look: {
      height: 350,
      skin: '#c98f63',
      hair: 'bun',
      hairColour: '#1f1a1c',
      top: GREEN,
      legs: mix(OCHRE, WHITE, 0.5),
      cut: 'coat',
      shoes: OCHRE,
    },
    from: -9,
    startS: 16.2,
    legs: [
      { to: 3, pauseS: 2.6, turn: 1 },
      { to: 18, pauseS: 0 },
    ],
  },
  {
    look: { height: 372, skin: '#f3cfae', hair: 'short', hairColour: '#b8863b', top: WHITE, legs: BLUE, holds: cup },
    from: 18,
    startS: 16.4,
    legs: [
      { to: 5, pauseS: 2, turn: -1 },
      { to: -9, pauseS: 0 },
    ],
  },
  {
    look: {
      height: 346,
      skin: '#8a5a3c',
      hair: 'curly',
      hairColour: '#241a18',
      top: SUN,
      legs: mix(BLUE, INK, 0.4),
      shoes: RED,
    },
    from: -9,
    startS: 3.4,
    legs: [
      { to: 6, pauseS: 1.8, turn: 1 },
      { to: 18, pauseS: 0 },
    ],
  },
  {
    look: { height: 340, skin: '#f0c5a3', hair: 'bob', hairColour: '#7a3218', top: RED, legs: INK, cut: 'dress' },
    from: 18,
    startS: 5,
    legs: [
      { to: 8, pauseS: 2.2, turn: -1 },
      { to: -9, pauseS: 0 },
    ],
  },
  {
    look: {
      height: 366,
      skin: '#d9a072',
      hair: 'beard',
      hairColour: '#2d2320',
      top: PURPLE,
      legs: '#2f3b4a',
      holds: book,
    },
    from: 18,
    startS: 2.4,
    legs: [{ to: -9, pauseS: 0 }],
  },
];

/** Everyone on the stairs at `atS`, those further back first. */
export function walkersAt(atS: number): string {
  return WALKERS.map((walker) => walkerAt(walker, (atS - walker.startS + LOOP_S) % LOOP_S)).join('');
}

function walkerAt(walker: Walker, sinceS: number): string {
  let at = walker.from;
  let leftS = sinceS;
  for (const leg of walker.legs) {
    const direction = leg.to > at ? 1 : -1;
    const walkS = Math.abs(leg.to - at) / STEPS_PER_SECOND;
    if (leftS < walkS) return walking(walker.look, at, direction, leftS * STEPS_PER_SECOND);
    leftS -= walkS;
    if (leftS < leg.pauseS) return standing(walker.look, leg.to, leg.turn ?? direction, leftS);
    leftS -= leg.pauseS;
    at = leg.to;
  }
  return '';
}

function walking(look: Look, from: number, direction: 1 | -1, steps: number): string {
  const gait = gaitAt(from, direction, steps, look.height, false);
  const climbing = gait.y < FLOOR - 20 || gait.y > FLOOR + 20 ? direction : 0;
  const near =
    look.holds === undefined
      ? ([-26 * gait.swing, 14 - 22 * gait.swing] as const)
      : ([12 + 4 * gait.swing, 98] as const);
  return person({
    ...look,
    x: gait.x,
    y: gait.y,
    facing: direction,
    lean: climbing > 0 ? 7 : 2,
    near: { leg: gait.near, arm: near },
    far: { leg: gait.far, arm: [26 * gait.swing, 14 + 22 * gait.swing] },
  });
}

/** Talking: the free arm rises and falls, the head nods a little. */
function standing(look: Look, tread: number, facing: 1 | -1, sinceS: number): string {
  const gait = gaitAt(tread, facing, 0, look.height, true);
  const gesture = Math.max(0, Math.sin(sinceS * 2.6));
  const near =
    look.holds === undefined ? ([10 + 22 * gesture, 20 + 76 * gesture] as const) : ([14, 100 + 8 * gesture] as const);
  return person({
    ...look,
    x: gait.x,
    y: gait.y,
    facing,
    nod: 3 * Math.sin(sinceS * 3.1),
    near: { leg: [5, 2], arm: near },
    far: { leg: [-4, -4], arm: [4, 20] },
  });
}
