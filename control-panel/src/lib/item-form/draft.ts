/** Drafts of items: a fresh one, the item it makes, and an item to preview while it is still incomplete. */
import { MAX_POINTS } from '@palier/playlists/document';
import { Item, type ItemKind } from '@palier/playlists/item';
import { isZone } from '@palier/playlists/local-time';
import { m } from '../paraglide/messages.js';
import { faultWords, type Issue } from './fault-words.ts';
import { tidy, type Draft, type Faults } from './field-spec.ts';
import { COMMON, FIELDS, fieldsFor } from './fields.ts';

type Message = (inputs: Record<string, never>, options: { locale: 'fr' | 'en' }) => string;
const both = (message: Message) => ({ fr: message({}, { locale: 'fr' }), en: message({}, { locale: 'en' }) });

/** Kinds that do not begin as information. */
const LOOPS: Partial<Record<ItemKind, string>> = {
  qr: 'ask',
  'thread-call': 'talk',
  propose: 'propose',
  survey: 'ask',
  'survey-results': 'ask',
  decision: 'talk',
  feed: 'watch',
  story: 'watch',
};

/** What a new item starts from: choices at their defaults, nothing written. `today` is an ISO date. */
export function freshDraft(kind: ItemKind, today: string): Draft {
  const common: Draft = { kind, loop: LOOPS[kind] ?? 'inform' };
  const more: Partial<Record<ItemKind, Draft>> = {
    split: { side: 'right' },
    picture: { fit: 'cover' },
    video: { fit: 'cover', muted: true },
    steps: { steps: [{}, {}, {}] },
    results: { chart: 'bar', series: [], asOf: today, staleAfter: monthsLater(today, 3) },
    wifi: { security: 'WPA' },
    notice: { tone: 'plain' },
    feed: { stories: 3 },
  };
  return { ...common, ...more[kind] };
}

/** Without what was typed before a figure or a network was chosen, above all a password. */
function onlyAsked(kind: ItemKind, draft: Draft): Draft {
  const asked = new Set(fieldsFor(kind, draft).map(({ key }) => key));
  const dropped = new Set(FIELDS[kind].map(({ key }) => key).filter((key) => !asked.has(key)));
  return Object.fromEntries(Object.entries(draft).filter(([key]) => !dropped.has(key)));
}

export type Checked = { ok: true; item: Item } | { ok: false; faults: Faults };

/** The item that the draft makes, or what is wrong at which field, in words. */
export function checkDraft(kind: ItemKind, draft: Draft): Checked {
  const parsed = Item.safeParse(onlyAsked(kind, tidy([...FIELDS[kind], ...COMMON], draft)));
  const faults = new Map<string, string>();
  if (parsed.success) {
    for (const [index, place] of parsed.data.kind === 'clock' ? parsed.data.places.entries() : []) {
      if (!isZone(place.zone)) faults.set(`places.${index}.zone`, m.fault_zone());
    }
    return faults.size === 0 ? { ok: true, item: parsed.data } : { ok: false, faults };
  }
  for (const issue of parsed.error.issues as readonly Issue[]) {
    const path = issue.path.map(String).join('.');
    if (!faults.has(path)) faults.set(path, faultWords(issue));
  }
  return { ok: false, faults };
}

/** Something to look at while the draft is not finished: sample words stand where words are missing. */
export function previewOf(kind: ItemKind, draft: Draft, firstMedia: string | undefined): Item | undefined {
  const written = onlyAsked(kind, tidy([...FIELDS[kind], ...COMMON], draft));
  const parsed = Item.safeParse({ ...samples(kind, firstMedia), ...patched(kind, written) });
  return parsed.success ? parsed.data : undefined;
}

function samples(kind: ItemKind, firstMedia: string | undefined): Draft {
  const title = both(m.sample_title);
  const link = { url: 'https://palier.example' };
  const line = both(m.sample_line);
  const every: Record<ItemKind, Draft> = {
    cover: { title, subtitle: line },
    quote: { text: both(m.editor_sample_quote), author: m.editor_sample_author() },
    split: { title, body: both(m.sample_body), media: firstMedia },
    picture: { media: firstMedia },
    video: { media: firstMedia },
    rules: { title, body: both(m.sample_body) },
    steps: { title },
    results: { title, value: 61, source: both(m.sample_source) },
    wifi: { ssid: 'Wi-Fi' },
    notice: { title },
    clock: {},
    web: { url: 'https://palier.example' },
    qr: { title, link, body: line },
    'thread-call': { shown: { url: 'https://palier.example/t' } },
    propose: { shown: { url: 'https://palier.example/p' } },
    survey: { survey: 'survey' },
    'survey-results': { survey: 'survey', figure: 'question' },
    decision: { action: 'decision' },
    document: { document: 'sample', shown: sampleFace() },
    feed: { shown: { order: [sampleStory().id], stories: [sampleStory()] } },
    story: { story: sampleStory().id, shown: sampleStory() },
  };
  return every[kind];
}

/** What a story would look like where none is chosen yet. */
function sampleStory() {
  return {
    id: 'k3f9wzab',
    voice: 'trade',
    title: m.mix_sample_title(),
    excerpt: m.mix_sample_excerpt(),
    credit: m.mix_sample_credit(),
    publishedAt: new Date(0).toISOString(),
    url: 'https://palier.example/f/k3f9wzab',
    label: 'palier.example/f/k3f9wzab',
  };
}

/** What a document that is not chosen yet would look like. */
function sampleFace(): Draft {
  const points = (language: 'fr' | 'en') =>
    m
      .sample_body({}, { locale: language })
      .split('\n')
      .map((line) => ({ text: line.replace(/^\s*(?:\d+\.|[-*])\s*/, '') }))
      .filter(({ text }) => text !== '')
      .slice(0, MAX_POINTS);
  const face = (language: 'fr' | 'en') => ({
    title: m.sample_title({}, { locale: language }),
    points: points(language),
  });
  const caption = both(m.documents_whole_text);
  return { kind: 'rules', fr: face('fr'), en: face('en'), link: { url: 'https://palier.example/d/k3f9wz', caption } };
}

/** Rows and groups that are begun but not finished are filled up or left out, so that typing never blanks the preview. */
function patched(kind: ItemKind, written: Draft): Draft {
  const rows = (key: string) => (Array.isArray(written[key]) ? written[key] : []);
  if (kind === 'steps')
    return { ...written, steps: rows('steps').map((row) => ({ text: both(m.sample_line), ...row })) };
  if (kind === 'results') {
    const whole = rows('series').filter((row) => typeof row.value === 'number' && typeof row.label === 'string');
    const trend = written['trend'];
    const { trend: _, ...rest } = written;
    const wholeTrend = typeof trend === 'object' && trend !== null && 'value' in trend && 'label' in trend;
    return { ...rest, series: whole, ...(wholeTrend ? { trend } : {}) };
  }
  if (kind === 'clock')
    return { ...written, places: rows('places').filter((row) => row.name && row.zone && isZone(row.zone)) };
  if (kind === 'qr') {
    const facts = rows('facts').filter((row) => Object.keys(row).length > 0);
    return { ...withoutBadLink(written), facts };
  }
  return withoutBadLink(written);
}

function withoutBadLink(written: Draft): Draft {
  const link = written['link'];
  const url = typeof link === 'object' && link !== null && 'url' in link ? link.url : undefined;
  const { link: _, ...rest } = written;
  return typeof url === 'string' && URL.canParse(url) ? written : rest;
}

function monthsLater(day: string, months: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}
