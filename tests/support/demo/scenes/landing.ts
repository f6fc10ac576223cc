/** The landing: two flights of stairs, a window, a screen on the wall, and people who stop to talk. */
import {
  BLUE,
  GREEN,
  INK,
  OCHRE,
  PAPER,
  PAPER_2,
  PURPLE,
  RED,
  SUN,
  WHITE,
  circle,
  clipped,
  dots,
  group,
  hatch,
  mix,
  path,
  polygon,
  rect,
  stairs,
  stroke,
  svg,
} from '../paint.ts';
import type { Point } from '../paint.ts';
import { person } from '../person.ts';
import type { Person } from '../person.ts';
import { potPlant, tree } from '../plants.ts';

const FLOOR = 1120;
const LEFT = 880;
const RIGHT = 1700;
const TREAD = 110;
const RISE = 70;

const wall = mix(PAPER_2, SUN, 0.14);
const lit = mix(PAPER, SUN, 0.16);
const stone = mix(BLUE, INK, 0.35);
const edge = mix(BLUE, WHITE, 0.12);

export function landing(): string {
  return svg(
    2560,
    1440,
    hatch('plaster', mix(wall, OCHRE, 0.1), 14, 2, 28),
    hatch('riser', mix(stone, INK, 0.35), 16, 5, 90),
    dots('terrazzo', mix(stone, WHITE, 0.16), 34, 3),
    rect(0, 0, 2560, 1440, wall),
    rect(0, 0, 2560, 1440, 'url(#plaster)'),
    windowAndCity(),
    lightOnTheWall(),
    storey(),
    wallScreen(),
    flights(),
    people(),
    balustrade(),
    lamp(),
  );
}

function windowAndCity(): string {
  const sky = mix(BLUE, WHITE, 0.78);
  const city = [0, 90, 150, 260, 330, 420, 500].map((x, index) =>
    rect(150 + x, 620 - ((index * 73) % 190), 84, 500, mix(BLUE, WHITE, 0.58 - (index % 3) * 0.08)),
  );
  const panes = rect(396, 110, 18, 730, INK) + rect(130, 420, 550, 18, INK) + rect(130, 640, 550, 18, INK);
  return (
    clipped(
      'pane',
      rect(140, 120, 530, 720, WHITE, 0),
      rect(140, 120, 530, 720, sky),
      circle(560, 300, 92, SUN),
      ...city,
      tree(270, 1010, 640, { leaf: GREEN, trunk: INK }, 5),
    ) +
    `<rect x="131" y="111" width="548" height="738" fill="none" stroke="${INK}" stroke-width="18"/>` +
    panes +
    rect(100, 846, 610, 34, mix(PAPER_2, OCHRE, 0.25))
  );
}

/** The window's light, thrown to the right as slanting panes. */
function lightOnTheWall(): string {
  const pane = (x: number, y: number, w: number, h: number): string =>
    polygon(
      [
        [x, y],
        [x + w, y + w * 0.24],
        [x + w, y + h + w * 0.24],
        [x, y + h],
      ],
      lit,
    );
  return [
    pane(820, 190, 300, 250),
    pane(820, 462, 300, 176),
    pane(820, 660, 300, 190),
    pane(1146, 268, 330, 250),
    pane(1146, 540, 330, 176),
    pane(1146, 738, 330, 240),
  ].join('');
}

function storey(): string {
  return `<text x="2000" y="650" font-family="Bricolage Grotesque Variable" font-weight="800" font-size="560" text-anchor="middle" fill="${mix(wall, RED, 0.86)}">2</text>`;
}

function wallScreen(): string {
  const [x, y, w, h] = [1080, 372, 540, 300];
  return (
    rect(x - 14, y + 14, w + 28, h + 28, mix(wall, INK, 0.28), 12) +
    rect(x - 16, y - 16, w + 32, h + 32, INK, 14) +
    rect(x, y, w, h, PAPER, 4) +
    rect(x + 320, y, w - 320, h, GREEN, 4) +
    stairs(x + 30, y + 62, 36, GREEN) +
    [0, 1, 2].map((line) => rect(x + 30, y + 100 + line * 44, [220, 240, 150][line] ?? 0, 24, INK, 12)).join('') +
    rect(x + 30, y + 244, 130, 14, mix(INK, PAPER, 0.5), 7) +
    circle(x + 430, y + 130, 62, WHITE) +
    circle(x + 430, y + 130, 40, SUN) +
    rect(x + 368, y + 222, 124, 16, WHITE, 8)
  );
}

function flights(): string {
  const down: Point[] = [[LEFT, FLOOR]];
  for (let step = 0; step < 9; step += 1)
    down.push([LEFT - step * TREAD, FLOOR + (step + 1) * RISE], [LEFT - (step + 1) * TREAD, FLOOR + (step + 1) * RISE]);
  const up: Point[] = [[RIGHT, FLOOR]];
  for (let step = 0; step < 9; step += 1)
    up.push([RIGHT + step * TREAD, FLOOR - (step + 1) * RISE], [RIGHT + (step + 1) * TREAD, FLOOR - (step + 1) * RISE]);
  const mass: Point[] = [...down.toReversed(), ...up, [2700, 1500], [-100, 1500]];
  const noses = [...down, ...up].flatMap(([x, y], index, all) => {
    const next = all[index + 1];
    return next !== undefined && next[1] === y && next[0] !== x
      ? [rect(Math.min(x, next[0]), y, Math.abs(next[0] - x), 14, edge)]
      : [];
  });
  return (
    polygon(mass, stone) +
    clipped(
      'mass',
      polygon(mass, WHITE),
      polygon(
        [
          [LEFT, FLOOR + 120],
          [RIGHT + 60, FLOOR + 120],
          [2660, 470],
          [2660, 1500],
          [300, 1500],
        ],
        mix(stone, INK, 0.4),
      ),
      rect(0, 0, 2560, 1440, 'url(#terrazzo)'),
    ) +
    noses.join('') +
    rect(LEFT - 4, FLOOR, RIGHT - LEFT + 4, 14, edge)
  );
}

const cup = group('translate(1 1)', path('M-3 -4L3.4 -4L2.6 4L-2.2 4Z', WHITE));
const book = group('rotate(-14)', rect(-4, -8, 8, 14, RED, 1));

const PEOPLE: readonly Person[] = [
  {
    x: 1205,
    y: FLOOR,
    height: 500,
    skin: '#8a5a3c',
    hair: 'curly',
    hairColour: '#241a18',
    top: SUN,
    legs: mix(BLUE, INK, 0.3),
    cut: 'jumper',
    near: { arm: [14, 112], leg: [4, 2] },
    far: { arm: [2, 30], leg: [-6, -8] },
    holds: cup,
    shoes: RED,
  },
  {
    x: 1420,
    y: FLOOR,
    height: 480,
    facing: -1,
    skin: '#f0c5a3',
    hair: 'bob',
    hairColour: '#7a3218',
    top: RED,
    legs: INK,
    cut: 'dress',
    near: { arm: [34, 84], leg: [3, 2] },
    far: { arm: [10, 60], leg: [-5, -4] },
    shoes: INK,
  },
  {
    x: 1590,
    y: FLOOR,
    height: 520,
    facing: -1,
    skin: '#d9a072',
    hair: 'beard',
    hairColour: '#2d2320',
    top: PURPLE,
    legs: '#2f3b4a',
    cut: 'jumper',
    near: { arm: [-8, 100], leg: [5, 3] },
    far: { arm: [6, 16], leg: [-5, -5] },
    holds: book,
  },
  {
    x: 610,
    y: FLOOR + RISE * 3,
    height: 500,
    skin: '#c98f63',
    hair: 'bun',
    hairColour: '#1f1a1c',
    top: GREEN,
    legs: mix(PAPER_2, OCHRE, 0.3),
    cut: 'coat',
    lean: 8,
    near: { arm: [-30, -6], leg: [46, -2] },
    far: { arm: [26, 48], leg: [-18, -34] },
    shoes: OCHRE,
    lift: 6,
  },
  {
    x: 2060,
    y: FLOOR - RISE * 4,
    height: 490,
    facing: -1,
    skin: '#f3cfae',
    hair: 'short',
    hairColour: '#b8863b',
    top: WHITE,
    legs: BLUE,
    cut: 'jumper',
    lean: -1,
    near: { arm: [26, 54], leg: [24, 4] },
    far: { arm: [-24, -4], leg: [-8, -26] },
    shoes: INK,
    lift: 4,
  },
];

function people(): string {
  return potPlant(985, FLOOR, 360, { leaf: GREEN, pot: RED }, 4) + PEOPLE.map(person).join('');
}

function balustrade(): string {
  const slope = RISE / TREAD;
  const railAt = (x: number) => FLOOR - 190 - (x > LEFT + 100 ? (x - RIGHT + 30) * slope : (x - LEFT - 20) * slope);
  const bar = (x: number, tread: number) => rect(x - 5, railAt(x), 10, tread - railAt(x), INK);
  const steps = [0, 1, 2, 3, 4, 5, 6, 7];
  const bars = steps.flatMap((step) => [
    bar(RIGHT + (step + 0.5) * TREAD, FLOOR - (step + 1) * RISE),
    bar(LEFT - (step + 0.5) * TREAD, FLOOR + (step + 1) * RISE),
  ]);
  const rail = (from: number, to: number) =>
    stroke(`M${from} ${railAt(from)}L${to} ${railAt(to)}`, mix(SUN, OCHRE, 0.12), 22);
  const post = (x: number) =>
    rect(x - 9, FLOOR - 200, 18, 200, INK) + circle(x, FLOOR - 204, 20, mix(SUN, OCHRE, 0.12));
  return bars.join('') + rail(RIGHT, RIGHT + 960) + rail(LEFT, LEFT - 960) + post(RIGHT - 26) + post(LEFT + 18);
}

function lamp(): string {
  return (
    rect(1326, 0, 8, 170, INK) +
    path('M1210 262Q1216 150 1330 150Q1444 150 1450 262Z', RED) +
    path('M1330 150Q1444 150 1450 262L1380 262Q1380 170 1330 150Z', mix(RED, INK, 0.2)) +
    circle(1330, 264, 40, SUN) +
    rect(1204, 252, 252, 18, mix(RED, INK, 0.35), 9)
  );
}
