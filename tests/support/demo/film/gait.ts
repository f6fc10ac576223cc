/** Walking on stairs: where the body is and how the legs bend, tread by tread. One foot stands while the other swings. */
import type { Point } from '../paint.ts';
import type { Bend } from '../person.ts';

export const TREAD = 90;
export const RISE = 54;
export const FLOOR = 884;
const LANDING_TREADS = 9;
const FIRST_X = 605;

/** The middle of tread `index`: 0 to 8 lie on the landing, lower ones lead down to the left, higher ones up to the right. */
export function treadAt(index: number): Point {
  const below = Math.max(0, -index);
  const above = Math.max(0, index - (LANDING_TREADS - 1));
  return [FIRST_X + index * TREAD, FLOOR + (below - above) * RISE];
}

export type Gait = { x: number; y: number; near: Bend; far: Bend; swing: number };

/**
 * The body `stepsTaken` steps after tread `start`, going in `direction`, drawn at `height`. `swing` is -1 to 1 for the arms.
 * Whole numbers of steps end with both feet together when `resting`.
 */
export function gaitAt(start: number, direction: 1 | -1, stepsTaken: number, height: number, resting: boolean): Gait {
  const unit = height / 100;
  const step = Math.floor(stepsTaken);
  const part = stepsTaken - step;
  const tread = (count: number) => treadAt(start + direction * count);
  const standing = tread(step);
  const [back, ahead] = [tread(step - 1), tread(step + 1)];
  const eased = smooth(part);
  const swung: Point = resting
    ? standing
    : [
        lerp(back[0], ahead[0], eased),
        lerp(back[1], ahead[1], eased) -
          Math.sin(part * Math.PI) * 5 * unit -
          Math.max(0, back[1] - ahead[1]) * 0.3 * Math.sin(part * Math.PI),
      ];
  const from = tread(step - 0.5 <= 0 ? 0 : step - 1);
  const x = resting ? standing[0] : lerp((back[0] + standing[0]) / 2, (standing[0] + ahead[0]) / 2, part);
  const lowest =
    part < 0.5
      ? lerp(Math.max(from[1], standing[1]) + 1.8 * unit, standing[1], smooth(part * 2))
      : lerp(standing[1], Math.max(standing[1], ahead[1]) + 1.8 * unit, smooth(part * 2 - 1));
  const y = resting ? standing[1] : lowest;
  const local = (foot: Point): Point => [((foot[0] - x) * direction) / unit, (foot[1] - y) / unit];
  const even = step % 2 === 0;
  const [a, b] = [bendTo([1, -47], local(standing)), bendTo([-1, -47], local(swung))];
  const swing = resting ? 0 : Math.cos(part * Math.PI) * (even ? 1 : -1);
  return { x, y, near: even ? a : b, far: even ? b : a, swing };
}

/** Angles of thigh and shin that bring the ankle above `foot`; the knee bends forward. A foot out of reach is left hanging. */
function bendTo(hip: Point, foot: Point): Bend {
  const [upper, lower] = [23, 22];
  const [dx, dy] = [foot[0] - 1 - hip[0], foot[1] - 2.2 - hip[1]];
  const reach = Math.min(Math.hypot(dx, dy), upper + lower - 0.05);
  const aim = Math.atan2(dx, dy);
  const atHip = Math.acos((upper ** 2 + reach ** 2 - lower ** 2) / (2 * upper * reach));
  const atKnee = Math.acos((upper ** 2 + lower ** 2 - reach ** 2) / (2 * upper * lower));
  const thigh = aim + atHip;
  return [degrees(thigh), degrees(thigh - (Math.PI - atKnee))];
}

export function lerp(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

export function smooth(share: number): number {
  const t = Math.min(1, Math.max(0, share));
  return t * t * (3 - 2 * t);
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
