/**
 * What people ask of screens: a picture, a restart, to show their name. Kept in the store for a while, so that the process
 * that holds the screen's stream tells it, whichever was asked; told in the answer to the screen's next heartbeat.
 */
import { IDENTIFY_MS, type Commands } from '@palier/playlists/screenshot';
import { isoOf, type Clock } from './clock.ts';
import { eventBytes, type EventsHub } from './events-hub.ts';
import { randomText, type Random } from './secrets.ts';
import type { DocumentOf } from './storage/collections.ts';
import type { Storage } from './storage/storage.ts';

export type CommandKind = 'screenshot' | 'restart' | 'identify';
/** What was not fetched by then is no longer wanted. */
const KEEP_MS = 10 * 60_000;
type Id = DocumentOf<'screens'>['id'];

export function createCommands(deps: { storage: Storage; clock: Clock; random: Random; screenHub: EventsHub }) {
  const { storage, clock, random, screenHub } = deps;
  let known = new Map<string, DocumentOf<'commands'>>();
  const isFresh = ({ askedAt }: DocumentOf<'commands'>) => clock.now() - Date.parse(askedAt) < KEEP_MS;

  return {
    async ask(ids: readonly Id[], kind: CommandKind): Promise<number> {
      const id = randomText(random, 'abcdefghjkmnpqrstvwxyz23456789', 12);
      const asked: Commands = kind === 'identify' ? { identifyUntilMs: clock.now() + IDENTIFY_MS } : { [kind]: id };
      const count = await storage.transact(async (transaction) => {
        let found = 0;
        for (const screenId of ids) {
          if ((await transaction.get('screens', screenId)) === undefined) continue;
          const before = await transaction.get('commands', screenId);
          const commands = { ...(before !== undefined && isFresh(before) ? before.commands : {}), ...asked };
          await transaction.put('commands', { id: screenId, commands, askedAt: isoOf(clock.now()) });
          found += 1;
        }
        return found;
      });
      return typeof count === 'number' ? count : 0;
    },

    /** Reads what is asked, and wakes the screens that listen here. Called at start and when commands changed. */
    async load(): Promise<void> {
      const all = await storage.all('commands');
      const news = all.filter((record) => isFresh(record) && known.get(record.id)?.askedAt !== record.askedAt);
      known = new Map(all.map((record) => [record.id, record]));
      const keys = news.map(({ id }) => id).filter((id) => screenHub.isConnected(id));
      if (keys.length > 0) screenHub.broadcast(eventBytes('command', 0, {}), keys);
    },

    /** What a screen is asked in the answer to its heartbeat. A restart is told once. */
    take(id: Id): Commands | undefined {
      const record = known.get(id);
      if (record === undefined || !isFresh(record)) return undefined;
      const { restart: _, ...rest } = record.commands;
      known.set(id, { ...record, commands: rest });
      const { identifyUntilMs } = record.commands;
      const isOver = identifyUntilMs !== undefined && identifyUntilMs <= clock.now();
      const { identifyUntilMs: __, ...others } = record.commands;
      const wanted = isOver ? others : record.commands;
      return Object.keys(wanted).length === 0 ? undefined : wanted;
    },

    /** The picture that was asked for has come. */
    pictured(id: Id): void {
      const record = known.get(id);
      if (record === undefined) return;
      const { screenshot: _, ...rest } = record.commands;
      known.set(id, { ...record, commands: rest });
    },
    /** Whether a picture was asked for and has not come. */
    isWaiting: (id: Id): boolean => {
      const record = known.get(id);
      return record !== undefined && isFresh(record) && record.commands.screenshot !== undefined;
    },
  };
}
export type CommandDesk = ReturnType<typeof createCommands>;
