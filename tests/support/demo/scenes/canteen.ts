/** The canteen in November: squash, leeks, cabbage and pears on the counter, someone serving behind. */
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
  ellipse,
  group,
  hatch,
  mix,
  path,
  polygon,
  rect,
  stroke,
  svg,
} from '../paint.ts';
import { person } from '../person.ts';
import { leaf } from '../plants.ts';

const COUNTER = 1170;

export function canteen(): string {
  const wall = mix(GREEN, INK, 0.18);
  return svg(
    2560,
    1440,
    hatch('planks', mix(OCHRE, INK, 0.24), 118, 6, 90),
    dots('skin', mix(RED, SUN, 0.5), 22, 2.6),
    rect(0, 0, 2560, 1440, wall),
    tiles(wall),
    hatchWindow(),
    staff(),
    counter(),
    stillLife(),
    lamps(),
  );
}

function tiles(wall: string): string {
  const parts: string[] = [];
  for (let row = 0; row < 9; row += 1)
    for (let column = 0; column < 24; column += 1) {
      const tone = (row * 7 + column * 5) % 11;
      parts.push(
        rect(
          column * 112 - (row % 2) * 56,
          row * 112,
          106,
          106,
          mix(wall, tone < 3 ? WHITE : INK, tone < 3 ? 0.1 : (tone % 4) * 0.035),
          4,
        ),
      );
    }
  return parts.join('');
}

/** The opening to the kitchen: steam, pans, warm light. */
function hatchWindow(): string {
  const pan = (x: number, colour: string, r: number) =>
    rect(x - 5, 214, 10, 70, INK) +
    circle(x, 284 + r, r, colour) +
    circle(x, 284 + r, r * 0.78, mix(colour, INK, 0.16));
  return (
    rect(560, 180, 1440, 990, INK, 0) +
    rect(580, 200, 1400, 970, mix(SUN, WHITE, 0.34)) +
    polygon('580,200 1980,200 1700,1170 860,1170', mix(SUN, WHITE, 0.5)) +
    rect(580, 200, 1400, 18, INK) +
    [pan(700, RED, 62), pan(850, OCHRE, 50), pan(1760, BLUE, 56), pan(1890, RED, 44)].join('') +
    rect(530, 160, 1500, 30, mix(PAPER_2, OCHRE, 0.35))
  );
}

function staff(): string {
  const ladle = stroke('M0 -2L4 -26', '#8d97a0', 2) + ellipse(5, -28, 5, 3, '#b8c0c6');
  const plate = ellipse(5, 0, 10, 2.4, WHITE) + path('M-1 -1Q5 -9 11 -1Z', RED);
  return [
    person({
      x: 1080,
      y: 1400,
      height: 960,
      skin: '#8a5a3c',
      hair: 'cook',
      hairColour: WHITE,
      top: WHITE,
      legs: INK,
      near: { arm: [26, 108] },
      far: { arm: [30, 80] },
      holds: ladle,
    }),
    person({
      x: 1590,
      y: 1390,
      height: 930,
      facing: -1,
      skin: '#f0c5a3',
      hair: 'bun',
      hairColour: '#7a3218',
      top: PURPLE,
      legs: INK,
      near: { arm: [24, 88] },
      far: { arm: [20, 70] },
      holds: plate,
    }),
  ].join('');
}

function counter(): string {
  return (
    rect(0, COUNTER, 2560, 430, OCHRE) +
    rect(0, COUNTER, 2560, 430, 'url(#planks)') +
    rect(0, COUNTER - 6, 2560, 54, mix(PAPER_2, OCHRE, 0.16)) +
    rect(0, COUNTER + 48, 2560, 18, mix(OCHRE, INK, 0.5))
  );
}

function stillLife(): string {
  const base = 0;
  return group(
    `translate(1280 ${COUNTER + 8}) scale(1.12) translate(-1290 0)`,
    crate(120, base, 560),
    leeks(745, base - 60),
    pail(800, base),
    smallSquash(1000, base, 130),
    squash(1250, base, 250),
    cabbage(1545, base, 160),
    pear(1750, base, 1, mix(SUN, GREEN, 0.35)),
    pear(1858, base, 0.86, mix(SUN, RED, 0.3)),
    chestnuts(1405, base),
    bowl(2180, base),
  );
}

function squash(x: number, y: number, r: number): string {
  const body = mix(RED, SUN, 0.4);
  const lobe = (dx: number, w: number, tone: string) => ellipse(x + dx, y - r * 0.72, w, r * 0.72, tone);
  return (
    lobe(-r * 0.66, r * 0.42, mix(body, WHITE, 0.16)) +
    lobe(r * 0.66, r * 0.42, mix(body, INK, 0.26)) +
    lobe(-r * 0.36, r * 0.46, body) +
    lobe(r * 0.36, r * 0.46, mix(body, INK, 0.16)) +
    lobe(0, r * 0.4, mix(body, SUN, 0.22)) +
    ellipse(x - r * 0.1, y - r * 0.74, r * 0.12, r * 0.5, mix(body, WHITE, 0.3)) +
    path(
      `M${x - 30} ${y - r * 1.34}Q${x - 16} ${y - r * 1.62} ${x + 34} ${y - r * 1.78}L${x + 66} ${y - r * 1.66}Q${x + 26} ${y - r * 1.56} ${x + 34} ${y - r * 1.34}Z`,
      mix(GREEN, INK, 0.3),
    ) +
    leaf(x + 20, y - r * 1.42, 190, 76, 96, GREEN)
  );
}

function smallSquash(x: number, y: number, r: number): string {
  return (
    ellipse(x, y - r * 0.56, r, r * 0.58, GREEN) +
    ellipse(x - r * 0.4, y - r * 0.56, r * 0.36, r * 0.56, mix(GREEN, WHITE, 0.2)) +
    ellipse(x + r * 0.1, y - r * 0.56, r * 0.22, r * 0.57, mix(SUN, GREEN, 0.3)) +
    ellipse(x + r * 0.66, y - r * 0.54, r * 0.3, r * 0.42, mix(GREEN, INK, 0.3)) +
    rect(x - 12, y - r * 1.36, 26, 50, OCHRE, 8)
  );
}

function cabbage(x: number, y: number, r: number): string {
  const outer = mix(PURPLE, INK, 0.1);
  const fold = (dx: number, dy: number, s: number, tone: string) =>
    circle(x + dx * r, y - r * 0.9 + dy * r, r * s, tone);
  return (
    fold(-0.4, 0.1, 0.78, mix(outer, WHITE, 0.14)) +
    fold(0.42, 0.12, 0.76, mix(outer, INK, 0.3)) +
    fold(0, -0.06, 0.84, outer) +
    stroke(
      `M${x} ${y - 20}Q${x - 10} ${y - r} ${x - r * 0.5} ${y - r * 1.4}M${x} ${y - 20}Q${x + 10} ${y - r} ${x + r * 0.5} ${y - r * 1.36}M${x} ${y - 20}V${y - r * 1.6}M${x - 8} ${y - r * 0.8}L${x - r * 0.6} ${y - r * 0.9}M${x + 8} ${y - r * 0.8}L${x + r * 0.58} ${y - r * 0.92}`,
      mix(outer, WHITE, 0.5),
      9,
    )
  );
}

function pear(x: number, y: number, s: number, tone: string): string {
  return group(
    `translate(${x} ${y}) scale(${s})`,
    path('M0 0C-84 0 -96 -90 -58 -140C-40 -168 -34 -236 0 -236C34 -236 40 -168 58 -140C96 -90 84 0 0 0Z', tone),
    path(
      'M14 -1C84 -4 94 -92 58 -140C40 -168 34 -236 0 -236C26 -210 22 -170 36 -130C58 -70 50 -20 14 -1Z',
      mix(tone, INK, 0.16),
    ),
    stroke('M0 -232Q6 -262 26 -280', INK, 9),
    leaf(8, -246, 84, 26, -64, GREEN),
  );
}

function leeks(x: number, y: number): string {
  const one = (dx: number, angle: number, tone: string) =>
    group(
      `translate(${x + dx} ${y}) rotate(${angle})`,
      path(
        'M-30 -250L-120 -520L-60 -560L-20 -380L-26 -600L30 -620L24 -380L70 -570L126 -520L30 -250Z',
        mix(tone, INK, 0.12),
      ),
      path('M-26 -260L-66 -500L-10 -400L4 -600L40 -390L26 -260Z', tone),
      path('M-32 -30L-30 -270L30 -270L32 -30Q0 -10 -32 -30Z', mix(WHITE, GREEN, 0.12)),
      path('M8 -22L6 -270L30 -270L32 -30Q20 -22 8 -22Z', mix(WHITE, GREEN, 0.3)),
      stroke('M-20 -24L-30 0M0 -20L-2 2M18 -24L26 0', mix(OCHRE, WHITE, 0.4), 5),
    );
  const light = mix(GREEN, SUN, 0.42);
  return one(-20, -11, light) + one(136, 11, mix(light, INK, 0.2)) + one(60, 1, mix(light, WHITE, 0.2));
}

function pail(x: number, y: number): string {
  const zinc = mix(BLUE, WHITE, 0.3);
  return (
    path(`M${x - 170} ${y - 230}H${x + 170}L${x + 130} ${y}H${x - 130}Z`, zinc) +
    path(`M${x + 50} ${y - 230}H${x + 170}L${x + 130} ${y}H${x + 40}Z`, mix(zinc, INK, 0.2)) +
    rect(x - 184, y - 246, 368, 28, mix(zinc, WHITE, 0.4), 12) +
    rect(x - 158, y - 130, 312, 14, mix(zinc, INK, 0.16))
  );
}

function chestnuts(x: number, y: number): string {
  const one = (dx: number, dy: number) =>
    path(
      `M${x + dx - 44} ${y - dy}Q${x + dx - 52} ${y - dy - 60} ${x + dx} ${y - dy - 82}Q${x + dx + 52} ${y - dy - 60} ${x + dx + 44} ${y - dy}Z`,
      '#6b3416',
    ) +
    path(`M${x + dx - 44} ${y - dy}Q${x + dx} ${y - dy - 28} ${x + dx + 44} ${y - dy}Z`, '#d9b48a') +
    stroke(`M${x + dx - 24} ${y - dy - 40}Q${x + dx - 18} ${y - dy - 60} ${x + dx - 4} ${y - dy - 66}`, '#a8673c', 7);
  return one(-30, 0) + one(58, 0);
}

function bowl(x: number, y: number): string {
  const steam = (dx: number, s: number) =>
    stroke(`M${x + dx} ${y - 200}q-34 -50 0 -100t0 -100`, WHITE, 13 * s, 'opacity=".85"');
  return (
    steam(-60, 1) +
    steam(0, 1.1) +
    steam(60, 1) +
    path(
      `M${x - 150} ${y - 150}H${x + 150}Q${x + 140} ${y} ${x + 40} ${y}H${x - 40}Q${x - 140} ${y} ${x - 150} ${y - 150}Z`,
      WHITE,
    ) +
    path(
      `M${x + 30} ${y - 150}H${x + 150}Q${x + 140} ${y} ${x + 40} ${y}H${x}Q${x + 50} ${y - 70} ${x + 30} ${y - 150}Z`,
      mix(WHITE, INK, 0.14),
    ) +
    rect(x - 150, y - 108, 300, 16, BLUE) +
    ellipse(x, y - 152, 150, 26, mix(SUN, RED, 0.32)) +
    ellipse(x - 20, y - 156, 60, 9, mix(SUN, WHITE, 0.5))
  );
}

function crate(x: number, y: number, w: number): string {
  const wood = mix(OCHRE, PAPER, 0.45);
  const slat = (dy: number) => rect(x, y - dy, w, 58, wood, 6) + rect(x, y - dy + 44, w, 14, mix(wood, INK, 0.16), 6);
  const apples = [60, 160, 262, 366, 470].map(
    (dx, index) =>
      circle(x + dx + 14, y - 226 - (index % 2) * 22, 72, index % 2 === 0 ? RED : mix(SUN, GREEN, 0.25)) +
      circle(x + dx - 6, y - 250 - (index % 2) * 22, 20, mix(index % 2 === 0 ? RED : SUN, WHITE, 0.4)) +
      stroke(`M${x + dx + 16} ${y - 290 - (index % 2) * 22}q4 -22 16 -32`, INK, 8),
  );
  return (
    apples.join('') +
    slat(214) +
    slat(140) +
    slat(66) +
    rect(x - 10, y - 224, 44, 226, mix(wood, INK, 0.24), 4) +
    rect(x + w - 34, y - 224, 44, 226, mix(wood, INK, 0.3), 4)
  );
}

function lamps(): string {
  const lamp = (x: number, drop: number) =>
    rect(x - 4, 0, 8, drop, INK) +
    path(
      `M${x - 130} ${drop + 110}Q${x - 110} ${drop} ${x} ${drop}Q${x + 110} ${drop} ${x + 130} ${drop + 110}Z`,
      PAPER,
    ) +
    path(
      `M${x} ${drop}Q${x + 110} ${drop} ${x + 130} ${drop + 110}H${x + 40}Q${x + 50} ${drop + 30} ${x} ${drop}Z`,
      mix(PAPER, INK, 0.16),
    ) +
    clipped(`bulb${x}`, rect(x - 60, drop + 110, 120, 60, WHITE), circle(x, drop + 110, 44, SUN));
  return lamp(280, 180) + lamp(2280, 180);
}
