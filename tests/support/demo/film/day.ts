/** One frame of the film: a day passes over the same landing. `at` is the share of the loop, 0 is dawn; 1 equals 0. */
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
  hatch,
  mix,
  path,
  polygon,
  rect,
  seeded,
  stairs,
  stroke,
  svg,
} from '../paint.ts';
import type { Point } from '../paint.ts';
import { potPlant, tree } from '../plants.ts';
import { FLOOR, RISE, TREAD, lerp, smooth } from './gait.ts';
import { LOOP_S, walkersAt } from './walkers.ts';

const LEFT = 560;
const RIGHT = LEFT + 9 * TREAD;
const GLOW = '#ffd98a';
const NIGHT = '#14233a';
const wall = mix(PAPER_2, SUN, 0.14);
const stone = mix(BLUE, INK, 0.35);
const edge = mix(BLUE, WHITE, 0.12);
const WINDOW = { x: 110, y: 70, w: 760, h: 390 };

/** Colours through the day: share of the loop, sky, far houses, near houses. */
const SKY = [
  [0, '#f3c48f', '#c98f86', '#8d5f78'],
  [0.1, '#e9e0cc', '#b4bdd0', '#8298bf'],
  [0.28, '#c4d2e6', '#9fb2d2', '#6f8dbd'],
  [0.46, '#d9dbe0', '#b0b6cb', '#7f8fb6'],
  [0.6, '#ec9a5c', '#a8607a', '#6a4480'],
  [0.68, '#5a3f78', '#3d3468', '#2b2a55'],
  [0.74, NIGHT, '#1f3350', '#0f1c2f'],
  [0.91, NIGHT, '#1f3350', '#0f1c2f'],
  [0.955, '#80618f', '#54507f', '#38386a'],
  [1, '#f3c48f', '#c98f86', '#8d5f78'],
] as const;

export function frameAt(at: number): string {
  const dark = smooth((at - 0.58) / 0.14) * (1 - smooth((at - 0.9) / 0.1));
  return svg(
    1920,
    1080,
    hatch('plaster', mix(wall, OCHRE, 0.1), 12, 2, 28),
    dots('terrazzo', mix(stone, WHITE, 0.16), 28, 2.4),
    rect(0, 0, 1920, 1080, wall),
    rect(0, 0, 1920, 1080, 'url(#plaster)'),
    sunlight(at, 1 - dark),
    view(at, dark),
    screenCase(),
    picture(at),
    flights(),
    potPlant(640, FLOOR, 220, { leaf: GREEN, pot: RED }, 4),
    walkersAt(at * LOOP_S),
    balustrade(),
    darkness(dark),
    lamp(dark),
  );
}

function coloursAt(at: number): readonly [string, string, string] {
  const next = SKY.findIndex(([from]) => from > at);
  const [a, b] = [SKY[next - 1] ?? SKY[0], SKY[next] ?? SKY[SKY.length - 1] ?? SKY[0]];
  const share = b[0] === a[0] ? 0 : (at - a[0]) / (b[0] - a[0]);
  return [mix(a[1], b[1], share), mix(a[2], b[2], share), mix(a[3], b[3], share)];
}

function view(at: number, dark: number): string {
  const { x, y, w, h } = WINDOW;
  const [sky, far, near] = coloursAt(at);
  const sunShare = (at + 0.04) / 0.66;
  const moonShare = (at - 0.66) / 0.3;
  const arc = (share: number): Point => [
    x + w * (-0.06 + 1.12 * share),
    y + h * (0.92 - 0.74 * Math.sin(Math.PI * share)),
  ];
  const disc = ([cx, cy]: Point, r: number, colour: string) => circle(cx, cy, r, colour);
  const moon = arc(moonShare);
  const inside = [
    rect(x, y, w, h, sky),
    stars(dark),
    sunShare < 1.05 ? disc(arc(sunShare), 62, mix(SUN, RED, smooth((sunShare - 0.7) / 0.3) * 0.55)) : '',
    disc(arc((at - 0.96) / 0.66), 62, SUN),
    moonShare > -0.1 && moonShare < 1.1 ? disc(moon, 44, PAPER) + disc([moon[0] + 20, moon[1] - 12], 38, sky) : '',
    cloud(x - 160 + ((at * 1240 + 200) % 1240), y + 90, mix(WHITE, sky, 0.15 + dark * 0.7)),
    cloud(x - 160 + ((at * 1240 + 860) % 1240), y + 180, mix(WHITE, sky, 0.3 + dark * 0.6)),
    houses(7, 300, 130, far, 96, at, false),
    houses(19, 360, 120, near, 120, at, true),
    tree(x + 610, y + h + 50, 330, { leaf: mix(GREEN, NIGHT, dark * 0.62), trunk: mix(INK, NIGHT, dark) }, 5),
  ];
  const bars =
    [1, 2].map((part) => rect(x + (w * part) / 3 - 8, y, 16, h, INK)).join('') + rect(x, y + h * 0.5 - 7, w, 14, INK);
  return (
    clipped('pane', rect(x, y, w, h, WHITE), ...inside) +
    `<rect x="${x - 8}" y="${y - 8}" width="${w + 16}" height="${h + 16}" fill="none" stroke="${INK}" stroke-width="16"/>` +
    bars +
    rect(x - 36, y + h + 6, w + 72, 26, mix(PAPER_2, OCHRE, 0.25))
  );
}

function houses(
  seed: number,
  base: number,
  spread: number,
  colour: string,
  width: number,
  at: number,
  lights: boolean,
): string {
  const random = seeded(seed);
  const parts: string[] = [];
  for (let x = WINDOW.x - 20; x < WINDOW.x + WINDOW.w;) {
    const w = width * (0.7 + random() * 0.6);
    const top = WINDOW.y + base - random() * spread;
    parts.push(rect(x, top, w + 1, 700, colour));
    if (random() < 0.4)
      parts.push(
        polygon(
          [
            [x, top],
            [x + w / 2, top - 34],
            [x + w, top],
          ],
          colour,
        ),
      );
    for (let wy = top + 24; lights && wy < 640; wy += 42)
      for (let wx = x + 16; wx < x + w - 24; wx += 34) {
        const on = 0.6 + random() * 0.12;
        const off = 0.78 + random() * 0.2;
        const lit = at > on && at < off ? 1 : 0;
        parts.push(rect(wx, wy, 15, 22, lit === 1 ? GLOW : mix(colour, INK, 0.2)));
      }
    x += w;
  }
  return parts.join('');
}

function stars(dark: number): string {
  const random = seeded(3);
  return Array.from({ length: 36 }, () =>
    circle(
      WINDOW.x + random() * WINDOW.w,
      WINDOW.y + random() * 260,
      1.6 + random() * 2.2,
      PAPER,
      `opacity="${dark.toFixed(3)}"`,
    ),
  ).join('');
}

function cloud(x: number, y: number, colour: string): string {
  return rect(x, y, 190, 30, colour, 15) + rect(x + 40, y - 22, 100, 40, colour, 20);
}

/** The panes of light on the wall move from right to left and fade, as the sun goes the other way. */
function sunlight(at: number, light: number): string {
  const share = at > 0.8 ? at - 1 : at;
  const shift = lerp(560, 60, (share + 0.08) / 0.7);
  const slant = lerp(0.42, -0.06, (share + 0.08) / 0.7);
  const tone = mix(PAPER, SUN, 0.16);
  const opacity = Math.min(light, smooth((share + 0.08) / 0.08)) * 0.9;
  const panes = [0, 1, 2].flatMap((column) =>
    [0, 1].map((row) => {
      const [x, y, w, h] = [720 + shift + column * 230 - 230, 140 + row * 250, 206, 228];
      const drop = (dx: number) => (column * 230 + dx) * slant;
      return polygon(
        [
          [x, y + drop(0)],
          [x + w, y + drop(w)],
          [x + w, y + h + drop(w)],
          [x, y + h + drop(0)],
        ],
        tone,
      );
    }),
  );
  return `<g opacity="${opacity.toFixed(3)}">${panes.join('')}</g>`;
}

function flights(): string {
  const up: Point[] = [];
  const down: Point[] = [];
  for (let step = 0; step < 9; step += 1) {
    down.push([LEFT - step * TREAD, FLOOR + step * RISE], [LEFT - step * TREAD, FLOOR + (step + 1) * RISE]);
    up.push([RIGHT + step * TREAD, FLOOR - step * RISE], [RIGHT + step * TREAD, FLOOR - (step + 1) * RISE]);
  }
  const mass: Point[] = [...down.toReversed(), ...up, [2000, FLOOR - 9 * RISE], [2000, 1200], [-200, 1200]];
  const noses = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(
    (step) =>
      rect(LEFT - step * TREAD, FLOOR + step * RISE, TREAD, 10, edge) +
      rect(RIGHT + (step - 1) * TREAD, FLOOR - step * RISE, TREAD, 10, edge),
  );
  return (
    polygon(mass, stone) +
    clipped(
      'mass',
      polygon(mass, WHITE),
      polygon(
        [
          [LEFT, FLOOR + 90],
          [RIGHT + 50, FLOOR + 90],
          [2000, 440],
          [2000, 1200],
          [180, 1200],
        ],
        mix(stone, INK, 0.4),
      ),
      rect(0, 0, 1920, 1080, 'url(#terrazzo)'),
    ) +
    noses.join('') +
    rect(LEFT, FLOOR, RIGHT - LEFT, 10, edge)
  );
}

function balustrade(): string {
  const slope = RISE / TREAD;
  const railAt = (x: number) => FLOOR - 140 - (x > LEFT + 100 ? (x - RIGHT + 24) * slope : (x - LEFT - 14) * slope);
  const bar = (x: number, tread: number) => rect(x - 4, railAt(x), 8, tread - railAt(x), INK);
  const bars = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((step) => [
    bar(RIGHT + (step + 0.5) * TREAD, FLOOR - (step + 1) * RISE),
    bar(LEFT - (step + 0.5) * TREAD, FLOOR + (step + 1) * RISE),
  ]);
  const tone = mix(SUN, OCHRE, 0.12);
  const rail = (from: number, to: number) => stroke(`M${from} ${railAt(from)}L${to} ${railAt(to)}`, tone, 16);
  const post = (x: number) => rect(x - 7, FLOOR - 150, 14, 150, INK) + circle(x, FLOOR - 152, 15, tone);
  return bars.join('') + rail(RIGHT, RIGHT + 720) + rail(LEFT, LEFT - 720) + post(RIGHT - 20) + post(LEFT + 14);
}

const LAMP: Point = [990, 150];
const SCREEN = { x: 1110, y: 236, w: 350, h: 206 };

/** Night lies over everything but the cone of the lamp. */
function darkness(dark: number): string {
  if (dark <= 0) return '';
  const cone = `M${LAMP[0] - 40} ${LAMP[1]}L${LAMP[0] + 40} ${LAMP[1]}L${LAMP[0] + 390} ${FLOOR}Q${LAMP[0]} ${FLOOR + 14} ${LAMP[0] - 390} ${FLOOR}Z`;
  const bare = [WINDOW, SCREEN].map(({ x, y, w, h }) => rect(x, y, w, h, '#000000')).join('');
  const mask = `<mask id="dark">${rect(0, 0, 1920, 1080, '#ffffff')}${path(cone, '#000000')}${bare}</mask>`;
  const shade = mix('#ffffff', '#3d4f8c', dark);
  return mask + rect(0, 0, 1920, 1080, shade, 0, 'mask="url(#dark)" style="mix-blend-mode:multiply"');
}

function lamp(dark: number): string {
  const [x, y] = LAMP;
  return (
    rect(x - 3, 0, 6, y - 70, INK) +
    circle(x, y, 26, mix(mix(SUN, PAPER, 0.5), SUN, dark)) +
    path(`M${x - 92} ${y}Q${x - 86} ${y - 84} ${x} ${y - 84}Q${x + 86} ${y - 84} ${x + 92} ${y}Z`, RED) +
    path(
      `M${x} ${y - 84}Q${x + 86} ${y - 84} ${x + 92} ${y}H${x + 36}Q${x + 36} ${y - 70} ${x} ${y - 84}Z`,
      mix(RED, INK, 0.2),
    )
  );
}

function screenCase(): string {
  const { x, y, w, h } = SCREEN;
  return rect(x - 10, y + 8, w + 20, h + 18, mix(wall, INK, 0.28), 8);
}

/** The screen on the wall has its own loop: four fields, one every few hours, sliding in as a step. */
function picture(at: number): string {
  const { x, y, w, h } = SCREEN;
  const tones = [BLUE, GREEN, RED, PURPLE];
  const turn = at * 6;
  const index = Math.floor(turn);
  const slide = smooth((turn - index) / 0.2);
  const field = (tone: string, dx: number) =>
    rect(x + dx, y, w, h, PAPER) +
    rect(x + dx + w * 0.6, y, w * 0.4, h, tone) +
    stairs(x + dx + 20, y + 44, 24, tone) +
    [0, 1, 2].map((line) => rect(x + dx + 20, y + 70 + line * 30, [150, 162, 100][line] ?? 0, 16, INK, 8)).join('') +
    circle(x + dx + w * 0.8, y + h * 0.46, 38, WHITE) +
    circle(x + dx + w * 0.8, y + h * 0.46, 24, SUN);
  const tone = (offset: number) => tones[(index + offset + 6) % 3] ?? BLUE;
  return (
    rect(x - 12, y - 12, w + 24, h + 24, INK, 10) +
    clipped('wall-screen', rect(x, y, w, h, WHITE, 3), field(tone(-1), 0), field(tone(0), w * (1 - slide)))
  );
}
