/** The office of the morning picture: stepped like the mark, some rooms lit, someone in a few of them. */
import {
  BLUE,
  GREEN,
  INK,
  OCHRE,
  PURPLE,
  RED,
  WHITE,
  clipped,
  ellipse,
  hatch,
  mix,
  path,
  polygon,
  rect,
  seeded,
  stairs,
} from '../paint.ts';
import { person } from '../person.ts';

const stone = mix(BLUE, INK, 0.2);
const shade = mix(BLUE, INK, 0.5);
/** Light in a window. */
export const GLOW = '#ffd98a';

/** Three steps high, like the mark, with people in the lit rooms. */
export function office(street: number): string {
  const [x, step, rise] = [760, 350, 290];
  const top = (index: number) => street - rise * (index + 1);
  const outline = `M${x} ${street}V${top(0)}H${x + step}V${top(1)}H${x + step * 2}V${top(2)}H${x + step * 3}V${street}Z`;
  const random = seeded(8);
  const rooms: string[] = [];
  for (let column = 0; column < 3; column += 1)
    for (let floor = 0; floor <= column; floor += 1)
      for (let bay = 0; bay < 3; bay += 1)
        rooms.push(
          room(
            x + column * step + 34 + bay * 100,
            street - (floor + 1) * rise + 70,
            floor === 0 ? 0 : random(),
            column * 9 + floor * 3 + bay,
          ),
        );
  const roofs = [0, 1, 2].map(
    (index) =>
      rect(x + index * step - 12, top(index) - 20, step + (index === 2 ? 24 : 12), 24, mix(stone, WHITE, 0.2)) +
      planting(x + index * step + 20, top(index) - 20, step - 60, index + 3),
  );
  return (
    hatch('facade', mix(stone, INK, 0.16), 12, 3, 0) +
    path(outline, stone) +
    clipped(
      'office',
      `<path d="${outline}"/>`,
      rect(x, 300, 1050, 1000, 'url(#facade)'),
      polygon(
        [
          [x + step * 3 - 120, 300],
          [x + step * 3, 300],
          [x + step * 3, street],
          [x + step * 3 - 120, street],
        ],
        shade,
      ),
      ...rooms,
    ) +
    roofs.join('') +
    rect(x + step * 2 + 138, top(2) - 70, 12, 54, INK) +
    rect(x + step * 2 + 208, top(2) - 70, 12, 54, INK) +
    stairs(x + step * 2 + 104, top(2) - 66, 150, WHITE) +
    entrance(x + step + 60, street)
  );
}

function room(x: number, y: number, chance: number, seed: number): string {
  if (chance === 0) return '';
  const on = chance > 0.3;
  const blind = rect(x, y, 88, 60 + (seed % 3) * 30, mix(stone, WHITE, 0.5)) + rect(x + 41, y, 6, 180, stone);
  const lamp =
    rect(x + 41, y, 5, 40, INK) +
    path(`M${x + 22} ${y + 62}Q${x + 26} ${y + 36} ${x + 44} ${y + 36}Q${x + 62} ${y + 36} ${x + 66} ${y + 62}Z`, RED) +
    rect(x, y + 128, 88, 10, OCHRE) +
    rect(x + 12, y + 100, 40, 30, INK, 3);
  const someone = person({
    ...(STAFF[seed % STAFF.length] ?? STAFF[0]),
    x: x + 40,
    y: y + 236,
    height: 210,
    facing: seed % 2 === 0 ? 1 : -1,
    legs: INK,
    near: { arm: [20, 100] },
  });
  const inside = on ? (chance > 0.55 ? someone : lamp) : blind;
  return (
    clipped(
      `room${seed}-${x}`,
      rect(x, y, 88, 180, WHITE),
      rect(x, y, 88, 180, on ? GLOW : mix(stone, WHITE, 0.3)),
      inside,
    ) + rect(x - 8, y + 180, 104, 12, shade)
  );
}

const STAFF = [
  { skin: '#8a5a3c', hair: 'curly', hairColour: '#241a18', top: WHITE },
  { skin: '#f0c5a3', hair: 'bun', hairColour: '#7a3218', top: GREEN },
  { skin: '#c98f63', hair: 'beard', hairColour: '#1f1a1c', top: RED },
  { skin: '#e2b48c', hair: 'bob', hairColour: '#b8863b', top: PURPLE },
] as const;

function planting(x: number, y: number, width: number, seed: number): string {
  const random = seeded(seed);
  const bushes = Array.from({ length: 8 }, (_, index) =>
    ellipse(
      x + (width / 7) * index,
      y - 26,
      28 + random() * 14,
      26 + random() * 30,
      index % 2 === 0 ? GREEN : mix(GREEN, INK, 0.25),
    ),
  );
  return bushes.join('') + rect(x - 30, y - 30, width + 60, 32, mix(stone, WHITE, 0.12), 4);
}

function entrance(x: number, street: number): string {
  const y = street - 200;
  const shop = (left: number, width: number) =>
    rect(left, y + 34, width, 110, GLOW) +
    rect(left - 8, y + 144, width + 16, 14, shade) +
    rect(left + width / 2 - 4, y + 34, 8, 110, shade);
  return (
    shop(x - 370, 210) +
    shop(x + 420, 180) +
    rect(x - 120, y, 470, 200, GLOW) +
    rect(x - 150, y - 34, 530, 34, RED) +
    rect(x - 150, y, 530, 10, mix(RED, INK, 0.3)) +
    [x - 120, x - 4, x + 112, x + 228, x + 340].map((post) => rect(post, y + 10, 10, 190, INK)).join('')
  );
}
