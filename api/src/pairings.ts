/**
 * Pairing. The code on the wall only finds the request; the poll secret that collects the token is another 256 bits.
 * The token is derived from that secret, so the very same one can be collected again until the machine has used it,
 * and neither of the two is ever stored. Two machines never share anything: each has the secret it was given.
 *
 * Wrong tries: a poll that names a code with a secret that is not its own counts against that code, and the fifth burns
 * it. Wrong codes on the approving side count against the person who typed them, from their address.
 */
import { createHmac } from 'node:crypto';
import {
  PAIRING_ALPHABET,
  PAIRING_MAX_TRIES,
  PAIRING_TTL_MS,
  type PairingAnswer,
  type PairingApproval,
  type PairingOffer,
  type PairingRequest,
  type PairingSize,
} from '@palier/playlists/pairing';
import { Screen } from '@palier/playlists/screen';
import { isoOf, type Clock } from './clock.ts';
import { createLimiter } from './limiter.ts';
import { digestOf, idFrom, newSecret, randomText, type Random } from './secrets.ts';
import type { DocumentOf } from './storage/collections.ts';
import { isRefused, type Storage } from './storage/storage.ts';

/** Live requests at once; a building has fewer screens to pair at the same time. */
const MAX_LIVE = 500;
/** Of these, one address may hold so many: a wall of televisions, and never all the places. */
const MAX_LIVE_PER_ADDRESS = 100;
/** An approved machine that lost power may still collect its token for a day. */
const COLLECT_WITHIN_MS = 24 * 3600_000;

type Pairing = DocumentOf<'pairings'>;
export type Found = Pairing | { refused: 'unknown' | 'burnt' | 'gone' };

export function createPairings(deps: { storage: Storage; clock: Clock; random: Random; publicUrl: () => string }) {
  const { storage, clock, random } = deps;
  const isOver = (pairing: Pairing) => {
    const graceMs = pairing.approved === undefined ? 0 : COLLECT_WITHIN_MS;
    return Date.parse(pairing.expiresAt) + graceMs <= clock.now();
  };
  /** Forgotten at the end of the process: no address can be told from what is stored. */
  const addressKey = random(32);
  const isBurnt = (pairing: Pairing) => pairing.wrongTries >= PAIRING_MAX_TRIES;
  /** A page turned or stretched by hand says so a few times; a machine that never ends is not written down each time. */
  const sizes = createLimiter(clock, {
    free: 20,
    firstWaitMs: 60_000,
    maxWaitMs: PAIRING_TTL_MS,
    forgetMs: PAIRING_TTL_MS,
  });
  /** Screens whose machine has not yet used its token. Kept in step by `load`. */
  let uncollected = new Set<string>();

  async function find(code: string): Promise<Found> {
    const pairing = await storage.get('pairings', code);
    if (pairing === undefined) return { refused: 'unknown' };
    if (isBurnt(pairing)) return { refused: 'burnt' };
    return isOver(pairing) || pairing.approved !== undefined ? { refused: 'gone' } : pairing;
  }

  return {
    find,
    /** Wrong codes per person and address: five are free, then one has to wait. */
    tries: createLimiter(clock, {
      free: PAIRING_MAX_TRIES,
      firstWaitMs: 60_000,
      maxWaitMs: PAIRING_TTL_MS,
      forgetMs: PAIRING_TTL_MS,
    }),

    async request(request: PairingRequest, address = ''): Promise<PairingOffer | { refused: 'full' }> {
      const from = createHmac('sha256', addressKey).update(address).digest('base64url').slice(0, 22);
      const pollSecret = newSecret(random);
      const expiresAt = isoOf(clock.now() + PAIRING_TTL_MS);
      const offered = await storage.transact(async (transaction) => {
        const all = await transaction.all('pairings');
        const over = all.filter(isOver);
        for (const pairing of over) await transaction.remove('pairings', pairing.id);
        if (all.length - over.length >= MAX_LIVE) return undefined;
        const own = all.filter(
          (pairing) => pairing.from === from && pairing.approved === undefined && !isOver(pairing),
        );
        if (own.length >= MAX_LIVE_PER_ADDRESS) return undefined;
        let code = randomText(random, PAIRING_ALPHABET, 8);
        while ((await transaction.get('pairings', code)) !== undefined) code = randomText(random, PAIRING_ALPHABET, 8);
        await transaction.put('pairings', {
          id: code,
          pollSecretHash: digestOf(pollSecret),
          request,
          requestedAt: isoOf(clock.now()),
          expiresAt,
          wrongTries: 0,
          from,
        });
        return code;
      });
      if (offered === undefined || isRefused(offered)) return { refused: 'full' };
      const approveUrl = `${deps.publicUrl()}/screens/pair?code=${offered}`;
      return { code: offered, pollSecret, expiresAt, approveUrl };
    },

    async waiting(): Promise<Pairing[]> {
      const all = await storage.all('pairings');
      return all.filter((pairing) => pairing.approved === undefined && !isOver(pairing) && !isBurnt(pairing));
    },

    /**
     * What became of the request whose secret this is. An unknown secret is told `expired`, like one whose request is
     * long gone: there is nothing to learn by guessing. `code`, where the machine names it, makes a wrong secret count.
     */
    async poll(secret: string, code: string | undefined): Promise<PairingAnswer | { refused: 'burnt' }> {
      const [pairing] = await storage.find('pairings', 'secret', digestOf(secret));
      if (code !== undefined && pairing?.id !== code) return (await burn(code)) ? { refused: 'burnt' } : gone();
      if (pairing === undefined || isOver(pairing) || isBurnt(pairing)) return gone();
      if (pairing.approved === undefined) return { status: 'waiting' };
      const { screenId } = pairing.approved;
      const token = createHmac('sha256', secret).update(`screen token ${pairing.id} ${screenId}`).digest('base64url');
      const collected = await storage.transact(async (transaction) => {
        const record = await transaction.get('screens', screenId);
        if (record === undefined) return false;
        const tokenHash = digestOf(token);
        if (record.tokenHashes.includes(tokenHash)) return true;
        await transaction.put('screens', { ...record, tokenHashes: [tokenHash], pairedAt: isoOf(clock.now()) });
        return true;
      });
      return collected === true ? { status: 'approved', screenId, token } : gone();
    },

    /** The page on the wall has this size. Of a machine that does not wait it says nothing, and of one that does no harm. */
    async measured(secret: string, size: PairingSize): Promise<void> {
      const [found] = await storage.find('pairings', 'secret', digestOf(secret));
      if (found === undefined || isSized(found, size) || sizes.waitMs(found.id) > 0) return;
      sizes.count(found.id);
      await storage.transact(async (transaction) => {
        const pairing = await transaction.get('pairings', found.id);
        if (pairing === undefined || pairing.approved !== undefined || isOver(pairing)) return;
        await transaction.put('pairings', { ...pairing, request: { ...pairing.request, ...size } });
      });
    },

    /** Makes the screen, or gives an existing one a new machine, whose old token dies at once. */
    async approve(
      code: string,
      approval: PairingApproval,
    ): Promise<Screen | Extract<Found, { refused: string }> | { refused: 'no-screen' }> {
      const found = await find(code);
      if ('refused' in found) return found;
      const { replaces, ...fields } = approval;
      const freshId = idFrom(approval.name, random);
      const outcome = await storage.transact(async (transaction) => {
        const pairing = await transaction.get('pairings', code);
        if (pairing === undefined || pairing.approved !== undefined) return 'gone' as const;
        const replaced = replaces === undefined ? undefined : await transaction.get('screens', replaces);
        if (replaces !== undefined && replaced === undefined) return 'no-screen' as const;
        const screen = Screen.parse({ ...replaced?.screen, ...fields, id: replaces ?? freshId });
        // A machine that was approved for it before and has not yet collected its token comes too late.
        for (const earlier of await transaction.all('pairings')) {
          if (earlier.approved?.screenId === screen.id) await transaction.remove('pairings', earlier.id);
        }
        await transaction.put('screens', { id: screen.id, screen, tokenHashes: [], pairedAt: isoOf(clock.now()) });
        await transaction.put('pairings', { ...pairing, approved: { screenId: screen.id } });
        return screen;
      });
      if (isRefused(outcome)) throw new Error('a look-up of an approval without look-ups was taken');
      return typeof outcome === 'string' ? { refused: outcome } : outcome;
    },

    async refuse(code: string): Promise<boolean> {
      return (await storage.transact((transaction) => transaction.remove('pairings', code))) === true;
    },

    /** The machine of this screen has used its token: what could collect it again goes. */
    async used(screenId: string): Promise<void> {
      if (!uncollected.delete(screenId)) return;
      await storage.transact(async (transaction) => {
        for (const pairing of await transaction.all('pairings')) {
          if (pairing.approved?.screenId === screenId) await transaction.remove('pairings', pairing.id);
        }
      });
    },

    /** Reads which tokens are not yet used; called at start and when pairings changed, here or in another process. */
    async load(): Promise<void> {
      uncollected = new Set((await storage.all('pairings')).flatMap((pairing) => pairing.approved?.screenId ?? []));
    },
  };

  /** Counts a wrong secret against a code. Answers whether the code is burnt now. */
  async function burn(code: string): Promise<boolean> {
    const tries = await storage.transact(async (transaction) => {
      const pairing = await transaction.get('pairings', code);
      if (pairing === undefined || pairing.approved !== undefined) return 0;
      const wrongTries = Math.min(PAIRING_MAX_TRIES, pairing.wrongTries + 1);
      if (wrongTries !== pairing.wrongTries) await transaction.put('pairings', { ...pairing, wrongTries });
      return wrongTries;
    });
    return typeof tries === 'number' && tries >= PAIRING_MAX_TRIES;
  }
}
export type Pairings = ReturnType<typeof createPairings>;

function isSized({ request }: Pairing, { widthPx, heightPx }: PairingSize): boolean {
  return request.widthPx === widthPx && request.heightPx === heightPx;
}

function gone(): PairingAnswer {
  return { status: 'expired' };
}
