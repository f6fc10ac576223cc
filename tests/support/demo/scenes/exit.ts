/** If the alarm sounds, in three pictures: out of the door, down the stairs, under the lime tree. */
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
import type { Point } from '../paint.ts';
import { person } from '../person.ts';
import { leaf, tree } from '../plants.ts';

const wall = mix(GREEN, WHITE, 0.72);

export function exitDoor(): string {
  return svg(
    1600,
    1200,
    hatch('wall', mix(wall, GREEN, 0.1), 24, 4, 90),
    rect(0, 0, 1600, 1200, wall),
    rect(0, 0, 1600, 1200, 'url(#wall)'),
    rect(0, 1040, 1600, 160, mix(GREEN, INK, 0.3)),
    polygon('790,1040 1250,1040 1420,1200 560,1200', mix(SUN, WHITE, 0.3)),
    rect(760, 280, 520, 760, INK),
    rect(790, 310, 460, 730, mix(SUN, WHITE, 0.45)),
    polygon('1250,310 1450,240 1450,1120 1250,1040', GREEN),
    polygon('1290,350 1410,316 1410,620 1290,620', mix(GREEN, WHITE, 0.5)),
    rect(1278, 690, 70, 20, SUN, 10),
    exitSign(850, 90, 340),
    desk(),
    person({
      x: 1010,
      y: 1056,
      height: 640,
      skin: '#8a5a3c',
      hair: 'curly',
      hairColour: '#241a18',
      top: PURPLE,
      legs: BLUE,
      lean: 12,
      near: { arm: [-34, 20], leg: [36, 12] },
      far: { arm: [40, 70], leg: [-26, -52] },
      shoes: RED,
    }),
  );
}

/** A desk left as it was: laptop open, cup half full. */
function desk(): string {
  const chair =
    path('M330 1010V850H470V1010', 'none', `stroke="${INK}" stroke-width="18"`) +
    rect(310, 830, 190, 30, RED, 12) +
    rect(300, 640, 34, 210, RED, 16);
  return [
    rect(60, 760, 600, 34, OCHRE, 8),
    rect(100, 794, 26, 246, INK),
    rect(600, 794, 26, 246, INK),
    polygon('400,756 560,756 610,600 440,600', INK),
    rect(330, 744, 250, 18, mix(INK, WHITE, 0.3), 8),
    path('M150 760L164 690H226L240 760Z', WHITE),
    stroke('M238 706Q278 706 270 732Q262 750 240 746', WHITE, 12),
    chair,
  ].join('');
}

export function exitStairs(): string {
  const steps: Point[] = [];
  for (let index = 0; index < 9; index += 1)
    steps.push([560 + index * 130, 420 + index * 92], [560 + (index + 1) * 130, 420 + index * 92]);
  const noses = steps.flatMap(([x, y], index) =>
    index % 2 === 0 ? [rect(x, y, 130, 14, mix(GREEN, WHITE, 0.3))] : [],
  );
  const at = (index: number) => ({ x: 560 + index * 130 + 66, y: 420 + index * 92 });
  const walk = { near: { arm: [-24, 0], leg: [26, 2] }, far: { arm: [26, 50], leg: [-6, -26] } } as const;
  const rail =
    stroke('M590 190L1700 976', SUN, 24) +
    [0, 1, 2, 3, 4, 5, 6, 7].map((index) => rect(at(index).x - 6, at(index).y - 176, 12, 180, INK)).join('');
  return svg(
    1600,
    1200,
    hatch('wall', mix(wall, GREEN, 0.1), 24, 4, 90),
    rect(0, 0, 1600, 1200, wall),
    rect(0, 0, 1600, 1200, 'url(#wall)'),
    lift(60, 1200),
    exitSign(1130, 90, 340),
    polygon([[430, 420], ...steps, [1800, 1300], [430, 1300]], mix(GREEN, INK, 0.25)),
    polygon('430,600 1300,1300 430,1300', mix(GREEN, INK, 0.45)),
    rect(430, 420, 140, 14, mix(GREEN, WHITE, 0.3)),
    ...noses,
    person({
      ...at(2),
      height: 470,
      skin: '#f0c5a3',
      hair: 'long',
      hairColour: '#a8501f',
      top: SUN,
      legs: INK,
      cut: 'coat',
      lean: -3,
      ...walk,
      shoes: RED,
    }),
    person({
      ...at(5),
      height: 490,
      skin: '#c98f63',
      hair: 'beard',
      hairColour: '#1f1a1c',
      top: RED,
      legs: BLUE,
      lean: -3,
      ...walk,
    }),
    rail,
  );
}

export function exitTree(): string {
  const grass = mix(GREEN, SUN, 0.26);
  const who = (
    x: number,
    facing: 1 | -1,
    height: number,
    look: Pick<Parameters<typeof person>[0], 'skin' | 'hair' | 'hairColour' | 'top' | 'legs' | 'cut'>,
  ) =>
    person({
      ...look,
      x,
      y: 1096,
      facing,
      height,
      near: { arm: [8 + (x % 5) * 5, 30 + (x % 7) * 9], leg: [4, 2] },
      far: { arm: [4, 14], leg: [-5, -4] },
    });
  return svg(
    1600,
    1200,
    rect(0, 0, 1600, 1200, mix(BLUE, WHITE, 0.8)),
    circle(260, 230, 110, SUN),
    group('translate(1050 130)', rect(0, 40, 360, 54, WHITE, 27), rect(80, 0, 190, 70, WHITE, 35)),
    [0, 1, 2, 3, 4, 5]
      .map((index) =>
        rect(1130 + index * 90, 560 - ((index * 67) % 150), 92, 500, mix(BLUE, WHITE, 0.55 - (index % 2) * 0.08)),
      )
      .join(''),
    rect(0, 720, 300, 330, mix(BLUE, WHITE, 0.5)),
    [0, 1, 2, 3]
      .map((index) => rect(40 + (index % 2) * 120, 770 + Math.floor(index / 2) * 120, 70, 76, mix(SUN, WHITE, 0.3)))
      .join(''),
    ellipse(800, 1210, 1300, 250, grass),
    ellipse(620, 1230, 900, 190, mix(grass, INK, 0.12)),
    tree(800, 1030, 950, { leaf: mix(GREEN, '#6f9a3a', 0.4), trunk: mix(OCHRE, INK, 0.5) }, 33),
    meetingSign(1290, 1080),
    who(420, 1, 400, { skin: '#8a5a3c', hair: 'curly', hairColour: '#241a18', top: PURPLE, legs: BLUE, cut: 'jumper' }),
    who(570, -1, 380, { skin: '#f0c5a3', hair: 'long', hairColour: '#a8501f', top: SUN, legs: INK, cut: 'coat' }),
    who(770, 1, 410, { skin: '#c98f63', hair: 'beard', hairColour: '#1f1a1c', top: RED, legs: BLUE, cut: 'jumper' }),
    who(920, -1, 384, { skin: '#e2b48c', hair: 'scarf', hairColour: BLUE, top: WHITE, legs: INK, cut: 'dress' }),
    who(1070, -1, 404, { skin: '#f3cfae', hair: 'short', hairColour: '#5a3420', top: GREEN, legs: INK, cut: 'jumper' }),
    [120, 240, 1460, 1540]
      .map(
        (x, index) =>
          leaf(x, 1180, 120, 30, -20 + index * 12, GREEN) + leaf(x + 26, 1180, 90, 24, 24, mix(GREEN, INK, 0.2)),
      )
      .join(''),
  );
}

/** The green sign above the way out: a runner, and an arrow. */
function exitSign(x: number, y: number, w: number): string {
  const h = w * 0.44;
  const runner = group(
    `translate(${x + w * 0.28} ${y + h * 0.9}) scale(${h * 0.0082})`,
    circle(6, -88, 9, WHITE),
    stroke('M2 -72L-6 -44', WHITE, 15),
    stroke('M2 -70L18 -56L30 -62M0 -70L-18 -64L-26 -48', WHITE, 8),
    stroke('M-4 -44L14 -30L8 -6M-8 -44L-16 -22L-36 -20', WHITE, 10),
  );
  return (
    rect(x, y, w, h, GREEN, 14) +
    runner +
    stroke(
      `M${x + w * 0.54} ${y + h * 0.5}H${x + w * 0.86}M${x + w * 0.76} ${y + h * 0.3}L${x + w * 0.87} ${y + h * 0.5}L${x + w * 0.76} ${y + h * 0.7}`,
      WHITE,
      h * 0.1,
    )
  );
}

/** The sign of an assembly point: four arrows that meet. */
function meetingSign(x: number, y: number): string {
  const arrow = (angle: number) =>
    group(
      `translate(${x} ${y - 400}) rotate(${angle})`,
      path('M-96 -96L-40 -96L-56 -80L-26 -50L-50 -26L-80 -56L-96 -40Z', WHITE, 'transform="rotate(180 -61 -61)"'),
    );
  return (
    rect(x - 10, y - 300, 20, 310, INK) +
    rect(x - 130, y - 530, 260, 260, GREEN, 20) +
    [0, 90, 180, 270].map(arrow).join('') +
    circle(x, y - 400, 20, WHITE)
  );
}

function lift(x: number, floor: number): string {
  const [w, h, top] = [320, 700, floor - 760];
  return (
    rect(x - 24, top - 24, w + 48, h + 200, mix(PAPER_2, INK, 0.3)) +
    rect(x, top, w / 2 - 4, h + 160, mix(PAPER_2, INK, 0.5)) +
    rect(x + w / 2 + 4, top, w / 2 - 4, h + 160, mix(PAPER_2, INK, 0.56)) +
    polygon(
      [
        [x + 110, top - 60],
        [x + 150, top - 60],
        [x + 130, top - 100],
      ],
      INK,
    ) +
    polygon(
      [
        [x + 170, top - 100],
        [x + 210, top - 100],
        [x + 190, top - 60],
      ],
      INK,
    ) +
    circle(x + w / 2, top + 300, 120, PAPER) +
    circle(x + w / 2, top + 300, 106, 'none', `stroke="${RED}" stroke-width="30"`) +
    clipped(
      'nolift',
      circle(x + w / 2, top + 300, 106, WHITE),
      rect(x + w / 2 - 40, top + 240, 80, 116, INK, 6),
      stroke(`M${x + w / 2 - 78} ${top + 222}L${x + w / 2 + 78} ${top + 378}`, RED, 28),
    )
  );
}
