/** The garden on the roof: planters, a lime tree, a bench, and the city below. */
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
  dots,
  ellipse,
  group,
  hatch,
  mix,
  path,
  polygon,
  rect,
  seeded,
  stroke,
  svg,
} from '../paint.ts';
import { person } from '../person.ts';
import { leaf, tree } from '../plants.ts';

const DECK = 1150;

export function garden(): string {
  return svg(
    2560,
    1440,
    hatch('boards', mix(OCHRE, INK, 0.2), 66, 5, 0),
    dots('haze', mix(BLUE, WHITE, 0.66), 40, 4),
    sky(),
    city(),
    greenhouse(),
    wallAndDeck(),
    tree(1240, DECK + 10, 1010, { leaf: mix(GREEN, '#6f9a3a', 0.35), trunk: mix(OCHRE, INK, 0.5) }, 21),
    lights(),
    bench(),
    gardener(),
    planters(),
  );
}

function sky(): string {
  const cloud = (x: number, y: number, s: number) =>
    group(
      `translate(${x} ${y}) scale(${s})`,
      rect(0, 0, 420, 60, WHITE, 30),
      rect(70, -50, 250, 80, WHITE, 40),
      rect(150, -84, 120, 80, WHITE, 40),
    );
  return (
    rect(0, 0, 2560, 1440, mix(BLUE, WHITE, 0.74)) +
    rect(0, 420, 2560, 800, mix(BLUE, WHITE, 0.8)) +
    rect(0, 640, 2560, 800, mix(BLUE, WHITE, 0.86)) +
    circle(2080, 330, 150, SUN) +
    cloud(180, 250, 1.1) +
    cloud(1780, 470, 0.9) +
    cloud(620, 480, 0.6)
  );
}

function city(): string {
  const random = seeded(41);
  const row = (base: number, spread: number, colour: string, width: number) => {
    const parts: string[] = [];
    for (let x = -30; x < 2600;) {
      const w = width * (0.6 + random() * 0.8);
      const top = base - random() * spread;
      parts.push(rect(x, top, w + 2, 1200 - top, colour));
      if (random() < 0.4)
        parts.push(
          polygon(
            [
              [x, top],
              [x + w / 2, top - 50],
              [x + w, top],
            ],
            colour,
          ),
        );
      for (let wy = top + 34; wy < 1100; wy += 56)
        for (let wx = x + 22; wx < x + w - 30; wx += 46) parts.push(rect(wx, wy, 18, 26, mix(colour, WHITE, 0.24)));
      x += w;
    }
    return parts.join('');
  };
  return (
    row(760, 240, mix(BLUE, WHITE, 0.66), 140) +
    row(880, 180, mix(BLUE, WHITE, 0.5), 170) +
    row(1010, 150, mix(BLUE, WHITE, 0.32), 190)
  );
}

function greenhouse(): string {
  const [x, y, w] = [170, DECK, 560];
  const glass = mix(GREEN, WHITE, 0.72);
  return (
    polygon(
      [
        [x, y],
        [x, y - 360],
        [x + w / 2, y - 560],
        [x + w, y - 360],
        [x + w, y],
      ],
      glass,
    ) +
    polygon(
      [
        [x + w * 0.56, y],
        [x + w * 0.56, y - 536],
        [x + w, y - 360],
        [x + w, y],
      ],
      mix(glass, GREEN, 0.16),
    ) +
    [0.14, 0.3, 0.46, 0.62, 0.78].map((at, index) => tomato(x + w * at + 20, y, 250 + (index % 3) * 40)).join('') +
    stroke(
      `M${x} ${y}V${y - 360}L${x + w / 2} ${y - 560}L${x + w} ${y - 360}V${y}M${x} ${y - 360}H${x + w}M${x + w / 2} ${y - 560}V${y}M${x + w / 4} ${y - 460}V${y}M${x + (w * 3) / 4} ${y - 460}V${y}`,
      INK,
      14,
    )
  );
}

function tomato(x: number, y: number, h: number): string {
  const stem = stroke(`M${x} ${y}V${y - h}`, mix(GREEN, INK, 0.3), 7);
  const leaves = [0.3, 0.5, 0.7, 0.9].map(
    (at, index) =>
      leaf(x, y - h * at, 74, 24, index % 2 === 0 ? 60 : -60, GREEN) +
      (index % 2 === 0 ? circle(x - 16, y - h * at + 24, 17, RED) : ''),
  );
  return stem + leaves.join('');
}

function wallAndDeck(): string {
  return (
    rect(0, DECK - 130, 2560, 140, mix(PAPER_2, OCHRE, 0.12)) +
    rect(0, DECK - 148, 2560, 24, PAPER) +
    rect(0, DECK - 40, 2560, 50, mix(PAPER_2, OCHRE, 0.26)) +
    rect(0, DECK, 2560, 300, mix(OCHRE, PAPER, 0.34)) +
    rect(0, DECK, 2560, 300, 'url(#boards)', 0, 'opacity=".5"') +
    polygon(
      [
        [900, DECK],
        [1680, DECK],
        [2060, 1440],
        [1180, 1440],
      ],
      mix(OCHRE, INK, 0.3),
      'opacity=".35"',
    )
  );
}

function lights(): string {
  const bulbs = Array.from({ length: 17 }, (_, index) => {
    const t = (index + 0.5) / 17;
    const x = 450 + t * 2110;
    const y = 590 + Math.sin(t * Math.PI * 3) * -10 + Math.abs(Math.sin(t * Math.PI * 3)) * 90;
    return rect(x - 4, y - 6, 8, 22, INK) + circle(x, y + 26, 17, SUN);
  });
  let d = '';
  for (let index = 0; index <= 60; index += 1) {
    const t = index / 60;
    d += `${index === 0 ? 'M' : 'L'}${450 + t * 2110} ${590 + Math.sin(t * Math.PI * 3) * -10 + Math.abs(Math.sin(t * Math.PI * 3)) * 90}`;
  }
  return rect(1848, 584, 16, DECK - 584, INK) + circle(1856, 580, 16, INK) + stroke(d, INK, 5) + bulbs.join('');
}

function bench(): string {
  const y = DECK + 90;
  const seat = (
    x: number,
    facing: 1 | -1,
    who: { skin: string; hair: 'long' | 'short'; hairColour: string; top: string; legs: string; holds: string },
  ) =>
    person({
      ...who,
      x,
      y: y + 54,
      height: 470,
      facing,
      lean: -4,
      near: { arm: [30, 98], leg: [84, 4] },
      far: { arm: [18, 80], leg: [78, -6] },
      shoes: INK,
      lift: -3,
    });
  const cup = path('M-3 -4L3.4 -4L2.6 4L-2.2 4Z', WHITE);
  const book = group('rotate(-20)', rect(-1, -10, 10, 13, WHITE, 1), rect(-1, -10, 2, 13, PURPLE));
  return (
    rect(1010, y - 172, 460, 26, RED, 8) +
    rect(1010, y - 236, 460, 26, RED, 8) +
    rect(1040, y - 240, 18, 240, INK) +
    rect(1422, y - 240, 18, 240, INK) +
    seat(1110, 1, { skin: '#8a5a3c', hair: 'short', hairColour: '#1f1a1c', top: WHITE, legs: BLUE, holds: cup }) +
    seat(1392, -1, {
      skin: '#f0c5a3',
      hair: 'long',
      hairColour: '#a8501f',
      top: PURPLE,
      legs: '#2f3b4a',
      holds: book,
    }) +
    rect(990, y - 104, 500, 30, mix(RED, INK, 0.14), 8) +
    rect(1030, y - 76, 20, 150, INK) +
    rect(1430, y - 76, 20, 150, INK)
  );
}

function gardener(): string {
  const can = group(
    'translate(2 4)',
    rect(-8, -4, 13, 12, GREEN, 2),
    stroke('M5 4L14 -5', GREEN, 2.4),
    stroke('M-5 -4Q-1 -12 3 -4', GREEN, 1.6),
    stroke('M15 -4q3 3 3 8M13 -3q2 3 1 8', mix(BLUE, WHITE, 0.5), 0.9),
  );
  return person({
    x: 1985,
    y: DECK + 60,
    height: 500,
    skin: '#c98f63',
    hair: 'scarf',
    hairColour: SUN,
    top: RED,
    legs: BLUE,
    cut: 'coat',
    lean: 10,
    nod: 10,
    near: { arm: [40, 66], leg: [10, 4] },
    far: { arm: [30, 50], leg: [-12, -8] },
    holds: can,
    shoes: INK,
  });
}

function planters(): string {
  const random = seeded(77);
  const box = (x: number, w: number, h: number, tone: string) =>
    rect(x, DECK + 270 - h, w, h, tone, 10) +
    rect(x, DECK + 270 - h, w, 22, mix(tone, WHITE, 0.2), 10) +
    rect(x + w * 0.72, DECK + 270 - h + 22, w * 0.28, h - 22, mix(tone, INK, 0.16));
  const green2 = mix(GREEN, INK, 0.24);
  const herbs = (x: number, w: number, y: number, kinds: readonly string[]) =>
    Array.from({ length: Math.round(w / 24) }, (_, index) => {
      const at = x + 14 + index * 24;
      const tone = kinds[index % kinds.length] ?? GREEN;
      const height = 90 + random() * 90;
      const flower = [PURPLE, SUN, RED][index % 3] ?? SUN;
      if (random() < 0.28)
        return (
          stroke(`M${at} ${y + 10}V${y - height}`, green2, 6) +
          [0, 1, 2]
            .map((bud) => circle(at + (bud - 1) * 9, y - height + bud * 17, 13, mix(flower, INK, bud * 0.1)))
            .join('')
        );
      return leaf(at, y + 10, height, 22, (random() - 0.5) * 50, tone);
    }).join('');
  const sage = mix(GREEN, WHITE, 0.34);
  return [
    herbs(60, 640, DECK + 110, [GREEN, sage, green2]),
    box(50, 670, 170, RED),
    herbs(2010, 520, DECK + 90, [green2, GREEN, mix(GREEN, SUN, 0.3)]),
    box(2000, 560, 190, BLUE),
    group(
      'translate(840 1420)',
      ellipse(0, -20, 90, 22, mix(OCHRE, INK, 0.4)),
      path('M-84 -150H84L64 -20Q0 0 -64 -20Z', PAPER),
      path('M20 -150H84L64 -20Q40 -10 20 -8Z', mix(PAPER, INK, 0.14)),
      [-50, -24, 0, 26, 50]
        .map((dx, index) => leaf(dx, -146, 150 + (index % 2) * 40, 26, dx * 0.6, index % 2 === 0 ? GREEN : sage))
        .join(''),
    ),
  ].join('');
}
