/** Both languages say everything, with the same inputs, and in good typography. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Message = string | { declarations: string[]; match: Record<string, string> }[];
const read = (language: string): Record<string, Message> =>
  JSON.parse(readFileSync(new URL(`../../control-panel/messages/${language}.json`, import.meta.url), 'utf8'));
const fr = read('fr');
const en = read('en');

const texts = (message: Message): string[] =>
  typeof message === 'string' ? [message] : message.flatMap((one) => Object.values(one.match));
const inputs = (message: Message): string[] =>
  [
    ...new Set(texts(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? ''))),
  ].sort();
const all = (messages: Record<string, Message>) =>
  Object.entries(messages).flatMap(([key, message]) => texts(message).map((text) => ({ key, text })));

describe('messages', () => {
  test('there are many, and the same keys in both languages', () => {
    expect(Object.keys(fr).length).toBeGreaterThan(300);
    expect(Object.keys(fr)).toEqual(Object.keys(en));
  });

  test('a message takes the same inputs in both languages', () => {
    const differ = Object.keys(fr).filter((key) => inputs(fr[key] ?? '').join() !== inputs(en[key] ?? '').join());
    expect(differ).toEqual([]);
  });

  test('none is empty', () => {
    expect([...all(fr), ...all(en)].filter(({ text }) => text.trim() === '')).toEqual([]);
  });

  test('French has no-break spaces before high punctuation and inside quotation marks', () => {
    expect(all(fr).filter(({ text }) => /[^\u00a0\u202f][;?!%»]| :|«[^\u00a0\u202f]/.test(text))).toEqual([]);
  });

  test('apostrophes are curly, quotation marks too, and nobody shouts', () => {
    expect([...all(fr), ...all(en)].filter(({ text }) => /'|"|\.\.\.|!/.test(text))).toEqual([]);
  });

  test('every message is used', () => {
    const { globSync } = process.getBuiltinModule('node:fs');
    const root = new URL('../../control-panel/src/', import.meta.url).pathname;
    const sources = globSync('**/*.{ts,svelte}', { cwd: root })
      .filter((path) => !path.includes('paraglide'))
      .map((path) => readFileSync(root + path, 'utf8'))
      .join('\n');
    expect(Object.keys(fr).filter((key) => !new RegExp(`\\bm\\.${key}\\b`).test(sources))).toEqual([]);
  });
});
