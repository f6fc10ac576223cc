/** The panel renders miniatures on the server: every kind of item must be drawable there, without a browser. */
import { Item } from '@palier/playlists/item';
import { render } from 'svelte/server';
import { expect, it } from 'vitest';
import ItemFrame from '../../kiosk/player/src/ItemFrame.svelte';
import { defaultHeading } from '../../kiosk/player/src/text/words.ts';

const title = { fr: 'Un titre' };
const link = { url: 'https://palier.example/a' };
const ITEMS = [
  { kind: 'picture', media: 'a.png', title },
  { kind: 'picture', media: 'a.png' },
  { kind: 'video', media: 'a.mp4', caption: title },
  { kind: 'cover', title, subtitle: title },
  { kind: 'cover', title, media: 'a.png', focus: { x: 20, y: 40 } },
  { kind: 'quote', text: title, author: 'Inès', media: 'a.png' },
  { kind: 'split', title, body: { fr: '- Un' }, media: 'a.png', side: 'left' },
  { kind: 'rules', title, body: { fr: '1. Un' }, link },
  { kind: 'steps', title, steps: [{ text: title }, { text: title, media: 'a.png' }] },
  {
    kind: 'results',
    title,
    value: 3,
    source: title,
    asOf: '2026-01-01',
    staleAfter: '2026-02-01',
    series: [{ label: 'T1', value: 3 }],
  },
  { kind: 'wifi', title, ssid: 'Guest', password: 'secret1' },
  { kind: 'notice', title, tone: 'alarm' },
  { kind: 'clock', title, places: [{ name: 'Tokyo', zone: 'Asia/Tokyo' }] },
  { kind: 'web', title, url: 'https://palier.example' },
  { kind: 'qr', title, link, facts: [title] },
  {
    kind: 'survey',
    survey: 'a',
    shown: {
      title,
      mode: 'anonymous',
      seconds: 40,
      url: 'http://a.example/s/abcdef',
      label: 'a',
      rotates: true,
      state: 'open',
    },
  },
  {
    kind: 'survey-results',
    survey: 'a',
    figure: 'b',
    shown: { title, chart: 'options', answers: 9, bars: [], asOf: '2026-01-01', closed: true },
  },
  {
    kind: 'survey-results',
    survey: 'a',
    figure: 'b',
    shown: { title, chart: 'steps', bars: [], waitsFor: 5, closed: false },
  },
  {
    kind: 'decision',
    action: 'a',
    shown: {
      asked: title,
      answer: title,
      verdict: 'not-now',
      state: 'planned',
      source: title,
      decidedOn: '2026-01-01',
    },
  },
  { kind: 'propose', title, shown: { url: 'http://192.168.1.20:8080/p' } },
  { kind: 'thread-call', title, shown: { url: 'http://192.168.1.20:8080/t' } },
].map((item) => Item.parse(item));

it.each(ITEMS.map((item) => [item.kind, item] as const))('draws %s', (_kind, item) => {
  for (const orientation of ['landscape', 'portrait'] as const) {
    const { body } = render(ItemFrame, {
      props: {
        item,
        screen: { name: 'Hall', place: '', zone: 'Europe/Paris', language: 'fr', orientation },
        mediaUrl: (name: string) => `media/${name}`,
        still: true,
        progress: { index: 0, count: 3, fraction: 0.5 },
      },
    });
    expect(body).toContain(defaultHeading(item, 'fr'));
    expect(body).toContain(item.kind === 'picture' || item.kind === 'video' ? 'src="media/a.' : 'Un titre');
  }
});

it('says how many conversations were answered, and nothing of them', () => {
  const item = Item.parse({ kind: 'thread-call', title, shown: { url: 'http://192.168.1.20:8080/t', answers: 4 } });
  const { body } = render(ItemFrame, {
    props: {
      item,
      screen: { name: 'Hall', place: '', zone: 'Europe/Paris', language: 'en', orientation: 'landscape' },
      mediaUrl: () => '',
      still: true,
    },
  });
  expect(body).toContain('HR has answered 4 conversations');
  expect(body).not.toContain('Un titre');
});
