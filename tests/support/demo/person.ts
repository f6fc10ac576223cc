/** People as flat shapes, seen from the side: limbs taper, the far side is darker, faces are left to the onlooker. */
import { INK, WHITE, circle, ellipse, group, mix, path, polygon } from './paint.ts';
import type { Point } from './paint.ts';

export type Hair = 'short' | 'bob' | 'bun' | 'curly' | 'long' | 'beard' | 'scarf' | 'cook';
/** Angles in degrees from hanging straight down, forward positive: upper part, then lower part. */
export type Bend = readonly [number, number];

export type Person = {
  /** Where the hips stand above: feet touch `y` when the legs are straight. */
  x: number;
  y: number;
  /** From sole to crown. */
  height: number;
  facing?: 1 | -1;
  skin: string;
  hair: Hair;
  hairColour: string;
  top: string;
  legs: string;
  shoes?: string;
  /** How far the top reaches down: a jumper, a coat or a dress. */
  cut?: 'jumper' | 'coat' | 'dress';
  lean?: number;
  nod?: number;
  near?: { arm?: Bend; leg?: Bend };
  far?: { arm?: Bend; leg?: Bend };
  /** What the near hand holds, drawn at the hand in a box of about 12 units. */
  holds?: string;
  /** Units by which the body is lifted off its feet line. */
  lift?: number;
};

const UPPER_LEG = 23;
const LOWER_LEG = 22;
const HIP = 47;

export function person(who: Person): string {
  const far = (colour: string) => mix(colour, INK, 0.26);
  const lean = who.lean ?? 0;
  const shoulder: Point = [1 + Math.sin((lean * Math.PI) / 180) * 30, -77];
  const scale = who.height / 100;
  const shoes = who.shoes ?? INK;
  const arm = (bend: Bend | undefined, top: string, skin: string) => armOf(shoulder, bend ?? [6, 14], top, skin);
  return group(
    `translate(${who.x} ${who.y - (who.lift ?? 0) * scale}) scale(${scale * (who.facing ?? 1)} ${scale})`,
    arm(who.far?.arm, far(who.top), far(who.skin)).drawn,
    legOf([-1, -HIP], who.far?.leg ?? [-4, -4], far(who.legs), far(shoes)),
    legOf([1, -HIP], who.near?.leg ?? [5, 2], who.legs, shoes),
    group(`rotate(${lean} 0 ${-HIP})`, torso(who), group(`rotate(${who.nod ?? 0} 1 -84)`, head(who))),
    nearArm(arm(who.near?.arm, mix(who.top, INK, 0.1), who.skin), who.holds),
  );
}

function nearArm(arm: { drawn: string; hand: Point }, holds: string | undefined): string {
  return (holds === undefined ? '' : group(`translate(${arm.hand[0]} ${arm.hand[1]})`, holds)) + arm.drawn;
}

function torso(who: Person): string {
  const hem = { jumper: -45, coat: -30, dress: -27 }[who.cut ?? 'jumper'];
  const flare = { jumper: 8, coat: 10, dress: 13 }[who.cut ?? 'jumper'];
  const shape = `M-5 -82Q1 -85 6 -82Q10 -79 9.4 -70L${who.cut === 'dress' ? 6.6 : 8} -55L${flare} ${hem}Q0 ${hem + 2} ${-flare} ${hem}L-8 -56Q-10 -70 -9 -77Q-8 -81 -5 -82Z`;
  const back = `M-5 -82Q-1 -84 0 -83Q-4 -66 -3 ${hem + 1}L${-flare} ${hem}L-8 -56Q-10 -70 -9 -77Q-8 -81 -5 -82Z`;
  const lapel = who.cut === 'coat' ? path(`M3 -83L8 -74L4.4 -60L2 -72Z`, mix(who.top, WHITE, 0.75)) : '';
  return path(shape, who.top) + lapel + path(back, mix(who.top, INK, 0.14));
}

function head(who: Person): string {
  const skin = who.skin;
  const hair = who.hairColour;
  const neck = taper([1.2, -82], 2.9, [1.4, -87], 2.9, mix(skin, INK, 0.16));
  const face = ellipse(1.8, -92, 5.5, 6.9, skin) + path('M6.8 -93.4L9 -90.2L6.4 -89.4Z', skin);
  const ear = circle(-0.2, -91, 1.3, mix(skin, INK, 0.2));
  return (
    hairBehind(who.hair, hair) +
    neck +
    face +
    hairOver(who.hair, hair) +
    (who.hair === 'scarf' || who.hair === 'bob' || who.hair === 'long' ? '' : ear)
  );
}

function hairBehind(kind: Hair, colour: string): string {
  if (kind === 'long') return path('M2 -99Q-7 -99 -7 -88Q-7 -76 -9 -69Q-3 -67 1 -71L2 -86Z', colour);
  if (kind === 'scarf') return path('M3 -100Q-7 -99 -7 -88Q-8 -80 -9 -74L8 -76Q7 -84 6 -88Z', colour);
  if (kind === 'bun') return circle(-6.6, -97.6, 3.4, mix(colour, INK, 0.2));
  return '';
}

function hairOver(kind: Hair, colour: string): string {
  const cap =
    'M6.6 -96Q5 -100 0.6 -99.8Q-5.6 -99 -5.2 -91.6Q-5.2 -88 -3.4 -86.4L-1.6 -90Q0 -94.6 1.4 -95.4Q4.6 -95 6.6 -96Z';
  switch (kind) {
    case 'bob':
      return path(
        'M6.8 -96Q5 -100.4 0.6 -100Q-6.6 -99 -6.2 -90Q-6 -85 -6.8 -82.6Q-1.6 -81.4 1.6 -83.6Q2.4 -88 0.8 -91Q0.6 -94.6 2 -95.6Q4.6 -95 6.8 -96Z',
        colour,
      );
    case 'curly':
      return [
        [4.6, -97, 3],
        [1, -99, 3.6],
        [-3, -97.6, 3.6],
        [-5, -94, 3.4],
        [-5, -90, 3],
        [-3, -87.4, 2.2],
      ]
        .map(([x = 0, y = 0, r = 0]) => circle(x, y, r, colour))
        .join('');
    case 'beard':
      return (
        path(cap, colour) + path('M-1.6 -89L0.4 -90.4Q2 -88.4 6.6 -88.6Q7.2 -84.6 3.4 -84Q-0.8 -84.4 -1.6 -89Z', colour)
      );
    case 'scarf':
      return path(
        'M7 -95.4Q6 -100.4 0.6 -100.4Q-7 -99.4 -6.6 -89Q-6 -82 2 -82.6Q6.6 -83 6.4 -86.4Q2.4 -86 1.4 -90Q1.4 -94.4 3.4 -95.6Q5 -96 7 -95.4Z',
        colour,
      );
    case 'cook':
      return path(cap, INK) + path('M6.8 -96.4L5.8 -104Q1 -106 -4.6 -103.6L-5.2 -95.2Q1 -98 6.8 -96.4Z', colour);
    case 'long':
    case 'bun':
    case 'short':
      return path(cap, colour);
  }
}

function legOf(hip: Point, bend: Bend, colour: string, shoe: string): string {
  const knee = along(hip, bend[0], UPPER_LEG);
  const ankle = along(knee, bend[1], LOWER_LEG);
  const foot = group(
    `translate(${ankle[0]} ${ankle[1]}) rotate(${-Math.min(0, bend[1]) * 0.8})`,
    path('M-3 -2.4L2.2 -2.4Q4 -0.2 7.4 0.4Q8.4 2.4 7.6 2.4L-3.2 2.4Q-3.8 0 -3 -2.4Z', shoe),
  );
  return foot + taper(hip, 6.4, knee, 4.3, colour) + taper(knee, 4.3, ankle, 3.1, colour);
}

function armOf(shoulder: Point, bend: Bend, colour: string, skin: string): { drawn: string; hand: Point } {
  const elbow = along(shoulder, bend[0], 17);
  const wrist = along(elbow, bend[1], 13.5);
  const hand = along(elbow, bend[1], 16.5);
  const drawn =
    circle(hand[0], hand[1], 2.7, skin) +
    taper(shoulder, 4.3, elbow, 3.4, colour) +
    taper(elbow, 3.4, wrist, 2.7, colour);
  return { drawn, hand };
}

function along(from: Point, degrees: number, length: number): Point {
  const angle = (degrees * Math.PI) / 180;
  return [from[0] + Math.sin(angle) * length, from[1] + Math.cos(angle) * length];
}

/** A limb between two joints, thick at one end, round at both. */
function taper(a: Point, ra: number, b: Point, rb: number, colour: string): string {
  const angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
  const [sx, sy] = [Math.sin(angle), -Math.cos(angle)];
  const sides: Point[] = [
    [a[0] + sx * ra, a[1] + sy * ra],
    [b[0] + sx * rb, b[1] + sy * rb],
    [b[0] - sx * rb, b[1] - sy * rb],
    [a[0] - sx * ra, a[1] - sy * ra],
  ];
  return polygon(sides, colour) + circle(a[0], a[1], ra, colour) + circle(b[0], b[1], rb, colour);
}
