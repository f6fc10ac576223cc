/**
 * The health of a screen, told apart by what was heard and what was not. Unknown is a state of its own: it is never
 * worded as on, and never counted as off.
 */
import { z } from 'zod';
import { HEARTBEAT_EVERY_MS, type Heartbeat, type Trouble } from './heartbeat.ts';

/** A screen that has missed three heartbeats is silent. */
export const SILENT_AFTER_MS = 3 * HEARTBEAT_EVERY_MS;
/** A page that has said nothing for this long, while its core speaks, is dead. */
export const PAGE_DEAD_AFTER_MS = 60_000;

/**
 * `unpaired`: no machine has ever been approved for it. `unknown`: paired, and this server has not listened long enough
 * to tell. `silent`: nothing is heard; machine, network or power, which only the kiosk's own record will tell.
 * `page-dead`: the core speaks and the page does not. `display-off`: the core knows that the display is off within the
 * power hours. `resting`: dark on purpose. The others are the player's own state.
 */
export const ScreenHealth = z.enum([
  'unpaired',
  'unknown',
  'silent',
  'page-dead',
  'display-off',
  'resting',
  'loading',
  'playing',
  'idle',
  'fault',
]);
export type ScreenHealth = z.infer<typeof ScreenHealth>;

/** What is known of a screen. `...Ms` are epoch milliseconds by the server's clock. */
export type HealthFacts = {
  paired: boolean;
  /** Since when this server listens; before that nothing could be heard. */
  listeningSinceMs: number;
  /** When anything of this screen last arrived, here or at another process. */
  lastHeardAtMs?: number | undefined;
  /** What it last said since the server started, and when that arrived. */
  heartbeat?: Pick<Heartbeat, 'state' | 'pageSeenAt' | 'display' | 'clockOffsetMs' | 'startedAt'> | undefined;
  heartbeatAtMs?: number | undefined;
};

/** How a screen is at `atMs`. Pure and total. */
export function healthOf(facts: HealthFacts, atMs: number): ScreenHealth {
  if (!facts.paired) return 'unpaired';
  const { heartbeat, heartbeatAtMs } = facts;
  if (heartbeat === undefined || heartbeatAtMs === undefined) {
    // What was heard before the server started says nothing of now; silence after it does.
    const isLongAgo = atMs - Math.max(facts.listeningSinceMs, facts.lastHeardAtMs ?? 0) > SILENT_AFTER_MS;
    return isLongAgo && facts.lastHeardAtMs !== undefined ? 'silent' : 'unknown';
  }
  if (atMs - Math.max(heartbeatAtMs, facts.lastHeardAtMs ?? 0) > SILENT_AFTER_MS) return 'silent';
  if (isPageDead(heartbeat, heartbeatAtMs)) return 'page-dead';
  // A machine that shows a pairing code of another server is not playing here.
  if (heartbeat.state === 'pairing') return 'loading';
  if (heartbeat.state !== 'resting' && heartbeat.display === 'off') return 'display-off';
  return heartbeat.state;
}

/** By the kiosk's own clock: when its page last spoke, against when it sent the heartbeat. */
function isPageDead(heartbeat: NonNullable<HealthFacts['heartbeat']>, heartbeatAtMs: number): boolean {
  const sentAtMs = heartbeatAtMs + (heartbeat.clockOffsetMs ?? 0);
  const seenAt = heartbeat.pageSeenAt ?? heartbeat.startedAt;
  // Neither is told by kiosks that do not know of it: then nothing is known, and nothing is claimed.
  if (seenAt === undefined) return false;
  return sentAtMs - Date.parse(seenAt) > PAGE_DEAD_AFTER_MS;
}

/** Whether this is a state in which nobody sees what they should, within the power hours. */
export function isOut(health: ScreenHealth): boolean {
  return health === 'silent' || health === 'page-dead' || health === 'display-off' || health === 'fault';
}

/** Whether this counts as well: it shows what is due, also when that is darkness or nothing. */
export function isWell(health: ScreenHealth): boolean {
  return health === 'playing' || health === 'idle' || health === 'resting';
}

/** A stretch in which a screen was in one state; `untilMs` is absent while it lasts. */
export type HealthSpan = { health: ScreenHealth; sinceMs: number; untilMs?: number | undefined };

/** Why nothing was heard, as the kiosk itself tells afterwards. */
export type SilenceCause = Trouble['kind'] | 'program' | 'unknown';

/**
 * Why a screen was silent in `[fromMs, toMs)`, from the kiosk's own record: what it could not reach, or that it did not
 * run at all. The kind that covers most of the gap wins; less than a fifth of it is no explanation.
 */
export function causeOf(
  gap: { fromMs: number; toMs: number },
  told: {
    troubles?: readonly Trouble[] | undefined;
    startedAt?: string | undefined;
    clockOffsetMs?: number | undefined;
  },
): SilenceCause {
  const offsetMs = told.clockOffsetMs ?? 0;
  const lengthMs = Math.max(1, gap.toMs - gap.fromMs);
  const covered = new Map<SilenceCause, number>();
  const add = (kind: SilenceCause, fromMs: number, toMs: number) => {
    const ms = Math.min(toMs, gap.toMs) - Math.max(fromMs, gap.fromMs);
    if (ms > 0) covered.set(kind, (covered.get(kind) ?? 0) + ms);
  };
  for (const { kind, from, to } of told.troubles ?? []) {
    add(kind, Date.parse(from) - offsetMs, (to === undefined ? gap.toMs : Date.parse(to)) - offsetMs);
  }
  if (told.startedAt !== undefined) {
    const startedMs = Date.parse(told.startedAt) - offsetMs;
    const known = [...covered.values()].reduce((sum, ms) => sum + ms, 0);
    // It began within the gap: until then it did not run, as far as no older record says otherwise.
    if (startedMs > gap.fromMs && known < lengthMs / 2) add('program', gap.fromMs, startedMs);
  }
  const [best] = [...covered].sort((a, b) => b[1] - a[1]);
  return best !== undefined && best[1] >= lengthMs / 5 ? best[0] : 'unknown';
}

/** Milliseconds of a span by what they count as. Unknown counts apart; rest and unpaired are not asked for. */
export type Uptime = { upMs: number; downMs: number; unknownMs: number; restMs: number };

/** How the time of `[fromMs, toMs)` was spent. Time before the first span, and after the last, is unknown. */
export function uptimeOf(spans: readonly HealthSpan[], fromMs: number, toMs: number): Uptime {
  const sum: Uptime = { upMs: 0, downMs: 0, unknownMs: 0, restMs: 0 };
  let told = 0;
  for (const { health, sinceMs, untilMs } of spans) {
    const ms = Math.min(untilMs ?? toMs, toMs) - Math.max(sinceMs, fromMs);
    if (ms <= 0) continue;
    told += ms;
    if (health === 'resting' || health === 'unpaired') sum.restMs += ms;
    else if (isOut(health)) sum.downMs += ms;
    else if (health === 'unknown') sum.unknownMs += ms;
    else sum.upMs += ms;
  }
  sum.unknownMs += Math.max(0, toMs - fromMs - told);
  return sum;
}
