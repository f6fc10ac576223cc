/** Hands for the step pictures: a sleeve, a palm, and fingers that point or hold. The wrist is at (x, y), fingers up at angle 0. */
import { INK, WHITE, group, mix, path, rect, stroke } from './paint.ts';

export type Hand = {
  x: number;
  y: number;
  angle: number;
  skin: string;
  sleeve: string;
  scale?: number;
  mirror?: boolean;
};

/** An index finger stretched out; its tip is 236 units above the wrist and 28 to the left. */
export function pointingHand(hand: Hand): string {
  const { skin } = hand;
  const curled = [-8, 20, 46]
    .map((x, index) => rect(x, -142 + index * 9, 29, 78 - index * 8, mix(skin, INK, 0.07 + index * 0.03), 14))
    .join('');
  return placed(
    hand,
    rect(-44, -128, 112, 140, skin, 40) +
      rect(-44, -240, 33, 170, skin, 16) +
      rect(-37, -234, 19, 26, mix(skin, WHITE, 0.4), 9) +
      curled +
      stroke('M54 -30Q62 -66 4 -84', mix(skin, INK, 0.16), 30) +
      sleeve(hand.sleeve),
  );
}

/** Thumb in front and fingers behind what is held; `held` is drawn between them, around (0, -170). */
export function holdingHand(hand: Hand, held: string): string {
  const { skin } = hand;
  const fingers = [0, 1, 2, 3]
    .map((index) => rect(40 - index * 7, -176 + index * 36, 62, 33, mix(skin, INK, 0.14), 16))
    .join('');
  return placed(
    hand,
    fingers +
      held +
      rect(-40, -88, 100, 100, skin, 36) +
      path('M-40 -40Q-60 -120 -34 -176Q-22 -196 -6 -182Q0 -150 20 -80L30 -20Z', skin) +
      path('M-32 -168Q-22 -188 -9 -178Q-6 -162 -2 -150Q-20 -140 -32 -168Z', mix(skin, WHITE, 0.36)) +
      sleeve(hand.sleeve),
  );
}

function sleeve(colour: string): string {
  return (
    path('M-62 20L76 20L130 900L-116 900Z', colour) +
    path('M30 20L76 20L130 900L60 900Z', mix(colour, INK, 0.16)) +
    rect(-68, -6, 150, 44, mix(colour, WHITE, 0.2), 10)
  );
}

function placed(hand: Hand, drawn: string): string {
  const scale = hand.scale ?? 1;
  return group(
    `translate(${hand.x} ${hand.y}) rotate(${hand.angle}) scale(${scale * (hand.mirror === true ? -1 : 1)} ${scale})`,
    drawn,
  );
}
