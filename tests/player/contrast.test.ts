/** Every colour of the house is read against paper and white, in sunny lobbies too: 4.5 to 1 at least. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const css = readFileSync(new URL('../../kiosk/player/src/colours.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
);
const WORDS = ['ink', 'ink-2', 'inform', 'ask', 'talk', 'propose', 'watch', 'alarm', 'ok'];
const GROUNDS = ['paper', 'white'];

it.each(WORDS.flatMap((word) => GROUNDS.map((ground) => [word, ground] as const)))('%s on %s', (word, ground) => {
  expect(contrast(tokens.get(word) ?? '', tokens.get(ground) ?? '')).toBeGreaterThanOrEqual(4.5);
});

it.each([
  ['paper', 'ink'],
  ['line', 'ink'],
  ['mark', 'ink'],
])('%s on %s', (word, ground) => {
  expect(contrast(tokens.get(word) ?? '', tokens.get(ground) ?? '')).toBeGreaterThanOrEqual(4.5);
});

/** WCAG 2.2, relative luminance. */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
