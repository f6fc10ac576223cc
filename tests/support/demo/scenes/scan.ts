/** Scanning in three pictures: the sheet in the tray, the badge at the panel, the file that is already there. */
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
  group,
  mix,
  path,
  polygon,
  rect,
  stairs,
  stroke,
  svg,
} from '../paint.ts';
import { holdingHand, pointingHand } from '../hand.ts';
import { badge, sheet } from './things.ts';

const ground = mix(SUN, PAPER, 0.42);

export function scanSheet(): string {
  return scene(
    rect(0, 1010, 1600, 190, mix(SUN, OCHRE, 0.5)),
    machine(),
    group('translate(560 86) rotate(-4)', sheet(440, 520)),
    polygon('440,560 1120,560 1180,640 400,640', mix(INK, WHITE, 0.16)),
    rect(380, 630, 820, 50, mix(INK, WHITE, 0.3), 16),
    stroke('M250 250V420M196 372L250 430L304 372', RED, 34),
    pointingHand({ x: 1230, y: 560, angle: -74, skin: '#f0c5a3', sleeve: GREEN, scale: 1.15 }),
  );
}

export function scanBadge(): string {
  return scene(
    rect(180, 120, 1240, 660, mix(INK, WHITE, 0.24), 40),
    rect(180, 700, 1240, 90, INK, 20),
    rect(260, 190, 620, 500, INK, 28),
    rect(286, 216, 568, 448, PAPER, 14),
    rect(322, 252, 496, 226, BLUE, 22),
    envelope(470, 288, 200),
    rect(322, 508, 236, 120, mix(PAPER_2, INK, 0.1), 20),
    rect(582, 508, 236, 120, mix(PAPER_2, INK, 0.1), 20),
    rect(372, 556, 136, 22, INK, 11),
    rect(632, 556, 136, 22, INK, 11),
    rect(960, 190, 380, 380, INK, 40),
    circle(1150, 380, 120, mix(INK, WHITE, 0.14)),
    circle(1150, 380, 120, 'none', `stroke="${GREEN}" stroke-width="26"`),
    stairs(1096, 434, 108, SUN),
    holdingHand(
      { x: 1250, y: 1130, angle: -6, skin: '#8a5a3c', sleeve: RED, scale: 1.25 },
      group('translate(-20 -240) rotate(-4)', badge()),
    ),
  );
}

export function scanInbox(): string {
  return scene(
    rect(0, 1010, 1600, 190, mix(SUN, OCHRE, 0.5)),
    rect(300, 190, 1000, 690, INK, 34),
    rect(334, 224, 932, 622, PAPER, 12),
    rect(334, 224, 220, 622, PURPLE, 12),
    stairs(374, 330, 76, SUN),
    [0, 1, 2]
      .map((index) => rect(374, 400 + index * 70, [130, 100, 116][index] ?? 100, 22, mix(PURPLE, WHITE, 0.6), 11))
      .join(''),
    rect(590, 262, 640, 200, WHITE, 22),
    rect(590, 262, 18, 200, GREEN, 9),
    envelope(640, 310, 150),
    rect(830, 316, 300, 28, INK, 14),
    rect(830, 372, 220, 20, mix(INK, WHITE, 0.5), 10),
    circle(1188, 304, 24, RED),
    [0, 1]
      .map(
        (index) =>
          rect(590, 490 + index * 160, 640, 136, mix(PAPER_2, PAPER, 0.3), 22) +
          rect(640, 530 + index * 160, 120, 60, mix(PAPER_2, INK, 0.14), 10) +
          rect(830, 536 + index * 160, 260, 20, mix(INK, PAPER, 0.5), 10) +
          rect(830, 572 + index * 160, 180, 16, mix(INK, PAPER, 0.66), 8),
      )
      .join(''),
    path('M190 1010L300 880H1300L1410 1010Z', mix(INK, WHITE, 0.35)),
    rect(190, 1006, 1220, 40, mix(INK, WHITE, 0.2), 14),
    [0, 1, 2].map((row) => rect(330 + row * -18, 900 + row * 30, 940 + row * 36, 18, mix(INK, WHITE, 0.5), 6)).join(''),
    holdingHand(
      { x: 1330, y: 1200, angle: -12, skin: '#c98f63', sleeve: BLUE, scale: 1.2 },
      group('translate(-200 -520) rotate(3)', sheet(330, 430)),
    ),
  );
}

function scene(...parts: string[]): string {
  return svg(
    1600,
    1200,
    dots('wall', mix(ground, OCHRE, 0.16), 44, 5),
    rect(0, 0, 1600, 1200, ground),
    rect(0, 0, 1600, 1200, 'url(#wall)'),
    ...parts,
  );
}

function machine(): string {
  const body = mix(PAPER_2, INK, 0.12);
  return (
    rect(240, 640, 1120, 420, body, 30) +
    rect(1080, 640, 280, 420, mix(body, INK, 0.14), 30) +
    rect(240, 760, 1120, 20, mix(body, INK, 0.3)) +
    rect(330, 830, 660, 70, mix(body, INK, 0.24), 14) +
    rect(330, 930, 660, 70, mix(body, INK, 0.24), 14) +
    rect(600, 856, 120, 18, INK, 9) +
    rect(600, 956, 120, 18, INK, 9) +
    rect(1130, 820, 180, 120, INK, 16) +
    rect(1148, 838, 144, 84, GREEN, 8) +
    rect(300, 1050, 90, 40, INK, 8) +
    rect(1210, 1050, 90, 40, INK, 8)
  );
}

function envelope(x: number, y: number, w: number): string {
  const h = w * 0.7;
  return (
    rect(x, y, w, h, WHITE, w * 0.07) +
    stroke(
      `M${x + w * 0.06} ${y + h * 0.1}L${x + w / 2} ${y + h * 0.58}L${x + w * 0.94} ${y + h * 0.1}`,
      INK,
      w * 0.05,
    ) +
    circle(x + w * 0.96, y + h * 0.96, w * 0.2, GREEN) +
    stroke(`M${x + w * 0.87} ${y + h * 0.96}l${w * 0.06} ${w * 0.07}l${w * 0.12} ${-w * 0.14}`, WHITE, w * 0.045)
  );
}
