/**
 * The watch over the screens: one job, on one process at a time, that notes each change of health and tells people of
 * outages. What it remembers and the letters it writes are one transaction, so that neither a restart nor a second
 * process repeats or loses one.
 */
import { causeOf, type HealthFacts, healthOf, type ScreenHealth, type SilenceCause } from '@palier/playlists/health';
import { afterTelling, isGathered, lookAtOutage, type OutageState } from '@palier/playlists/outage';
import { powerAt } from '@palier/playlists/power';
import type { Screen } from '@palier/playlists/screen';
import { addresseesOf, outageLetter, readAlertRules, recoveryLetter } from './alerts.ts';
import { isoOf, type Clock } from './clock.ts';
import type { Job } from './jobs.ts';
import type { Letter } from './mail/letter.ts';
import type { Mail } from './mail/mail.ts';
import type { DocumentOf } from './storage/collections.ts';
import type { Storage, Transaction } from './storage/storage.ts';

export const WATCH_EVERY_MS = 10_000;
/** Streams of health are one a month, so that old ones can go. */
export const KEEP_MONTHS = 13;

type Heard = HealthFacts & { told: Parameters<typeof causeOf>[1] | undefined };
type Look = {
  screen: Screen;
  health: ScreenHealth;
  before: OutageState | undefined;
  state: OutageState;
  word: 'none' | 'due' | 'over';
  cause: SilenceCause | undefined;
};

export function createScreenWatch(deps: {
  storage: Storage;
  clock: Clock;
  mail: Pick<Mail, 'enqueue'>;
  factsOf: (record: DocumentOf<'screens'>) => Heard;
  publicUrl: () => string;
  onchange: () => void;
}) {
  const { storage, clock, mail } = deps;

  function lookAt(record: DocumentOf<'screens'>, before: OutageState | undefined, atMs: number): Look {
    const facts = deps.factsOf(record);
    const health = healthOf(facts, atMs);
    const { on: lit } = powerAt(record.screen, atMs);
    const { state, word } = lookAtOutage(before, { health, lit, atMs });
    const wasSilent = before?.health === 'silent' && health !== 'silent' && health !== 'unknown';
    const gap = { fromMs: Date.parse(before?.since ?? state.since), toMs: atMs };
    const cause = wasSilent && facts.told !== undefined ? causeOf(gap, facts.told) : undefined;
    return { screen: record.screen, health, before, state, word, cause };
  }

  async function write(transaction: Transaction, looks: readonly Look[]): Promise<void> {
    for (const { screen, before, state, health, cause } of looks) {
      if (JSON.stringify(before) !== JSON.stringify(state)) await transaction.put('outages', { id: screen.id, state });
      if (before?.health !== health) {
        await transaction.append('health', healthStream(screen.id, state.since), state.since, {
          at: state.since,
          health,
        });
      }
      if (cause !== undefined && before !== undefined) {
        const entry = { at: before.since, cause };
        await transaction.append('health', healthStream(screen.id, before.since), `cause ${before.since}`, entry);
      }
    }
  }

  /** One letter a site and addressee. */
  async function tell(
    transaction: Transaction,
    kind: 'outage' | 'recovery',
    looks: readonly Look[],
    write: (language: 'fr' | 'en', site: string, looks: readonly Look[]) => Letter,
  ): Promise<void> {
    if (looks.length === 0) return;
    const rules = await readAlertRules(transaction);
    const users = await transaction.all('users');
    const letters = new Map<string, { address: string; language: 'fr' | 'en'; site: string; looks: Look[] }>();
    for (const look of looks) {
      const site = look.screen.location ?? '';
      for (const { address, language } of addresseesOf(look.screen, rules, users)) {
        const key = JSON.stringify([site, address]);
        const letter = letters.get(key) ?? { address, language, site, looks: [] };
        letter.looks.push(look);
        letters.set(key, letter);
      }
    }
    for (const [place, { address, language, site, looks: lines }] of letters) {
      const since = lines.map(
        ({ screen, before, state }) => `${screen.id} ${before?.outSince ?? state.outSince ?? ''}`,
      );
      const key = `${kind} ${place} ${since.join(' ')}`;
      await mail.enqueue(transaction, { key, to: address, ...write(language, site, lines) });
    }
  }

  return {
    /** The job's work. */
    async look(job: Pick<Job, 'commit'>): Promise<void> {
      const atMs = clock.now();
      let changed = false;
      await job.commit(async (transaction) => {
        const records = await transaction.all('screens');
        const states = new Map((await transaction.all('outages')).map(({ id, state }) => [id, state]));
        const looks = records.map((record) => lookAt(record, states.get(record.id), atMs));
        const due = gathered(looks, atMs);
        for (const look of due) look.state = afterTelling(look.state, atMs);
        changed = looks.some(({ before, state }) => before?.health !== state.health);
        await write(transaction, looks);
        await tell(transaction, 'outage', due, (language, site, lines) =>
          outageLetter(
            language,
            site,
            lines.map(({ screen, health, state }) => ({
              screen,
              health,
              sinceMs: Date.parse(state.outSince ?? state.since),
            })),
            deps.publicUrl(),
          ),
        );
        const over = looks.filter(({ word }) => word === 'over');
        await tell(transaction, 'recovery', over, (language, site, lines) =>
          recoveryLetter(
            language,
            site,
            lines.map(({ screen, before, cause }) => ({
              screen,
              cause,
              sinceMs: Date.parse(before?.outSince ?? isoOf(atMs)),
              untilMs: Date.parse(before?.wellSince ?? isoOf(atMs)),
            })),
            deps.publicUrl(),
          ),
        );
        const known = new Set<string>(records.map(({ id }) => id));
        for (const id of states.keys()) if (!known.has(id)) await transaction.remove('outages', id);
      });
      if (changed) deps.onchange();
    },

    /** Old months go, and those of screens that are gone. */
    async forget(): Promise<void> {
      const oldest = isoOf(clock.now() - KEEP_MONTHS * 31 * 24 * 3_600_000).slice(0, 7);
      const known = new Set<string>((await storage.all('screens')).map(({ id }) => id));
      for (const stream of await storage.streams('health')) {
        const [id = '', month = ''] = stream.split('.');
        if (month < oldest || !known.has(id)) await storage.dropLog('health', stream);
      }
    },
  };
}
export type ScreenWatch = ReturnType<typeof createScreenWatch>;

/** The outages that are told now: at each site, all that are due once the first has waited for the others. */
function gathered(looks: readonly Look[], atMs: number): Look[] {
  const due = looks.filter(({ word }) => word === 'due');
  const ripe = new Set(due.filter(({ state }) => isGathered([state], atMs)).map(({ screen }) => screen.location ?? ''));
  return due.filter(({ screen }) => ripe.has(screen.location ?? ''));
}

export function healthStream(screenId: string, at: string): string {
  return `${screenId}.${at.slice(0, 7)}`;
}
