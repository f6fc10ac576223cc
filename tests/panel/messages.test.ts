/** Both languages say everything, with the same inputs, and in good typography. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Message = string | { declarations: string[]; match: Record<string, string> }[];
const FOLDER = new URL('../../control-panel/messages/', import.meta.url).pathname;
const files = (language: string) => globSync(`**/${language}.json`, { cwd: FOLDER }).sort();
const entriesOf = (file: string): [string, Message][] =>
  Object.entries<Message>(JSON.parse(readFileSync(FOLDER + file, 'utf8'))).filter(([key]) => key !== '$schema');
const read = (language: string): Record<string, Message> => Object.fromEntries(files(language).flatMap(entriesOf));
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
    expect(Object.keys(fr).toSorted()).toEqual(Object.keys(en).toSorted());
  });

  test('no two files say the same key, and each file is one the compiler reads', () => {
    const keys = files('fr').flatMap((file) => entriesOf(file).map(([key]) => key));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    const settings = readFileSync(new URL('../../control-panel/project.inlang/settings.json', import.meta.url), 'utf8');
    expect(
      files('fr').filter((file) => !settings.includes(`./messages/${file.replace('fr.json', '{locale}.json')}`)),
    ).toEqual([]);
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
    const root = new URL('../../control-panel/src/', import.meta.url).pathname;
    const sources = globSync('**/*.{ts,svelte}', { cwd: root })
      .filter((path) => !path.includes('paraglide'))
      .map((path) => readFileSync(root + path, 'utf8'))
      .join('\n');
    expect(Object.keys(fr).filter((key) => !new RegExp(`\\bm\\.${key}\\b`).test(sources))).toEqual([]);
  });
});
