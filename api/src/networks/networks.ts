/**
 * Wi-Fi networks and their passwords. This is the only place that seals and opens them. It writes down who looked, and
 * forgets a password soon after the next one has taken over. It never says a password in an error or to the log.
 */
import { CodeId } from '@palier/playlists/ids';
import { codeAt, type Network } from '@palier/playlists/network';
import { isoOf, type Clock } from '../clock.ts';
import type { OpenNetwork } from '../content.ts';
import { reasonOf, type Log } from '../log.ts';
import type { Sealer } from '../sealing.ts';
import { randomText, type Random } from '../secrets.ts';
import type { DocumentOf } from '../storage/collections.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';
import type { NetworkView } from '../wire/networks.ts';

export type NetworkRecord = DocumentOf<'networks'>;
type Code = NetworkRecord['codes'][number];
type Who = { id: DocumentOf<'users'>['id']; name: string };
type Did = 'revealed' | 'added' | 'imported' | 'removed';

/** Manifests carry the present password and so many that follow. */
const MAX_CARRIED = 4;
const MAX_CODES = 400;
const SWEEP_EVERY_MS = 10 * 60_000;
/** A screen whose clock is behind still shows the former password for so long. */
const KEEP_PAST_MS = 3600_000;
const ID_SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

export type Networks = ReturnType<typeof createNetworks>;

export function createNetworks(deps: { storage: Storage; sealer: Sealer; clock: Clock; random: Random; log: Log }) {
  const { storage, sealer, clock, random, log } = deps;
  let cancelSweep: (() => void) | undefined;
  const about = (id: string) => `networks/${id}`;

  function opened(record: NetworkRecord): { id: Code['id']; fromMs: number; password: string }[] {
    return record.codes.flatMap(({ id, fromMs, sealed }) => {
      const password = sealer.open(sealed, about(record.id));
      return password === undefined ? [] : [{ id, fromMs, password }];
    });
  }

  /** Drops what the next password has replaced: it opens nothing any more, and should not lie about. */
  async function sweep(): Promise<void> {
    cancelSweep = clock.after(SWEEP_EVERY_MS, () => inBackground());
    const beforeMs = clock.now() - KEEP_PAST_MS;
    for (const { id } of await storage.all('networks')) {
      await storage.transact(async (transaction) => {
        const record = await transaction.get('networks', id);
        const codes = record === undefined ? [] : withoutPast(record.codes, beforeMs);
        if (record !== undefined && codes.length < record.codes.length) {
          await transaction.put('networks', { ...record, codes });
        }
      });
    }
  }
  const inBackground = () =>
    void sweep().catch((error: unknown) =>
      log.warn('sweeping old Wi-Fi passwords failed', { reason: reasonOf(error) }),
    );

  async function audit(transaction: Transaction, id: string, who: Who, did: Did, count: number): Promise<void> {
    const record = { at: isoOf(clock.now()), userId: who.id, name: who.name, did, count };
    await transaction.append('networkAudit', id, Buffer.from(random(12)).toString('base64url'), record);
  }

  return {
    /** For manifests: the present password and the next few. */
    open(record: NetworkRecord): OpenNetwork {
      const codes = opened(record).map(({ fromMs, password }) => ({ fromMs, password }));
      return { network: record.network, codes: codes.slice(0, MAX_CARRIED) };
    },

    /** For the panel: which passwords there are, and never what they are. */
    viewOf(record: NetworkRecord, usedIn: NetworkView['usedIn']): NetworkView {
      const current = codeAt(record.codes, clock.now());
      return {
        network: record.network,
        codes: record.codes.map((code) => ({
          id: code.id,
          from: isoOf(code.fromMs),
          state: code.id === current?.id ? 'current' : code.fromMs > clock.now() ? 'next' : 'past',
          readable: sealer.open(code.sealed, about(record.id)) !== undefined,
        })),
        usedIn,
        updatedAt: record.updatedAt,
        updatedBy: record.updatedBy,
      };
    },

    /** Adds passwords; one for the same minute takes the place of the one before. Absent: no such network. */
    async add(id: Network['id'], codes: readonly { fromMs: number; password: string }[], who: Who) {
      return storage.transact(async (transaction) => {
        const record = await transaction.get('networks', id);
        if (record === undefined) return undefined;
        const starts = new Set(codes.map(({ fromMs }) => fromMs));
        const added = codes.map(({ fromMs, password }) => ({
          id: CodeId.parse(randomText(random, ID_SIGNS, 10)),
          fromMs,
          sealed: sealer.seal(password, about(id)),
        }));
        const kept = record.codes.filter(({ fromMs }) => !starts.has(fromMs));
        const all = withoutPast(
          [...kept, ...added].toSorted((one, other) => one.fromMs - other.fromMs),
          clock.now(),
        );
        if (all.length > MAX_CODES) return 'full' as const;
        const next = { ...record, codes: all, updatedAt: isoOf(clock.now()), updatedBy: who.name };
        await transaction.put('networks', next);
        await audit(transaction, id, who, codes.length > 1 ? 'imported' : 'added', codes.length);
        return next;
      });
    },

    async remove(id: Network['id'], codeId: string, who: Who) {
      return storage.transact(async (transaction) => {
        const record = await transaction.get('networks', id);
        if (record === undefined || !record.codes.some((code) => code.id === codeId)) return undefined;
        const codes = record.codes.filter((code) => code.id !== codeId);
        const next = { ...record, codes, updatedAt: isoOf(clock.now()), updatedBy: who.name };
        await transaction.put('networks', next);
        await audit(transaction, id, who, 'removed', 1);
        return next;
      });
    },

    /** The passwords themselves. That somebody looked is on disk before they are told. */
    async reveal(id: Network['id'], who: Who) {
      const noted = await storage.transact(async (transaction) => {
        const record = await transaction.get('networks', id);
        if (record === undefined) return undefined;
        await audit(transaction, id, who, 'revealed', record.codes.length);
        return record;
      });
      if (noted === undefined || isRefused(noted)) return undefined;
      return opened(noted).map(({ id: codeId, fromMs, password }) => ({ id: codeId, from: isoOf(fromMs), password }));
    },

    /** Newest first, the last hundred. */
    async history(id: string) {
      const count = await storage.countLog('networkAudit', id);
      const entries = await storage.readLog('networkAudit', id, Math.max(0, count - 100), 100);
      return entries.map(({ record }) => record).toReversed();
    },

    start: sweep,
    stop: () => cancelSweep?.(),
  };
}

/** The password that was valid at `atMs`, and all after it. */
function withoutPast(codes: readonly Code[], atMs: number): Code[] {
  const current = codeAt(codes, atMs);
  return codes.filter((code) => code.fromMs > atMs || code.id === current?.id);
}
