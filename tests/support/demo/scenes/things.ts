/** Things that more than one step picture shows. */
import { BLUE, INK, OCHRE, PAPER, RED, SUN, WHITE, circle, clipped, mix, path, rect, stairs } from '../paint.ts';

/** A staff badge, 300 by 200, centred on the origin: a face, two lines, the stairs. */
export function badge(): string {
  const face = clipped(
    'badge-face',
    rect(-126, -66, 104, 132, WHITE, 10),
    rect(-126, -66, 104, 132, mix(BLUE, WHITE, 0.6)),
    circle(-74, -14, 28, '#e2b48c'),
    path('M-104 -20Q-104 -58 -74 -58T-44 -20Q-60 -36 -74 -34T-104 -20Z', '#7a3218'),
    path('M-120 70Q-116 22 -74 22T-28 70Z', RED),
  );
  return (
    rect(-146, -96, 304, 206, mix(INK, WHITE, 0.3), 22) +
    rect(-150, -100, 300, 200, PAPER, 22) +
    rect(-150, -100, 300, 22, BLUE, 11) +
    face +
    rect(4, -44, 120, 20, INK, 10) +
    rect(4, -8, 84, 16, mix(INK, PAPER, 0.5), 8) +
    stairs(76, 74, 48, SUN) +
    rect(-24, -92, 48, 10, OCHRE, 5)
  );
}

/** A written sheet of paper, `width` wide, its upper left corner at the origin. */
export function sheet(width: number, height: number): string {
  const u = width / 20;
  const lines = [0.36, 0.45, 0.54, 0.63, 0.8].map((at, index) =>
    rect(u * 2.4, height * at, width - u * (index === 3 ? 9 : 4.8), u * 0.8, mix(PAPER, INK, 0.36), u * 0.4),
  );
  return (
    rect(u * 0.5, u * 0.5, width, height, mix(INK, PAPER, 0.5), u * 0.4) +
    rect(0, 0, width, height, WHITE, u * 0.4) +
    stairs(u * 2.4, u * 5, u * 2.6, RED) +
    rect(u * 6.4, u * 3, u * 9, u * 1.6, INK, u * 0.8) +
    lines.join('')
  );
}
