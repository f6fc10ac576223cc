/** Booking a room in three pictures: the hours by the door, the badge, the cable. */
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
import { holdingHand, pointingHand } from '../hand.ts';
import { badge } from './things.ts';

const wall = mix(BLUE, WHITE, 0.72);

export function roomPanel(): string {
  const hours = ['9:00', '10:00', '11:00', '14:00', '15:00'];
  const free = [false, true, false, true, false];
  const rows = hours.map((hour, index) => {
    const y = 360 + index * 124;
    const colour = free[index] === true ? GREEN : mix(RED, WHITE, 0.1);
    const chosen = index === 3 ? rect(596, y - 12, 528, 124, 'none', 26, `stroke="${SUN}" stroke-width="14"`) : '';
    return (
      rect(610, y, 500, 100, colour, 16) +
      (free[index] === true ? '' : rect(610, y, 500, 100, 'url(#busy)', 16)) +
      label(640, y + 70, hour, WHITE, 60) +
      chosen
    );
  });
  return svg(
    1600,
    1200,
    hatch('wall', mix(wall, BLUE, 0.08), 22, 4, 45),
    hatch('busy', mix(RED, INK, 0.18), 20, 7, 45),
    rect(0, 0, 1600, 1200, wall),
    rect(0, 0, 1600, 1200, 'url(#wall)'),
    door(),
    polygon('560,1090 1180,1090 1320,1200 660,1200', mix(wall, INK, 0.14)),
    rect(540, 110, 640, 990, INK, 48),
    rect(574, 144, 572, 922, PAPER, 22),
    rect(610, 184, 500, 130, INK, 18),
    circle(672, 249, 30, GREEN),
    rect(730, 222, 220, 22, PAPER, 11),
    rect(730, 262, 140, 16, mix(PAPER, INK, 0.4), 8),
    ...rows,
    pointingHand({ x: 1130, y: 1010, angle: -32, skin: '#c98f63', sleeve: RED, scale: 1.25 }),
  );
}

export function roomBadge(): string {
  const wave = (r: number) =>
    `<path d="M${800 - r * 0.72} ${500 + r * 0.72}A${r} ${r} 0 0 0 ${800 + r * 0.72} ${500 + r * 0.72}" fill="none" stroke="${SUN}" stroke-width="22" stroke-linecap="round"/>`;
  return svg(
    1600,
    1200,
    hatch('wall', mix(wall, BLUE, 0.08), 22, 4, 45),
    rect(0, 0, 1600, 1200, wall),
    rect(0, 0, 1600, 1200, 'url(#wall)'),
    rect(60, 0, 330, 1200, mix(BLUE, INK, 0.2)),
    rect(60, 0, 40, 1200, mix(BLUE, INK, 0.45)),
    rect(320, 560, 26, 200, SUN, 13),
    rect(560, 70, 480, 480, INK, 64),
    rect(594, 104, 412, 412, mix(INK, WHITE, 0.08), 44),
    circle(800, 310, 150, GREEN),
    stroke('M726 312L782 368L880 258', WHITE, 40),
    wave(170),
    wave(240),
    wave(310),
    holdingHand(
      { x: 850, y: 1200, angle: 4, skin: '#8a5a3c', sleeve: SUN, scale: 1.3 },
      group('translate(-20 -230) rotate(-6)', badge()),
    ),
  );
}

export function roomCable(): string {
  return svg(
    1600,
    1200,
    hatch('wall', mix(wall, BLUE, 0.08), 22, 4, 45),
    rect(0, 0, 1600, 1200, wall),
    rect(0, 0, 1600, 1200, 'url(#wall)'),
    rect(356, 92, 960, 560, mix(wall, INK, 0.2), 24),
    rect(340, 70, 960, 560, INK, 24),
    slide('wall-slide', 366, 96, 908, 508),
    rect(0, 960, 1600, 240, mix(OCHRE, PAPER, 0.34)),
    rect(0, 960, 1600, 26, mix(OCHRE, PAPER, 0.6)),
    stroke('M820 632V740Q820 830 940 830H1140Q1240 830 1240 920V1040', INK, 20),
    laptop(170, 1040),
    stroke('M1240 1030Q1240 1096 1150 1096H1010', INK, 20),
    rect(880, 1066, 140, 60, mix(INK, WHITE, 0.2), 12),
    rect(836, 1078, 50, 36, '#b8c0c6', 4),
    pointingHand({ x: 1206, y: 1060, angle: -92, skin: '#f0c5a3', sleeve: PURPLE, scale: 1.05 }),
  );
}

function laptop(x: number, y: number): string {
  return (
    rect(x + 60, y - 400, 560, 380, INK, 20) +
    slide('lap-slide', x + 80, y - 380, 520, 330) +
    path(`M${x} ${y + 60}L${x + 60} ${y - 20}H${x + 620}L${x + 680} ${y + 60}Z`, mix(INK, WHITE, 0.35)) +
    rect(x, y + 58, 680, 44, mix(INK, WHITE, 0.22), 16) +
    rect(x + 620, y + 70, 50, 22, INK, 4)
  );
}

/** The same picture on the laptop and on the wall. */
function slide(id: string, x: number, y: number, w: number, h: number): string {
  return clipped(
    id,
    rect(x, y, w, h, WHITE),
    rect(x, y, w, h, PAPER),
    circle(x + w * 0.72, y + h * 0.34, h * 0.2, SUN),
    rect(x, y + h * 0.8, w, h * 0.2, GREEN),
    stairs(x + w * 0.12, y + h * 0.8, h * 0.6, BLUE),
    rect(x + w * 0.56, y + h * 0.62, w * 0.32, h * 0.06, mix(PAPER_2, INK, 0.2), h * 0.03),
  );
}

function door(): string {
  return (
    rect(40, 60, 430, 1140, mix(BLUE, INK, 0.25)) +
    rect(80, 110, 350, 1090, mix(BLUE, WHITE, 0.12)) +
    rect(130, 180, 250, 560, mix(SUN, WHITE, 0.5)) +
    rect(130, 600, 250, 20, OCHRE) +
    rect(180, 620, 16, 120, INK) +
    rect(316, 620, 16, 120, INK) +
    path('M150 740V560Q150 520 180 520T210 560V740Z', RED) +
    path('M300 740V560Q300 520 330 520T360 560V740Z', RED) +
    rect(250, 180, 10, 90, INK) +
    path('M205 320Q210 262 255 262Q300 262 305 320Z', INK) +
    rect(400, 640, 20, 150, SUN, 10)
  );
}

function label(x: number, y: number, text: string, fill: string, size: number): string {
  return `<text x="${x}" y="${y}" font-family="Bricolage Grotesque Variable" font-weight="700" font-size="${size}" fill="${fill}">${text}</text>`;
}
