/** The palette and the simplest marks of the demo's pictures: everything is flat colour in SVG, texture is pattern. */

export const INK = '#16212c';
export const PAPER = '#f7f2e8';
export const PAPER_2 = '#ede5d6';
export const WHITE = '#fffdf8';
export const BLUE = '#1d4f91';
export const RED = '#c23a1f';
export const GREEN = '#0d7560';
export const OCHRE = '#8f5a00';
export const PURPLE = '#62388f';
export const SUN = '#f2b33d';

export type Point = readonly [number, number];

/** `a` turning into `b`: 0 is all `a`, 1 is all `b`. */
export function mix(a: string, b: string, share: number): string {
  const channel = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const part = (at: number) => Math.round(channel(a, at) * (1 - share) + channel(b, at) * share);
  return `#${[1, 3, 5].map((at) => part(at).toString(16).padStart(2, '0')).join('')}`;
}

/** Repeatable pseudo-random numbers in [0, 1): the same seed draws the same picture. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function rect(x: number, y: number, width: number, height: number, fill: string, radius = 0, more = ''): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(radius)}" fill="${fill}" ${more}/>`;
}

export function circle(x: number, y: number, radius: number, fill: string, more = ''): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}" ${more}/>`;
}

export function ellipse(x: number, y: number, rx: number, ry: number, fill: string, more = ''): string {
  return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" ${more}/>`;
}

/** Corners as pairs, or as SVG writes them: `0,0 10,0 10,10`. */
export function polygon(corners: readonly Point[] | string, fill: string, more = ''): string {
  const points = typeof corners === 'string' ? corners : corners.map(([x, y]) => `${n(x)},${n(y)}`).join(' ');
  return `<polygon points="${points}" fill="${fill}" ${more}/>`;
}

export function path(d: string, fill: string, more = ''): string {
  return `<path d="${d}" fill="${fill}" ${more}/>`;
}

export function stroke(d: string, colour: string, width: number, more = ''): string {
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;
}

export function group(transform: string, ...parts: string[]): string {
  return `<g transform="${transform}">${parts.join('')}</g>`;
}

/** `parts` seen only through `shape`. */
export function clipped(id: string, shape: string, ...parts: string[]): string {
  return `<clipPath id="${id}">${shape}</clipPath><g clip-path="url(#${id})">${parts.join('')}</g>`;
}

/** Parallel lines, to fill with `url(#id)`. */
export function hatch(id: string, colour: string, gap: number, width: number, angle: number): string {
  return `<pattern id="${id}" width="${gap}" height="${gap}" patternUnits="userSpaceOnUse" patternTransform="rotate(${angle})"><rect width="${gap}" height="${width}" fill="${colour}"/></pattern>`;
}

/** Staggered dots, to fill with `url(#id)`. */
export function dots(id: string, colour: string, gap: number, radius: number): string {
  const half = gap / 2;
  return `<pattern id="${id}" width="${gap}" height="${gap}" patternUnits="userSpaceOnUse"><circle cx="${half / 2}" cy="${half / 2}" r="${radius}" fill="${colour}"/><circle cx="${half * 1.5}" cy="${half * 1.5}" r="${radius}" fill="${colour}"/></pattern>`;
}

/** The mark: three stairs in a box of `size`, its lower left corner at (x, y). */
export function stairs(x: number, y: number, size: number, fill: string): string {
  const s = size / 3;
  return path(`M${x} ${y}v${-s}h${s}v${-s}h${s}v${-s}h${s}v${size}z`, fill);
}

export function svg(width: number, height: number, ...parts: string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${parts.join('')}</svg>`;
}

function n(value: number): number {
  return Math.round(value * 100) / 100;
}
