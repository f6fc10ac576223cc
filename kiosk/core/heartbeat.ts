/** Heartbeats: what this screen says of itself, every half minute and at every change worth telling. */
import { HEARTBEAT_EVERY_MS, type Heartbeat } from '@palier/playlists/heartbeat';
import { Commands } from '@palier/playlists/screenshot';
import { z } from 'zod';
import type { Clock, Log, Timer } from './deps.ts';
import type { IdentityKeeper } from './identity.ts';
import { reasonOf, type ServerLink } from './server-link.ts';

/** Changes in quick succession are told together, and never more often than this. */
const GATHER_MS = 200;
const LEAST_APART_MS = 1_000;

/** The server may answer with a new token; it keeps the old one valid until the new one is first used. */
const Answer = z.looseObject({ nextToken: z.string().min(22).optional(), commands: Commands.optional() });

export type Heartbeats = { start(): void; stop(): void; tell(): void };

export function createHeartbeats(deps: {
  server: ServerLink;
  identity: IdentityKeeper;
  clock: Clock;
  log: Log;
  random: () => number;
  measure: () => Promise<Heartbeat>;
  onCommands: (commands: Commands) => void;
}): Heartbeats {
  const { clock } = deps;
  let timer: Timer | undefined;
  let dueMs = Infinity;
  let sentMs = -Infinity;
  let isRunning = false;
  let isSending = false;
  let isChanged = false;

  function plan(inMs: number): void {
    const atMs = clock.monotonicMs() + inMs;
    if (!isRunning || isSending || atMs >= dueMs) return;
    timer?.cancel();
    dueMs = atMs;
    timer = clock.after(inMs, () => void send());
  }

  async function send(): Promise<void> {
    isSending = true;
    isChanged = false;
    dueMs = Infinity;
    sentMs = clock.monotonicMs();
    try {
      await sendOnce();
    } catch (error) {
      deps.log.warn('a heartbeat failed', { reason: reasonOf(error) });
    }
    isSending = false;
    if (isChanged) tell();
    else plan(HEARTBEAT_EVERY_MS * (0.95 + deps.random() * 0.1));
  }

  async function sendOnce(): Promise<void> {
    const token = deps.identity.current()?.token;
    if (token === undefined) return;
    const body = await deps.measure();
    const reply = await deps.server.call({ method: 'POST', path: '/api/player/heartbeats', token, body });
    await deps.identity.heard(reply, token);
    if (reply.kind !== 'reply' || reply.status !== 200) return;
    const answer = Answer.safeParse(reply.body);
    if (answer.success && answer.data.commands !== undefined) deps.onCommands(answer.data.commands);
    if (answer.success && answer.data.nextToken !== undefined) await deps.identity.rotate(answer.data.nextToken);
  }

  function tell(): void {
    isChanged = isSending;
    plan(Math.max(GATHER_MS, sentMs + LEAST_APART_MS - clock.monotonicMs()));
  }

  return {
    start() {
      if (isRunning) return;
      isRunning = true;
      tell();
    },
    stop() {
      isRunning = false;
      timer?.cancel();
      dueMs = Infinity;
    },
    tell,
  };
}
