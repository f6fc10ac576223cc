/** Markdown, results, dates and figures as the wall says them. */
import { describe, expect, it } from 'vitest';
import { createDates, figure, withUnit } from '../../kiosk/player/src/text/dates.ts';
import { createMarkdown } from '../../kiosk/player/src/text/markdown.ts';
import { storyAge, storyWay, storyWhen } from '../../kiosk/player/src/text/story.ts';
import { describeResults } from '../../kiosk/player/src/text/results.ts';

describe('markdown', () => {
  const render = createMarkdown('fr');
  it('sets lists and emphasis, in French typography', () => {
    expect(render('1. Un *doute* ?')).toBe('<ol>\n<li>Un <em>doute</em>\u00a0?</li>\n</ol>\n');
  });
  it.each([
    ['<script>alert(1)</script>', /<script/],
    ['<img src=x onerror=alert(1)>', /<img/],
    ['[a](javascript:alert(1))', /href/],
    ['[a](https://x.fr "t")', /href|<a/],
    ['![alt](https://x.fr/p.png)', /<img|https/],
    ['<https://x.fr>', /<a/],
  ])('never lets %s through', (text, forbidden) => expect(render(text)).not.toMatch(forbidden));
});

describe('results', () => {
  const item = {
    trend: { value: -4.5, label: { fr: 'points en un an', en: 'points in a year' }, goodWhen: 'down' },
    source: { fr: 'Baromètre', en: 'Survey' },
    asOf: '2026-09-30',
    staleAfter: '2026-12-31',
  } as const;
  const say = (today: string | undefined) => describeResults(item, 'fr', today, '30 septembre 2026');
  it.each([
    ['2026-12-30', undefined],
    ['2026-12-31', 'Chiffres du 30 septembre 2026, plus à jour'],
    ['2027-06-01', 'Chiffres du 30 septembre 2026, plus à jour'],
    [undefined, undefined],
  ])('on %s are called %s', (today, stale) => expect(say(today).stale).toBe(stale));
  it('say which way is good', () => {
    expect(say('2026-10-01').trend).toEqual({ direction: 'down', good: true, text: '4,5\u00a0points en un an' });
  });
});

it('writes times and dates of the screen, in its language', () => {
  const at = Date.parse('2026-11-23T23:30:00Z');
  const french = createDates('fr');
  expect(french.time(at, 'Europe/Paris')).toBe('00:30');
  expect(french.day(at, 'Europe/Paris')).toBe('mardi 24 novembre');
  expect(french.iso(at, 'Europe/Paris')).toBe('2026-11-24');
  expect(french.iso(at, 'America/New_York')).toBe('2026-11-23');
  expect(french.date('2026-09-30')).toBe('30\u00a0septembre\u00a02026');
  expect(createDates('en').day(at, 'Europe/London')).toBe('Monday 23 November');
  expect(french.time(at, 'Not/AZone')).toMatch(/^\d\d:\d\d$/);
});

it.each([
  [12480, 'fr', '12\u00a0480'],
  [12480, 'en', '12,480'],
  [-3.5, 'fr', '−3,5'],
  [61, 'en', '61'],
  [0.125, 'fr', '0,13'],
] as const)('writes %f in %s as %s', (value, language, expected) => expect(figure(value, language)).toBe(expected));

it('keeps a figure with its unit', () => {
  expect(withUnit(65, '%', 'fr')).toBe('65\u00a0%');
  expect(withUnit(65, '%', 'en')).toBe('65%');
  expect(withUnit(3, '', 'fr')).toBe('3');
});

describe('the way from a story to the phone', () => {
  it.each([
    [undefined, 'Lire la suite\u00a0:', 'Read on:'],
    [1, '1\u00a0photo de plus sur le téléphone\u00a0:', '1\u00a0more photo on the phone:'],
    [3, '3\u00a0photos de plus sur le téléphone\u00a0:', '3\u00a0more photos on the phone:'],
  ])('says of %s further photos where they are', (more, fr, en) => {
    expect([storyWay({ more }, 'fr'), storyWay({ more }, 'en')]).toEqual([fr, en]);
  });
});

describe('how old a story is', () => {
  const at = Date.parse('2026-11-23T12:00:00Z');
  it.each([
    [30_000, 'à l’instant', 'just now'],
    [3 * 60_000, 'il y a 3 minutes', '3 minutes ago'],
    [5 * 3_600_000, 'il y a 5 heures', '5 hours ago'],
    [6 * 86_400_000, 'il y a 6 jours', '6 days ago'],
    [12 * 86_400_000, '11 novembre 2026', '11 November 2026'],
    [-3_600_000, 'à l’instant', 'just now'],
  ])('%d ms', (ageMs, fr, en) => {
    const publishedAt = new Date(at - ageMs).toISOString();
    expect([fr, en]).toEqual(
      (['fr', 'en'] as const).map((language) => storyAge(publishedAt, at, language).replace(/\u00a0/g, ' ')),
    );
  });
  it('is not said of one whose source says no date: only when it was seen', () => {
    const story = { publishedAt: '2026-11-23T00:00:00.200Z', undated: true } as const;
    expect(storyWhen(story, at, 'fr')).toBe('vu le\u00a023\u00a0novembre\u00a02026');
    expect(storyWhen(story, at, 'en')).toBe('seen on\u00a023\u00a0November\u00a02026');
    expect(storyWhen({ publishedAt: story.publishedAt }, at, 'en')).toBe('11\u00a0hours\u00a0ago');
  });
});
