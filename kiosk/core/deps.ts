/**
 * What the core is given: time, network, disk, chance and words for the log. It reaches for none of them by itself,
 * so the same core runs in Electron, beside Chromium, inside the API and under a fake clock.
 */
import type { Trouble } from '@palier/playlists/heartbeat';
import type { PairingRequest } from '@palier/playlists/pairing';
import type { z } from 'zod';
import type { Disk } from './disk.ts';

export type Timer = { cancel(): void };

export type Clock = {
  /** Wall clock, epoch ms. It may jump, both ways. */
  now(): number;
  /** Milliseconds that only grow; for waits, never for the program. */
  monotonicMs(): number;
  /** Runs once after `ms`, unless cancelled. Must not keep the process alive by itself. */
  after(ms: number, run: () => void): Timer;
};

export type Log = {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
};

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Takes a picture of what is on the display: WebP, JPEG or PNG. */
export type Capture = () => Promise<Uint8Array>;
/** What stood in the way when the server did not answer. */
export type WhyUnreachable = () => Promise<Trouble['kind']>;
/** The display itself, where the shell can send it to sleep and wake it. */
export type Display = {
  set(on: boolean): Promise<void>;
  /** Absent: it cannot be told. */
  read(): Promise<'on' | 'off' | undefined>;
};

export type KioskDeps = {
  /** Origin of the API, e.g. `http://192.168.1.20:8080`. */
  serverUrl: string;
  /** Reaches the API. */
  fetch: Fetch;
  /** Where manifest, media, plays and identity stand: `folderDisk(dir)` or `memoryDisk()`. */
  disk: Disk;
  shell: 'electron' | 'chromium' | 'hosted';
  version: string;
  /** Folder of the built page (`kiosk/player/dist`). */
  playerDir: string;
  /** A screen token given from outside; without it the disk's is used, and without that the screen is paired. */
  token?: string;
  /** Serves media by itself (hosted): nothing is then downloaded, and all media count as present. */
  media?: (sha256: string, request: Request) => Promise<Response>;
  /** Reaches the web pages that items name, for `web-check`. Absent: pages are taken as reachable. */
  webFetch?: Fetch;
  /** Told when no page has spoken for too long; the shell reloads it. */
  reloadPage?: (reason: string) => void;
  /** Takes a picture of the wall. Absent: there are none. */
  capture?: Capture;
  /** The display, where the shell can send it to sleep. */
  display?: Display;
  /** What stands between this machine and a server that does not answer. */
  whyUnreachable?: WhyUnreachable;
  /** Told when the screen was paired, or has lost its identity. */
  onIdentity?: (identity: { screenId?: string; token: string } | undefined) => void;
  /** What this machine says of itself when it asks to be paired. */
  describe?: z.input<typeof PairingRequest>;
  /** Who may frame the page; nobody by default. */
  frameAncestors?: string;
  clock?: Clock;
  /** In [0, 1). */
  random?: () => number;
  uuid?: () => string;
  log?: Log;
};
