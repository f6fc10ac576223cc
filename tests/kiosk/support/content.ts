/** Manifests for tests: one screen in Paris, a playlist all day, pictures by content. */
import { Manifest } from '@palier/playlists/manifest';
import type { z } from 'zod';
import { fileOf, sha256Of } from './fake-server.ts';

/** Thursday 7 May 2026, 10:00 in Paris. */
export const START_MS = Date.UTC(2026, 4, 7, 8, 0, 0);

export type Picture = { id: string; bytes: Uint8Array<ArrayBuffer> };

export function picture(id: string, size = 1000, seed = id): Picture {
  return { id: `${id}.jpg`, bytes: fileOf(seed, size) };
}

type ManifestInput = z.input<typeof Manifest>;
type EntryInput = ManifestInput['playlists'][number]['entries'][number];

export function notice(id: string, title = id, durationMs = 10_000): EntryInput {
  return { id, durationMs, item: { kind: 'notice', title: { en: title } } };
}

export function pictureEntry(id: string, of: Picture, durationMs = 10_000): EntryInput {
  return { id, durationMs, item: { kind: 'picture', media: of.id } };
}

export function playlist(id: string, entries: EntryInput[]): ManifestInput['playlists'][number] {
  return { id, name: { en: id }, entries };
}

export function rule(
  id: string,
  playlistId: string,
  more: object = {},
): ManifestInput['schedules'][number]['rules'][number] {
  return { id, playlistId, ...more };
}

export function takeover(
  id: string,
  startMs: number,
  endMs: number,
  content: ManifestInput['takeovers'][number]['content'],
) {
  return {
    id,
    target: { all: true },
    content,
    startsAt: new Date(startMs).toISOString(),
    endsAt: new Date(endMs).toISOString(),
    startedBy: 'Ada',
  };
}

export function manifest(
  revision: number,
  parts: {
    playlists: ManifestInput['playlists'];
    rules?: ManifestInput['schedules'][number]['rules'];
    takeovers?: ManifestInput['takeovers'];
    pictures?: Picture[];
  },
): Manifest {
  const first = parts.playlists[0]?.id ?? 'day';
  return Manifest.parse({
    format: 1,
    revision,
    publicUrl: 'http://palier.test',
    screen: { id: 'lobby', name: 'Lobby', zone: 'Europe/Paris', language: 'en' },
    schedules: [
      { id: 'week', name: { en: 'Week' }, target: { all: true }, rules: parts.rules ?? [rule('all-day', first)] },
    ],
    takeovers: parts.takeovers ?? [],
    playlists: parts.playlists,
    media: (parts.pictures ?? []).map(({ id, bytes }) => ({
      id,
      sha256: sha256Of(bytes),
      sizeBytes: bytes.length,
      type: 'image/jpeg',
      widthPx: 100,
      heightPx: 100,
    })),
  });
}
