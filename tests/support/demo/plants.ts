/** Leaves, pot plants and trees for the demo's pictures: two tones each, light from the left. */
import { INK, WHITE, circle, ellipse, group, mix, path, seeded, stroke } from './paint.ts';

/** A leaf whose stalk is at (x, y), pointing to `angle` (0 is up, clockwise). */
export function leaf(x: number, y: number, length: number, width: number, angle: number, colour: string): string {
  const half = (side: 1 | -1) =>
    `M0 0C${side * width} ${-length * 0.25} ${side * width * 0.8} ${-length * 0.75} 0 ${-length}Z`;
  return group(
    `translate(${x} ${y}) rotate(${angle})`,
    path(half(-1), mix(colour, WHITE, 0.14)),
    path(half(1), colour),
  );
}

/** A plant in a pot: stems fan out, the largest leaves in the middle. */
export function potPlant(
  x: number,
  y: number,
  height: number,
  colours: { leaf: string; pot: string },
  seed = 1,
): string {
  const random = seeded(seed);
  const pot = height * 0.26;
  const count = 9;
  const stems = Array.from({ length: count }, (_, index) => {
    const angle = -64 + (128 * index) / (count - 1) + (random() - 0.5) * 10;
    const reach = height * (0.34 + 0.3 * Math.cos((angle * Math.PI) / 180) + random() * 0.06);
    const tipX = x + Math.sin((angle * Math.PI) / 180) * reach * 0.62;
    const tipY = y - pot - Math.cos((angle * Math.PI) / 180) * reach * 0.7;
    const tone = mix(colours.leaf, INK, index % 2 === 0 ? 0.2 : 0);
    return {
      order: index % 2,
      drawn:
        stroke(
          `M${x} ${y - pot}Q${x} ${(y - pot + tipY) / 2} ${tipX} ${tipY}`,
          mix(colours.leaf, INK, 0.3),
          height * 0.012,
        ) + leaf(tipX, tipY + height * 0.05, height * 0.36, height * 0.1, angle, tone),
    };
  });
  const sides = `M${x - pot * 0.62} ${y - pot}L${x + pot * 0.62} ${y - pot}L${x + pot * 0.46} ${y}L${x - pot * 0.46} ${y}Z`;
  const shade = `M${x + pot * 0.14} ${y - pot}L${x + pot * 0.62} ${y - pot}L${x + pot * 0.46} ${y}L${x + pot * 0.1} ${y}Z`;
  return (
    stems
      .toSorted((a, b) => a.order - b.order)
      .map((stem) => stem.drawn)
      .join('') +
    path(sides, colours.pot) +
    path(shade, mix(colours.pot, INK, 0.16))
  );
}

/** A tree with a crown of overlapping rounds and a scatter of small leaves that catch the light. */
export function tree(x: number, y: number, height: number, colours: { leaf: string; trunk: string }, seed = 1): string {
  const random = seeded(seed);
  const crown = height * 0.34;
  const middle = y - height + crown;
  const trunk = height * 0.03;
  const rounds = Array.from({ length: 11 }, (_, index) => {
    const angle = (index / 11) * Math.PI * 2;
    return {
      x: x + Math.cos(angle) * crown * 0.62,
      y: middle + Math.sin(angle) * crown * 0.56,
      r: crown * (0.4 + random() * 0.12),
    };
  });
  const lit = rounds.map((round) =>
    circle(round.x - crown * 0.1, round.y - crown * 0.1, round.r * 0.86, mix(colours.leaf, WHITE, 0.12)),
  );
  const specks = Array.from({ length: 70 }, () => {
    const angle = random() * Math.PI * 2;
    const away = Math.sqrt(random()) * crown * 0.92;
    const shade = random() < 0.55 ? mix(colours.leaf, WHITE, 0.32) : mix(colours.leaf, INK, 0.22);
    return leaf(
      x + Math.cos(angle) * away,
      middle + Math.sin(angle) * away * 0.92,
      height * 0.034,
      height * 0.012,
      random() * 360,
      shade,
    );
  });
  return [
    path(
      `M${x - trunk} ${y}Q${x - trunk * 0.5} ${y - height * 0.3} ${x - trunk * 0.5} ${middle}L${x + trunk * 0.5} ${middle}Q${x + trunk * 0.6} ${y - height * 0.3} ${x + trunk * 1.2} ${y}Z`,
      colours.trunk,
    ),
    stroke(
      `M${x} ${y - height * 0.3}L${x + crown * 0.5} ${middle + crown * 0.2}M${x} ${y - height * 0.36}L${x - crown * 0.5} ${middle + crown * 0.1}`,
      colours.trunk,
      trunk * 0.8,
    ),
    ...rounds.map((round) => circle(round.x, round.y, round.r, colours.leaf)),
    ellipse(x, middle, crown * 0.8, crown * 0.74, colours.leaf),
    ...lit.filter((_, index) => index >= 5 && index <= 8),
    ...specks,
  ].join('');
}
