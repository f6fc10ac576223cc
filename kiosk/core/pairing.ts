/**
 * Pairing as the screen sees it: ask for a code, show it, and collect the token by the poll secret, which is never
 * shown. The offer is kept on disk, so that a restart in between shows the same code.
 */
import { PAIRING_POLL_MS, PairingAnswer, PairingOffer, type PairingRequest } from '@palier/playlists/pairing';
import type { z } from 'zod';
import { createBackoff } from './backoff.ts';
import type { Clock, Log, Timer } from './deps.ts';
import type { Disk } from './disk.ts';
import type { Identity } from './identity.ts';
import { reasonOf, type Reply, type ServerLink } from './server-link.ts';
import { createStateFile } from './state-file.ts';

export type Pairing = {
  start(): void;
  stop(): void;
  offer(): { code: string; url: string; expiresAtMs: number } | undefined;
  trouble(): string | undefined;
};

export function createPairing(deps: {
  disk: Disk;
  server: ServerLink;
  clock: Clock;
  log: Log;
  random: () => number;
  describe: z.input<typeof PairingRequest>;
  /** The page's size, once it has said it: the panel offers the orientation that fits. */
  pagePx: () => { width: number; height: number } | undefined;
  onApproved: (identity: Identity) => Promise<void>;
  onChange: () => void;
}): Pairing {
  const { clock, log } = deps;
  const file = createStateFile({ disk: deps.disk, log, name: 'pairing.json', schema: PairingOffer, secret: true });
  const backoff = createBackoff({ firstMs: 4_000, maxMs: 60_000, random: deps.random, leastMs: PAIRING_POLL_MS });
  let offer: PairingOffer | undefined;
  let trouble: string | undefined;
  let timer: Timer | undefined;
  let sizeTold = '';
  let isRunning = false;

  function show(nextOffer: PairingOffer | undefined, nextTrouble: string | undefined): void {
    if (offer?.code === nextOffer?.code && trouble === nextTrouble) return;
    offer = nextOffer;
    trouble = nextTrouble;
    deps.onChange();
  }

  function plan(inMs: number): void {
    if (isRunning) timer = clock.after(inMs, () => void turn());
  }

  function failed(reply: Reply): void {
    const reason = reply.kind === 'unreachable' ? reply.reason : `it answered ${reply.status}`;
    show(offer, `${deps.server.url} cannot be reached: ${reason}`.slice(0, 300));
    const askedMs = reply.kind === 'reply' ? Number(reply.headers.get('retry-after') ?? 0) * 1000 : 0;
    plan(Math.max(backoff.nextMs(), Math.min(askedMs || 0, 10 * 60_000)));
  }

  const size = () => {
    const page = deps.pagePx();
    return page === undefined ? undefined : { widthPx: page.width, heightPx: page.height };
  };

  async function askForCode(): Promise<void> {
    const body = { ...deps.describe, ...size() };
    const reply = await deps.server.call({ method: 'POST', path: '/api/pairings', body });
    const parsed = reply.kind === 'reply' && reply.status === 201 ? PairingOffer.safeParse(reply.body) : undefined;
    if (parsed?.success !== true) return failed(reply);
    backoff.reset();
    await file.write(parsed.data);
    show(parsed.data, undefined);
    plan(PAIRING_POLL_MS);
  }

  async function poll(current: PairingOffer): Promise<void> {
    const reply = await deps.server.call({ path: '/api/pairings/mine', token: current.pollSecret });
    if (reply.kind === 'unreachable') return failed(reply);
    const parsed = reply.status === 200 ? PairingAnswer.safeParse(reply.body) : undefined;
    const isGone = reply.ownWord && [401, 404, 410].includes(reply.status);
    if (isGone || parsed?.data?.status === 'expired') {
      await file.clear();
      show(undefined, undefined);
      return plan(0);
    }
    if (parsed?.success !== true) return failed(reply);
    backoff.reset();
    show(current, undefined);
    if (parsed.data.status === 'waiting') {
      await tellSize(current);
      return plan(PAIRING_POLL_MS);
    }
    if (parsed.data.status !== 'approved') return;
    isRunning = false;
    await deps.onApproved({ screenId: parsed.data.screenId, token: parsed.data.token });
    await file.clear();
    offer = undefined;
  }

  /** Once for each size of this request. A server that does not know the question is not asked again. */
  async function tellSize({ pollSecret }: PairingOffer): Promise<void> {
    const body = size();
    const telling = JSON.stringify([pollSecret, body]);
    if (body === undefined || telling === sizeTold) return;
    const reply = await deps.server.call({ method: 'POST', path: '/api/pairings/mine', token: pollSecret, body });
    if (reply.kind === 'reply') sizeTold = telling;
  }

  async function turn(): Promise<void> {
    try {
      const isOver = offer !== undefined && clock.now() >= Date.parse(offer.expiresAt) + 60_000;
      if (isOver) show(undefined, undefined);
      if (offer === undefined) await askForCode();
      else await poll(offer);
    } catch (error) {
      log.warn('pairing failed; it is tried again', { reason: reasonOf(error) });
      isRunning = true;
      plan(backoff.nextMs());
    }
  }

  async function begin(): Promise<void> {
    const stored = await file.read();
    if (!isRunning) return;
    if (stored !== undefined && Date.parse(stored.expiresAt) > clock.now()) show(stored, undefined);
    await turn();
  }

  return {
    start() {
      if (isRunning) return;
      isRunning = true;
      void begin().catch((error: unknown) => {
        log.warn('pairing could not begin', { reason: reasonOf(error) });
        plan(backoff.nextMs());
      });
    },
    stop() {
      isRunning = false;
      timer?.cancel();
      offer = undefined;
      trouble = undefined;
    },
    offer: () => offer && { code: offer.code, url: offer.approveUrl, expiresAtMs: Date.parse(offer.expiresAt) },
    trouble: () => trouble,
  };
}
