/** The morning: sun behind a stepped office building, the first windows lit, people on their way in. */
import {
  BLUE,
  GREEN,
  INK,
  OCHRE,
  PAPER,
  PURPLE,
  RED,
  SUN,
  WHITE,
  circle,
  group,
  mix,
  path,
  polygon,
  rect,
  seeded,
  stroke,
  svg,
} from '../paint.ts';
import { person } from '../person.ts';
import { tree } from '../plants.ts';
import { GLOW, office } from './office.ts';

const STREET = 1240;

export function morning(): string {
  return svg(
    2560,
    1440,
    sky(),
    skyline(11, 640, 300, mix('#f0b48a', PAPER, 0.35), 130),
    skyline(23, 760, 260, mix('#dc9474', PURPLE, 0.12), 170),
    skyline(37, 900, 220, mix('#b06a70', PURPLE, 0.5), 210, true),
    office(STREET),
    street(),
  );
}

function sky(): string {
  const tones = ['#f6d9a8', '#f8e0b4', '#fae7c4', '#fbecd0', mix(PAPER, SUN, 0.1)];
  const bands = tones.map((tone, index) => circle(1130, 690, 1600 - index * 260, tone));
  const cloud = (x: number, y: number, w: number) =>
    rect(x, y, w, 34, WHITE, 17) + rect(x + w * 0.24, y - 30, w * 0.5, 40, WHITE, 20);
  const bird = (x: number, y: number, s: number) =>
    stroke(
      `M${x - s} ${y - s * 0.3}Q${x - s * 0.4} ${y - s * 0.5} ${x} ${y}Q${x + s * 0.4} ${y - s * 0.5} ${x + s} ${y - s * 0.3}`,
      INK,
      7,
    );
  return (
    rect(0, 0, 2560, 1440, '#f3d09a') +
    bands.join('') +
    circle(1130, 590, 470, mix(SUN, PAPER, 0.5)) +
    circle(1130, 590, 390, SUN) +
    cloud(300, 330, 330) +
    cloud(1960, 250, 380) +
    cloud(2210, 520, 240) +
    bird(700, 250, 34) +
    bird(800, 300, 26) +
    bird(620, 330, 22)
  );
}

function skyline(seed: number, base: number, spread: number, colour: string, width: number, windows = false): string {
  const random = seeded(seed);
  const parts: string[] = [];
  for (let x = -40; x < 2600;) {
    const w = width * (0.7 + random() * 0.7);
    const top = base - random() * spread;
    parts.push(rect(x, top, w + 2, STREET - top, colour));
    const kind = random();
    if (kind < 0.25)
      parts.push(
        polygon(
          [
            [x, top],
            [x + w / 2, top - w * 0.34],
            [x + w, top],
          ],
          colour,
        ),
      );
    else if (kind < 0.5)
      parts.push(rect(x + w * 0.2, top - 44, w * 0.22, 46, colour), rect(x + w * 0.3, top - 84, 8, 50, colour));
    else if (kind < 0.62)
      parts.push(path(`M${x + w * 0.1} ${top}A${w * 0.4} ${w * 0.4} 0 0 1 ${x + w * 0.9} ${top}Z`, colour));
    if (windows) {
      for (let wy = top + 40; wy < STREET - 60; wy += 62)
        for (let wx = x + 26; wx < x + w - 36; wx += 50)
          parts.push(rect(wx, wy, 22, 32, random() < 0.22 ? GLOW : mix(colour, INK, 0.22)));
    }
    x += w;
  }
  return parts.join('');
}

function street(): string {
  const cup = group('translate(1 0)', path('M-3 -4.6L3 -4.6L2.2 4L-2.2 4Z', WHITE) + rect(-3.4, -6, 6.8, 2, RED, 1));
  const bag = path('M-5 2L5 2L6 13L-6 13Z', OCHRE) + stroke('M-3 3Q0 -5 3 3', OCHRE, 1.4);
  return [
    rect(0, STREET, 2560, 200, mix(INK, BLUE, 0.1)),
    rect(0, STREET, 2560, 30, mix(PAPER, INK, 0.25)),
    rect(0, STREET + 30, 2560, 8, mix(INK, '#000000', 0.2)),
    [0, 1, 2, 3, 4, 5, 6]
      .map((index) => rect(90 + index * 380, STREET + 108, 190, 12, mix(INK, PAPER, 0.6), 6))
      .join(''),
    tree(330, STREET + 6, 620, { leaf: '#b5641f', trunk: INK }, 3),
    tree(2200, STREET + 6, 560, { leaf: '#c8882a', trunk: INK }, 9),
    tree(80, STREET + 6, 470, { leaf: GREEN, trunk: INK }, 12),
    tree(2470, STREET + 6, 440, { leaf: GREEN, trunk: INK }, 15),
    person({
      x: 690,
      y: STREET + 16,
      height: 310,
      skin: '#8a5a3c',
      hair: 'scarf',
      hairColour: PURPLE,
      top: RED,
      legs: INK,
      cut: 'coat',
      near: { arm: [-16, 6], leg: [22, 8] },
      far: { arm: [24, 50], leg: [-16, -34] },
      holds: bag,
      shoes: OCHRE,
    }),
    person({
      x: 1080,
      y: STREET + 16,
      height: 330,
      skin: '#f0c5a3',
      hair: 'short',
      hairColour: '#5a3420',
      top: GREEN,
      legs: '#2f3b4a',
      cut: 'coat',
      near: { arm: [20, 96], leg: [-14, -36] },
      far: { arm: [-20, 4], leg: [22, 6] },
      holds: cup,
    }),
    person({
      x: 1640,
      y: STREET + 16,
      height: 316,
      facing: -1,
      skin: '#c98f63',
      hair: 'bob',
      hairColour: '#1f1a1c',
      top: SUN,
      legs: BLUE,
      cut: 'coat',
      near: { arm: [24, 40], leg: [22, 8] },
      far: { arm: [-20, 0], leg: [-16, -36] },
      shoes: RED,
    }),
    cyclist(2250, STREET + 110),
  ].join('');
}

function cyclist(x: number, y: number): string {
  const wheel = (wx: number) =>
    `<circle cx="${wx}" cy="${y - 70}" r="66" fill="none" stroke="${PAPER}" stroke-width="9"/>` +
    circle(wx, y - 70, 8, PAPER);
  const frame = stroke(
    `M${x - 110} ${y - 70}L${x - 50} ${y - 170}L${x + 80} ${y - 176}L${x + 110} ${y - 70}M${x + 80} ${y - 176}L${x} ${y - 70}L${x - 50} ${y - 170}M${x} ${y - 70}L${x - 110} ${y - 70}M${x + 80} ${y - 176}L${x + 72} ${y - 214}L${x + 108} ${y - 214}M${x - 50} ${y - 170}L${x - 58} ${y - 196}`,
    RED,
    10,
  );
  return group(
    `translate(${x * 2} 0) scale(-1 1)`,
    wheel(x - 110) + wheel(x + 110) + rect(x - 88, y - 206, 62, 14, INK, 7),
    person({
      x: x - 52,
      y: y - 12,
      height: 350,
      skin: '#d9a072',
      hair: 'beard',
      hairColour: '#2d2320',
      top: PURPLE,
      legs: '#33445a',
      lean: 22,
      nod: -14,
      near: { arm: [50, 66], leg: [72, 6] },
      far: { arm: [54, 62], leg: [48, -18] },
      shoes: PAPER,
    }),
    frame,
  );
}
