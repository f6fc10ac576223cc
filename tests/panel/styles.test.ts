import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const PLAYER = new URL('../../kiosk/player/src/', import.meta.url);
const STYLES = new URL('../../control-panel/src/lib/styles/', import.meta.url);

/* A miniature is the player's own component inside a page of the panel: a class both use would dress it otherwise there. */
describe('miniatures', () => {
  it('share no class with the global styles of the panel', () => {
    const css = read(STYLES, '.css').map((file) => file.text.replaceAll(/\/\*[\s\S]*?\*\//g, ''));
    const mine = new Set(
      css.flatMap((text) => [...text.matchAll(/(?<![\w\])])\.([a-z][\w-]*)/g)].map((hit) => hit[1])),
    );
    expect(mine).toContain('button');
    const shared = read(PLAYER, '.svelte').flatMap(({ name, text }) =>
      [...text.matchAll(/class=("[^"]*"|\{\[[\s\S]*?\]\})/g)]
        .flatMap((hit) => [...(hit[1] ?? '').matchAll(/(?<!=== )(?:"|')([^"']*)(?:"|')/g)])
        .flatMap((hit) => (hit[1] ?? '').split(/\s+/))
        .filter((word) => mine.has(word))
        .map((word) => `${name}: ${word}`),
    );
    expect(shared).toEqual([]);
  });
});

function read(folder: URL, end: string): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
}
