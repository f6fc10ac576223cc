/** Plain text: what nobody sees is gone before anything is measured, and what scripts and emoji need stays. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutSigns, plainLine, plainText, seenText, tidyLine, tidyText } from '@palier/playlists/plain-text';

describe('a line', () => {
  test.each([
    ['a\u0000b\u001b[31m', 'ab[31m'],
    ['abc\u202etxt.exe', 'abctxt.exe'],
    ['\u061cabc\u200f', 'abc'],
    ['a \ud800 b', 'a b'],
    ['\udc00\ud83d', ''],
    ['a\nb\r\nc\u2028d', 'a b c d'],
    ['\u200b\u200b\u200b', ''],
    ['\u3164\u3164\u3164', ''],
    ['\u2800 \u115f \uffa0', ''],
    ['\ufe0f\ufe0f\ufe0f', ''],
    ['\u200d\u200c\u200d', ''],
    ['06\u200d12', '0612'],
    ['con\u00adnard', 'connard'],
    ['\u{e0061}\u{e0062}\u{e0063}', ''],
  ])('%j is %j', (typed, plain) => {
    expect(tidyLine(typed)).toBe(plain);
  });

  test.each([
    ['Persian', 'می\u200cخواهم'],
    ['Indic', 'क्\u200dष र्\u200c'],
    ['a family', '👨\u200d👩\u200d👧'],
    ['a rainbow flag', '🏳️\u200d🌈'],
    ['a nurse of a skin', '🧑🏽\u200d⚕️'],
    ['the flag of Wales', '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}'],
    ['a heart', 'Merci ❤️'],
  ])('%s keeps its joiners', (_, text) => {
    expect(tidyLine(text)).toBe(text);
    expect(tidyText(text)).toBe(text);
  });

  test('is measured without them', () => {
    expect(plainLine(2, 3).safeParse('a\u200b\u200b').success).toBe(false);
    expect(plainLine(2, 3).parse('\u200babc\u200b')).toBe('abc');
    expect(plainText(1, 9).safeParse('\u200b').success).toBe(false);
  });
});

test('a text keeps its lines, one empty one between two', () => {
  expect(tidyText(' une\r\ndeux \u0007\n\n\n\n\ttrois\u00a0!\u2029quatre ')).toBe('une\ndeux\n\n trois\u00a0!\nquatre');
});

test('whatever is typed is well formed, tidy once and for all, and short enough when it is cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.nat(20), (one, two, most) => {
      const text = `${one}\ud83d${two}`;
      for (const tidy of [tidyLine, tidyText]) {
        expect(tidy(text).isWellFormed()).toBe(true);
        expect(tidy(tidy(text))).toBe(tidy(text));
      }
      const cut = cutSigns(`${one}😀${two}`, most);
      expect(cut.length).toBeLessThanOrEqual(most);
      expect(cut.isWellFormed()).toBe(one.isWellFormed());
    }),
  );
});

test('what an eye reads knows where it stands', () => {
  const { seen, places } = seenText('06\u200b12 a\u200db');
  expect(seen).toBe('0612 ab');
  expect(places).toEqual([0, 1, 3, 4, 5, 6, 8, 9]);
});
