/**
 * Reads a manifest from the server. One that a newer server words in part as this kiosk does not know is read without
 * those parts: a single strange item must not keep a wall from everything else.
 */
import { Manifest } from '@palier/playlists/manifest';
import { Entry } from '@palier/playlists/playlist';
import { fieldProblems } from '@palier/playlists/problem';
import { Schedule } from '@palier/playlists/schedule';
import { Takeover } from '@palier/playlists/takeover';
import { z } from 'zod';

export type ReadManifest =
  /** `passedOver`: how many entries, takeovers and schedules were not understood. */
  { kind: 'manifest'; manifest: Manifest; passedOver: number } | { kind: 'refused'; field: string; reason: string };

const Loose = z.looseObject({
  playlists: z.array(z.looseObject({ entries: z.array(z.unknown()) })),
  takeovers: z.array(z.unknown()),
  schedules: z.array(z.unknown()),
});

export function readManifest(body: unknown): ReadManifest {
  const whole = Manifest.safeParse(body);
  if (whole.success) return { kind: 'manifest', manifest: whole.data, passedOver: 0 };
  const loose = Loose.safeParse(body);
  const pruned = loose.success ? prune(loose.data) : undefined;
  const rest = pruned === undefined ? undefined : Manifest.safeParse(pruned.body);
  if (pruned !== undefined && rest?.success === true) {
    return { kind: 'manifest', manifest: rest.data, passedOver: pruned.passedOver };
  }
  const [first] = fieldProblems(whole.error);
  return { kind: 'refused', field: first?.field ?? '', reason: first?.reason ?? '' };
}

function prune(body: z.infer<typeof Loose>): { body: unknown; passedOver: number } {
  let passedOver = 0;
  const keep = <T>(list: readonly T[], schema: z.ZodType): T[] => {
    const understood = list.filter((one) => schema.safeParse(one).success);
    passedOver += list.length - understood.length;
    return understood;
  };
  const playlists = body.playlists.map((playlist) => ({ ...playlist, entries: keep(playlist.entries, Entry) }));
  const takeovers = keep(body.takeovers, Takeover);
  const schedules = keep(body.schedules, Schedule);
  return { body: { ...body, playlists, takeovers, schedules }, passedOver };
}
