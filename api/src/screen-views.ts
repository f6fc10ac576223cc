/** Screens as the panel reads them: what is due, what was heard, and why. What is not known is absent, never guessed. */
import type { Now } from '@palier/playlists/now';
import { nowOf } from '@palier/playlists/now';
import type { Candidate, Program } from '@palier/playlists/program';
import { explain, timeline } from '@palier/playlists/timeline';
import type { ExplanationView, ScreenView, TimelineBlock } from '@palier/playlists/views';
import { isoOf, type Clock } from './clock.ts';
import type { ContentReader } from './content.ts';
import type { Heard, Heartbeats } from './heartbeats.ts';
import type { Manifests, ReadyManifest } from './manifests.ts';
import type { DocumentOf } from './storage/collections.ts';
import type { Storage } from './storage/storage.ts';

type ScreenRecord = DocumentOf<'screens'>;

export function createScreenViews(deps: {
  content: ContentReader;
  manifests: Manifests;
  heartbeats: Heartbeats;
  storage: Pick<Storage, 'get'>;
  clock: Clock;
}) {
  const { content, manifests, heartbeats, storage, clock } = deps;

  async function nowAt(id: ScreenRecord['id'], atMs: number): Promise<Now | undefined> {
    const manifest = await manifests.of(id);
    if (manifest === undefined) return undefined;
    return nowOf({ manifest: manifest.masked(), atMs, anchorMs: anchorOf(manifest, atMs, heartbeats.of(id)) });
  }

  /** Since when it is so, where the watch has noted the very same. */
  async function healthAndSince(record: ScreenRecord) {
    const health = heartbeats.healthOf(record);
    const noted = (await storage.get('outages', record.id))?.state;
    return { health, ...(noted?.health === health ? { healthSince: noted.since } : {}) };
  }

  async function viewOf(record: ScreenRecord): Promise<ScreenView | undefined> {
    const [now, manifest] = [await nowAt(record.id, clock.now()), await manifests.of(record.id)];
    if (now === undefined || manifest === undefined) return undefined;
    const heard = heartbeats.of(record.id);
    return {
      screen: record.screen,
      ...(await healthAndSince(record)),
      ...(heard === undefined ? {} : { lastHeardAt: isoOf(heard.lastHeardAtMs) }),
      ...(heard?.heartbeat === undefined ? {} : { heartbeat: heard.heartbeat }),
      connected: heartbeats.isConnected(record.id),
      ...upToDate(manifest, heard),
      now,
    };
  }

  const recordOf = async (id: string) => (await content.current()).screens.find((screen) => screen.id === id);

  return {
    nowAt,
    async one(id: string): Promise<ScreenView | undefined> {
      const record = await recordOf(id);
      return record === undefined ? undefined : viewOf(record);
    },
    async all(): Promise<ScreenView[]> {
      const views = await Promise.all((await content.current()).screens.map(viewOf));
      return views.flatMap((view) => view ?? []);
    },
    async explain(id: string, at: Temporal.Instant): Promise<ExplanationView | undefined> {
      const { schedules, takeovers } = await content.current();
      const record = await recordOf(id);
      if (record === undefined) return undefined;
      const input = { screen: record.screen, schedules, takeovers: takeovers.map(({ takeover }) => takeover) };
      const { program, candidates } = explain(input, at);
      return {
        at: isoOf(at.epochMilliseconds),
        local: at.toZonedDateTimeISO(record.screen.zone).toString({ smallestUnit: 'minute' }),
        program: { ...programWords(program), ...span(program) },
        candidates: candidates.map(candidateWords),
      };
    },
    async timeline(id: string, from: Temporal.Instant, to: Temporal.Instant): Promise<TimelineBlock[] | undefined> {
      const { schedules, takeovers } = await content.current();
      const record = await recordOf(id);
      if (record === undefined) return undefined;
      const input = { screen: record.screen, schedules, takeovers: takeovers.map(({ takeover }) => takeover) };
      return timeline(input, from, to).map((block) => ({
        from: isoOf(block.from.epochMilliseconds),
        to: isoOf(block.to.epochMilliseconds),
        ...programWords(block.program),
      }));
    },
  };
}
export type ScreenViews = ReturnType<typeof createScreenViews>;

/** The anchor that the screen itself reported, as long as it still plays the same program. */
function anchorOf(manifest: ReadyManifest, atMs: number, heard: Heard | undefined): number | undefined {
  const heartbeat = heard?.heartbeat;
  if (heard?.heartbeatAtMs === undefined || heartbeat?.anchorMs === undefined) return undefined;
  const due = nowOf({ manifest: manifest.masked(), atMs }).program;
  const isSame = due?.playlistId === heartbeat.playlistId && due?.takeoverId === heartbeat.takeoverId;
  return isSame ? heartbeat.anchorMs : undefined;
}

/** Whether the screen plays the present manifest: by its revision, or, after a restart of ours, by the ETag it holds. */
function upToDate(manifest: ReadyManifest, heard: Heard | undefined): { upToDate?: boolean } {
  if (heard?.heartbeatAtMs === undefined || heard.heartbeat === undefined) return {};
  if (manifest.changedAt > 0) return { upToDate: heard.heartbeat.revision >= manifest.changedAt };
  return heard.holds === undefined ? {} : { upToDate: heard.holds === manifest.etag };
}

function programWords(program: Program) {
  switch (program.kind) {
    case 'takeover': {
      const { kind, takeoverId, playlistId } = program;
      return { kind, takeoverId, ...(playlistId === undefined ? {} : { playlistId }) };
    }
    case 'scheduled': {
      const { kind, scheduleId, ruleId, playlistId } = program;
      return { kind, scheduleId, ruleId, playlistId };
    }
    case 'empty':
      return { kind: program.kind };
  }
}

function span(program: Program): { since?: string; until?: string } {
  return {
    ...(program.since === undefined ? {} : { since: isoOf(program.since.epochMilliseconds) }),
    ...(program.until === undefined ? {} : { until: isoOf(program.until.epochMilliseconds) }),
  };
}

function candidateWords(candidate: Candidate): ExplanationView['candidates'][number] {
  const because = candidate.plays ? {} : { because: candidate.because };
  if (candidate.kind === 'takeover') {
    return { kind: 'takeover', takeoverId: candidate.takeoverId, plays: candidate.plays, ...because };
  }
  const { scheduleId, ruleId, playlistId, plays } = candidate;
  return { kind: 'rule', scheduleId, ruleId, playlistId, plays, ...because };
}
