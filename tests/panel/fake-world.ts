/** What the fake API serves: a small house with every state the panel must show. Built anew for each test server. */
import type { Item } from '@palier/playlists/item';
import { Media } from '@palier/playlists/media';
import { Now } from '@palier/playlists/now';
import { Playlist } from '@palier/playlists/playlist';
import { Schedule } from '@palier/playlists/schedule';
import { Screen } from '@palier/playlists/screen';
import { ScreenView, type TakeoverView, type UserView } from '@palier/playlists/views';
import type { z } from 'zod';

export type World = ReturnType<typeof createWorld>;
export type Versioned<T> = { value: T; revision: number; by: string; at: string };

const HOUR = 3600_000;

export function createWorld(options: { empty?: boolean; now: () => number }) {
  const { now } = options;
  const versioned = <T>(value: T): Versioned<T> => ({ value, revision: 3, by: 'Inès Marchal', at: iso(now() - HOUR) });
  const full = options.empty !== true;
  return {
    now,
    users: full ? users() : [],
    screens: new Map((full ? screens() : []).map((screen) => [screen.screen.id, screen])),
    playlists: new Map<string, Versioned<Playlist>>(
      (full ? playlists() : []).map((playlist) => [playlist.id, versioned(playlist)]),
    ),
    schedules: new Map((full ? schedules() : []).map((schedule) => [schedule.id, versioned(schedule)])),
    takeovers: new Map<string, TakeoverView>(),
    pairings: full
      ? [
          {
            code: 'K7QX4MRA',
            requestedAt: iso(now() - 60_000),
            expiresAt: iso(now() + 9 * 60_000),
            zone: 'Europe/Paris',
            language: 'fr' as const,
            widthPx: 1920,
            heightPx: 1080,
            host: 'mini-accueil',
          },
        ]
      : [],
    media: full ? media(now) : [],
    faults: full
      ? [
          {
            file: 'menu-cantine.json',
            line: 14,
            column: 7,
            field: 'entries.2.durationMs',
            reason: 'an item stays at least 1 second (1000 ms)',
            since: iso(now() - 2 * HOUR),
          },
        ]
      : [],
    empty: !full,
  };
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

type ScreenSeed = {
  screen: Screen;
  health: z.infer<typeof ScreenView>['health'];
  heardAgoMs?: number;
  upToDate?: boolean;
  playlist?: string;
};

function users(): UserView[] {
  const list = [
    { id: 'ines', email: 'ines@acme.fr', name: 'Inès Marchal', role: 'admin', language: 'fr' },
    { id: 'tom', email: 'tom@acme.fr', name: 'Tom Reeves', role: 'editor', language: 'en' },
    { id: 'lea', email: 'lea@acme.fr', name: 'Léa Fontaine', role: 'viewer', language: 'fr' },
    { id: 'rh', email: 'claire@acme.fr', name: 'Claire Aubry', role: 'hr', language: 'fr' },
    { id: 'rh2', email: 'marc@acme.fr', name: 'Marc Tanguy', role: 'hr', language: 'fr' },
  ];
  return list as UserView[];
}

function screens(): ScreenSeed[] {
  const screen = (id: string, name: string, groups: string[], extra: Partial<z.input<typeof Screen>> = {}) =>
    Screen.parse({
      id,
      name,
      place: `Palier 3 · ${name}`.slice(0, 60),
      zone: 'Europe/Paris',
      language: 'fr',
      groups,
      ...extra,
    });
  return [
    { screen: screen('cafeteria', 'Cafétéria', ['pause']), health: 'playing', heardAgoMs: 4000, playlist: 'arrivee' },
    { screen: screen('accueil', 'Accueil', ['hall']), health: 'playing', heardAgoMs: 9000, playlist: 'journee' },
    {
      screen: screen('open-space', 'Open space 2', ['bureaux']),
      health: 'playing',
      heardAgoMs: 12_000,
      upToDate: false,
      playlist: 'journee',
    },
    { screen: screen('atelier', 'Atelier', ['bureaux']), health: 'silent', heardAgoMs: 2 * HOUR, playlist: 'arrivee' },
    {
      screen: screen('palier-3', 'Palier 3', ['hall'], { orientation: 'portrait' }),
      health: 'fault',
      heardAgoMs: 6000,
      playlist: 'journee',
    },
    {
      screen: screen('pause', 'Salle de pause du bâtiment B, côté jardin, deuxième étage', ['pause'], {
        language: 'en',
        zone: 'Europe/London',
      }),
      health: 'unpaired',
    },
  ];
}

const items: Record<string, z.input<typeof Item>> = {
  charte: {
    kind: 'rules',
    title: { fr: 'Parler de l’entreprise, sans risque', en: 'Talking about work, safely' },
    body: {
      fr: '1. Dites « je », pas « nous ».\n2. Rien de confidentiel.\n3. Un doute ? Demandez avant de publier.',
      en: '1. Say “I”, not “we”.\n2. Nothing confidential.\n3. In doubt? Ask before you post.',
    },
    link: {
      url: 'https://palier.acme.fr/charte',
      label: 'palier.acme.fr/charte',
      caption: { fr: 'Toute la charte en 3 minutes' },
    },
  },
  resultats: {
    kind: 'results',
    title: { fr: 'Clients qui nous recommandent', en: 'Customers who recommend us' },
    value: 61,
    unit: '%',
    trend: { value: 9, label: { fr: 'points en un an', en: 'points in a year' } },
    target: 65,
    series: [
      ['T1', 44],
      ['T2', 47],
      ['T3', 42],
      ['T4', 49],
      ['T1', 52],
      ['T2', 50],
      ['T3', 58],
      ['T4', 61],
    ].map(([label, value]) => ({ label: String(label), value: Number(value) })),
    source: { fr: 'Baromètre clients', en: 'Customer survey' },
    asOf: '2026-09-30',
    staleAfter: '2030-01-15',
  },
  wifi: {
    kind: 'wifi',
    ssid: 'Palier-Invités',
    password: 'bienvenue-2026',
    note: { fr: 'Le code change chaque lundi.', en: 'The code changes every Monday.' },
  },
  avis: {
    kind: 'notice',
    title: { fr: 'Exercice d’évacuation jeudi à 10 h', en: 'Fire drill on Thursday at 10' },
    body: { fr: 'Point de rassemblement : parking nord.', en: 'Meet at the north car park.' },
  },
  qr: {
    kind: 'qr',
    loop: 'ask',
    heading: { fr: 'Votre avis', en: 'Your view' },
    title: {
      fr: 'Deux jours de télétravail : ça marche pour votre équipe ?',
      en: 'Two days at home: does it work for your team?',
    },
    facts: [
      { fr: 'Anonyme', en: 'Anonymous' },
      { fr: '45 secondes', en: '45 seconds' },
    ],
    link: { url: 'https://palier.acme.fr/avis' },
  },
  horloge: {
    kind: 'clock',
    places: [
      { name: 'Lyon', zone: 'Europe/Paris' },
      { name: 'Montréal', zone: 'America/Toronto' },
    ],
  },
};

function playlists(): Playlist[] {
  const entry = (id: string, key: string, more = {}) => ({ id, durationMs: 12_000, item: items[key], ...more });
  return [
    Playlist.parse({
      id: 'arrivee',
      name: { fr: 'Arrivée', en: 'Arrival' },
      entries: [entry('q1', 'qr'), entry('w1', 'wifi'), entry('h1', 'horloge')],
    }),
    Playlist.parse({
      id: 'journee',
      name: { fr: 'Journée', en: 'Day' },
      entries: [
        entry('c1', 'charte', { durationMs: 20_000 }),
        entry('r1', 'resultats'),
        entry('a1', 'avis', { enabled: false }),
        entry('w2', 'wifi'),
      ],
    }),
    Playlist.parse({
      id: 'accueil-visiteurs',
      name: { fr: 'Accueil des visiteurs et des nouvelles recrues du site de Villeurbanne' },
      entries: [],
    }),
  ];
}

function schedules(): Schedule[] {
  return [
    Schedule.parse({
      id: 'semaine',
      name: { fr: 'Semaine ordinaire', en: 'Ordinary week' },
      target: { all: true },
      rules: [
        {
          id: 'matin',
          playlistId: 'arrivee',
          daypart: { from: '07:00', until: '08:30' },
          recurrence: { kind: 'weekly', weekdays: [1, 2, 3, 4, 5] },
          priority: 10,
        },
        {
          id: 'jour',
          playlistId: 'journee',
          daypart: { from: '08:30', until: '18:00' },
          recurrence: { kind: 'weekly', weekdays: [1, 2, 3, 4, 5] },
        },
        {
          id: 'nuit',
          playlistId: 'arrivee',
          daypart: { from: '22:00', until: '02:00' },
          recurrence: { kind: 'weekly', weekdays: [5] },
        },
      ],
    }),
  ];
}

function media(now: () => number): (Media & { usedIn: { playlistId: string; name: string }[] })[] {
  return [
    'demo/port.jpg',
    'demo/equipe-logistique-journee-portes-ouvertes.jpg',
    'demo/visite.jpg',
    'uploads/atelier.jpg',
  ].map((id, index) => ({
    ...Media.parse({
      id,
      sha256: String(index).repeat(64),
      sizeBytes: 2_400_000 + index * 731_000,
      type: 'image/jpeg',
      widthPx: 1920,
      heightPx: 1280,
      addedAt: iso(now() - index * HOUR),
      origin: index < 3 ? 'folder' : 'upload',
    }),
    usedIn: index === 0 ? [{ playlistId: 'journee', name: 'Journée' }] : [],
  }));
}

/** A screen as the panel reads it, with what it plays now. */
export function screenView(world: World, seed: ScreenSeed): z.infer<typeof ScreenView> {
  const atMs = world.now();
  const running = [...world.takeovers.values()].find((view) => view.state === 'running');
  const playlist = seed.playlist === undefined ? undefined : world.playlists.get(seed.playlist)?.value;
  const entries = (playlist?.entries ?? [])
    .filter((entry) => entry.enabled)
    .map((entry) => ({ key: entry.id, version: '1', durationMs: entry.durationMs, item: entry.item }));
  const content = running?.takeover.content;
  const program =
    running !== undefined && content?.kind === 'item'
      ? {
          kind: 'takeover',
          takeoverId: running.takeover.id,
          sinceMs: atMs,
          anchorMs: atMs,
          entries: [{ key: 'takeover', version: '1', durationMs: 60_000, item: content.item }],
          excluded: [],
        }
      : playlist && entries.length > 0
        ? {
            kind: 'scheduled',
            playlistId: playlist.id,
            sinceMs: atMs - HOUR,
            anchorMs: atMs - HOUR,
            entries,
            excluded: [],
          }
        : undefined;
  return ScreenView.parse({
    screen: seed.screen,
    health: seed.health,
    connected: seed.health === 'playing',
    ...(seed.heardAgoMs === undefined
      ? {}
      : { lastHeardAt: iso(atMs - seed.heardAgoMs), upToDate: seed.upToDate ?? true }),
    now: Now.parse({
      state: program ? 'playing' : 'idle',
      atMs,
      revision: 3,
      screen: seed.screen,
      organisation: 'Acme',
      publicUrl: 'http://palier.acme.fr',
      program,
    }),
  });
}
