/**
 * Drafts of playlists and schedules: kept apart from what screens show, published whole, in one transaction, now or at an
 * instant. A plan is part of its draft, so it survives every restart; whichever process comes first publishes it, once,
 * because the transaction takes the draft away with it. Nothing that somebody else published meanwhile is overwritten
 * unless the caller names that very version; a draft that is discarded is kept in the history.
 */
import { checkPlaylist, refusals, screensOf, type CheckContext, type Finding } from '@palier/playlists/check';
import { playlistChanges, scheduleChanges, type Change } from '@palier/playlists/difference';
import type { Noun, PlanFault } from '@palier/playlists/draft';
import { withoutDots } from '@palier/playlists/history';
import type { Item } from '@palier/playlists/item';
import { Playlist, withoutShownItems } from '@palier/playlists/playlist';
import { Schedule } from '@palier/playlists/schedule';
import { isoOf, type Clock } from './clock.ts';
import type { Content as AllContent, ContentReader } from './content.ts';
import { contentEtag, keyOf, type Content, type History, type Note } from './history.ts';
import { reasonOf, type Log } from './log.ts';
import type { DocumentOf } from './storage/collections.ts';
import { isRefused, type Storage, type Transaction } from './storage/storage.ts';

export type DraftRecord = DocumentOf<'drafts'>;
export type PublishRefusal =
  | { refused: 'absent' }
  | { refused: 'stale' }
  | { refused: 'behind' }
  | { refused: 'findings'; findings: Finding[] }
  | { refused: 'invalid'; detail: string };
export type Who = { name: string };

/** A timer cannot wait for more than 24 days; and a process looks again now and then whatever it was told. */
const LOOK_AGAIN_MS = 60_000;
const MAX_DRAFTS = 3_000;

export function createDrafts(deps: {
  storage: Storage;
  clock: Clock;
  log: Log;
  content: ContentReader;
  history: History;
  /** An item as a screen would show it: what it says of a document or a figure is measured too. */
  fill: (item: Item, content: AllContent) => Item;
  /** The file of a playlist follows what was published. */
  onpublished: (noun: Noun, id: string) => void;
}) {
  const { storage, clock, log, history } = deps;
  let cancelLook: (() => void) | undefined;
  let looking: Promise<void> | undefined;
  let stopped = true;

  /** What is published under this name, in the caller's transaction or now. */
  async function published(reader: Pick<Transaction, 'get'>, noun: Noun, id: string): Promise<Content | undefined> {
    if (noun === 'schedule') {
      const schedule = await reader.get('schedules', id);
      return schedule && { noun, schedule };
    }
    const record = await reader.get('playlists', id);
    return record && { noun, playlist: record.playlist };
  }

  async function put(transaction: Transaction, content: Content, who: Who): Promise<void> {
    if (content.noun === 'schedule') return transaction.put('schedules', content.schedule);
    const { playlist } = content;
    const present = await transaction.get('playlists', playlist.id);
    await transaction.put('playlists', {
      id: playlist.id,
      playlist,
      revision: (present?.revision ?? 0) + 1,
      updatedAt: isoOf(clock.now()),
      updatedBy: who.name,
    });
  }

  /** Publishes in `transaction`: the content, its note in the history, and the end of the draft. */
  async function apply(transaction: Transaction, draft: DraftRecord, who: Who, how: Note): Promise<void> {
    const content = contentOf(draft);
    const id = idOf(content);
    const before = await published(transaction, content.noun, id);
    await put(transaction, content, who);
    const after = await published(transaction, content.noun, id);
    await history.note(transaction, { noun: content.noun, id, before, after }, how);
    await transaction.remove('drafts', draft.id);
  }

  /** Why it cannot be published although it is well-formed; absent when it can. */
  async function wrongIn(transaction: Transaction, content: Content): Promise<string | undefined> {
    if (content.noun === 'playlist') return undefined;
    for (const rule of content.schedule.rules) {
      if ((await transaction.get('playlists', rule.playlistId)) === undefined)
        return `there is no playlist "${rule.playlistId}"`;
    }
    return undefined;
  }

  /** What the checks find, on the screens that the playlist reaches; on all of them when it reaches none yet. */
  async function findingsOf(content: Content): Promise<Finding[]> {
    if (content.noun === 'schedule') return [];
    return check(content.playlist, content.playlist.id);
  }

  async function check(playlist: Pick<Playlist, 'entries'>, id: string | undefined): Promise<Finding[]> {
    const content = await deps.content.current();
    const entries = playlist.entries.map((entry) => ({ ...entry, item: deps.fill(entry.item, content) }));
    return checkPlaylist({ entries }, checkContext(content, id));
  }

  /** Publishes every plan whose time has come, then waits for the next. */
  async function look(): Promise<void> {
    const planned = (await storage.all('drafts')).filter(({ plan }) => plan !== undefined);
    for (const draft of planned.toSorted((a, b) => dueMs(a) - dueMs(b))) {
      if (dueMs(draft) > clock.now()) continue;
      await publishPlanned(draft.id);
    }
    const waiting = (await storage.all('drafts')).map(dueMs).filter((ms) => ms > clock.now());
    const nextMs = Math.min(LOOK_AGAIN_MS, ...waiting.map((ms) => ms - clock.now()));
    cancelLook?.();
    cancelLook = stopped ? undefined : clock.after(nextMs, lookSoon);
  }

  function lookSoon(): void {
    if (stopped) return;
    looking = (looking ?? Promise.resolve()).then(look).catch((error: unknown) => {
      log.warn('planned publications could not be looked at', { reason: reasonOf(error) });
      cancelLook?.();
      cancelLook = stopped ? undefined : clock.after(LOOK_AGAIN_MS, lookSoon);
    });
  }

  async function publishPlanned(id: string): Promise<void> {
    const outcome = await storage.transact(async (transaction) => {
      const draft = await transaction.get('drafts', id);
      // Another process was quicker, or somebody cancelled it.
      if (draft?.plan === undefined || dueMs(draft) > clock.now()) return undefined;
      const content = contentOf(draft);
      const present = await published(transaction, content.noun, idOf(content));
      const wrong = await wrongIn(transaction, content);
      const fault = (code: PlanFault['code'], detail: string) =>
        transaction.put('drafts', { ...withoutPlan(draft), fault: { code, at: isoOf(clock.now()), detail } });
      if (present === undefined) return fault('gone', '');
      if (contentEtag(present) !== draft.base) return fault('changed', '');
      if (wrong !== undefined) return fault('invalid', wrong);
      const { by, accepted } = draft.plan;
      await apply(transaction, draft, { name: by }, { by, how: 'plan', accepted });
      return { noun: content.noun, id: idOf(content) };
    });
    if (outcome === undefined || isRefused(outcome)) return;
    deps.onpublished(outcome.noun, outcome.id);
    log.info('a planned publication is out', { id });
  }

  const stopWatching = storage.watch((changes) => {
    if (changes.some(({ topic }) => topic === 'drafts')) lookSoon();
  });

  return {
    all: () => storage.all('drafts'),
    /** The schedules among them. */
    schedules: async (): Promise<Schedule[]> =>
      (await storage.all('drafts')).flatMap((draft) => (draft.noun === 'schedule' ? [draft.schedule] : [])),
    get: (noun: Noun, id: string) => storage.get('drafts', keyOf(noun, id)),
    published: (noun: Noun, id: string) => published(storage, noun, id),
    findingsOf,
    /** What the checks find for entries that are in no playlist yet. */
    checkEntries: (playlist: Pick<Playlist, 'entries'>) => check(playlist, undefined),

    /**
     * Keeps `content` as the draft. `ifMatch` judges what it was made from: the draft's own ETag, or that of what is
     * published when there is no draft yet. A plan is taken back by a change: what was planned is not what it is now.
     */
    async save(
      content: Content,
      who: Who,
      ifMatch: (etag: string) => boolean,
    ): Promise<DraftRecord | { refused: 'absent' | 'full' } | { refused: 'stale'; etag: string }> {
      const id = keyOf(content.noun, idOf(content));
      const outcome = await storage.transact(async (transaction) => {
        const present = await published(transaction, content.noun, idOf(content));
        if (present === undefined) return { refused: 'absent' as const };
        const draft = await transaction.get('drafts', id);
        const etag = draft === undefined ? contentEtag(present) : contentEtag(contentOf(draft));
        if (!ifMatch(etag)) return { refused: 'stale' as const, etag };
        if (draft === undefined && (await transaction.all('drafts')).length >= MAX_DRAFTS)
          return { refused: 'full' as const };
        const base = draft?.base ?? contentEtag(present);
        const at = { updatedAt: isoOf(clock.now()), updatedBy: who.name };
        const record = recordOf(id, base, bare(undotted(content, draft, present), present), at);
        // Changed back to what is published: there is nothing to publish any more.
        if (contentEtag(contentOf(record)) === contentEtag(present) && base === contentEtag(present)) {
          await transaction.remove('drafts', id);
        } else await transaction.put('drafts', record);
        return record;
      });
      if (isRefused(outcome)) throw new Error('a look-up of a draft was taken');
      return outcome;
    },

    /** Discards it; what it was stays in the history. Answers whether there was one. */
    async discard(noun: Noun, id: string, who: Who): Promise<boolean> {
      const outcome = await storage.transact(async (transaction) => {
        const draft = await transaction.get('drafts', keyOf(noun, id));
        if (draft === undefined) return false;
        await history.setAside(transaction, id, contentOf(draft), who.name);
        return transaction.remove('drafts', draft.id);
      });
      return outcome === true;
    },

    /**
     * Publishes the draft of this ETag now, or plans it for `at`. `over`: the ETag of the version published meanwhile that
     * it may replace. Findings that refuse must be accepted by their keys; the keys stand in the history.
     */
    async publish(
      noun: Noun,
      id: string,
      asked: {
        etag: (etag: string) => boolean;
        accept: readonly string[];
        at?: string | undefined;
        over?: string | undefined;
      },
      who: Who,
    ): Promise<{ published: Content } | { planned: DraftRecord } | PublishRefusal> {
      const before = await storage.get('drafts', keyOf(noun, id));
      if (before === undefined) return { refused: 'absent' };
      const findings = await findingsOf(contentOf(before));
      const open = refusals(findings, asked.accept);
      if (open.length > 0) return { refused: 'findings', findings };
      const accepted = asked.accept.filter((key) => findings.some((one) => `${one.code}@${one.entryId}` === key));
      const outcome = await storage.transact<{ published: Content } | { planned: DraftRecord } | PublishRefusal>(
        async (transaction) => {
          const draft = await transaction.get('drafts', keyOf(noun, id));
          if (draft === undefined) return { refused: 'absent' };
          const content = contentOf(draft);
          if (!asked.etag(contentEtag(content))) return { refused: 'stale' };
          const present = await published(transaction, noun, id);
          if (present === undefined) return { refused: 'absent' };
          const presentEtag = contentEtag(present);
          if (presentEtag !== draft.base && presentEtag !== asked.over) return { refused: 'behind' };
          const wrong = await wrongIn(transaction, content);
          if (wrong !== undefined) return { refused: 'invalid', detail: wrong };
          const { fault: _, ...rest } = draft;
          if (asked.at !== undefined) {
            const planned = { ...rest, base: presentEtag, plan: { at: asked.at, by: who.name, accepted } };
            await transaction.put('drafts', planned);
            return { planned };
          }
          await apply(transaction, draft, who, { by: who.name, how: 'draft', accepted });
          return { published: content };
        },
      );
      if (isRefused(outcome)) throw new Error('a look-up of a draft was taken');
      if ('published' in outcome) deps.onpublished(noun, id);
      return outcome;
    },

    /** Takes a plan back; the draft stays. Answers the draft; absent when nothing was planned. */
    async cancelPlan(noun: Noun, id: string): Promise<DraftRecord | undefined> {
      const outcome = await storage.transact(async (transaction) => {
        const draft = await transaction.get('drafts', keyOf(noun, id));
        if (draft?.plan === undefined) return undefined;
        const kept = withoutPlan(draft);
        await transaction.put('drafts', kept);
        return kept;
      });
      return outcome === undefined || isRefused(outcome) ? undefined : outcome;
    },

    /** Publishes former content as a new version. Answers what is published then; absent when there is nothing to return to. */
    async putBack(content: Content, who: Who, of: number): Promise<Content | { refused: 'invalid'; detail: string }> {
      const outcome = await storage.transact(async (transaction) => {
        const wrong = await wrongIn(transaction, content);
        if (wrong !== undefined) return { refused: 'invalid' as const, detail: wrong };
        const id = idOf(content);
        const before = await published(transaction, content.noun, id);
        await put(transaction, content, who);
        const after = await published(transaction, content.noun, id);
        await history.note(transaction, { noun: content.noun, id, before, after }, { by: who.name, how: 'return', of });
        return content;
      });
      if (isRefused(outcome)) throw new Error('a look-up of a playlist was taken');
      if (!('refused' in outcome)) deps.onpublished(outcome.noun, idOf(outcome));
      return outcome;
    },

    start(): void {
      stopped = false;
      lookSoon();
    },
    /** Resolves when every plan that was due is dealt with. */
    async settled(): Promise<void> {
      await looking;
    },
    async stop(): Promise<void> {
      stopped = true;
      cancelLook?.();
      stopWatching();
      await looking;
    },
  };
}
export type Drafts = ReturnType<typeof createDrafts>;

export function contentOf(draft: DraftRecord): Content {
  return draft.noun === 'playlist'
    ? { noun: 'playlist', playlist: draft.playlist }
    : { noun: 'schedule', schedule: draft.schedule };
}

export function idOf(content: Content): string {
  return content.noun === 'playlist' ? content.playlist.id : content.schedule.id;
}

/** From what is published to the draft. */
export function changesTo(draft: Content, present: Content | undefined): Change[] {
  if (draft.noun === 'playlist' && present?.noun === 'playlist')
    return playlistChanges(present.playlist, draft.playlist);
  if (draft.noun === 'schedule' && present?.noun === 'schedule')
    return scheduleChanges(present.schedule, draft.schedule);
  return [];
}

/** What the checks of a playlist need of the house. */
export function checkContext(content: AllContent, playlistId: string | undefined): CheckContext {
  return {
    screens: screensOf(
      playlistId,
      content.schedules,
      content.screens.map(({ screen }) => screen),
    ),
    media: (name) => content.media.get(name),
  };
}

/** With the passwords that whoever sends it was shown as dots. */
function undotted(content: Content, draft: DraftRecord | undefined, present: Content): Content {
  if (content.noun === 'schedule') return content;
  const known = [draft, present].map((one) => (one?.noun === 'playlist' ? one.playlist : undefined));
  return { noun: 'playlist', playlist: withoutDots(content.playlist, known) };
}

function dueMs(draft: DraftRecord): number {
  return draft.plan === undefined ? Infinity : Date.parse(draft.plan.at);
}

function withoutPlan(draft: DraftRecord): DraftRecord {
  const { plan: _, ...kept } = draft;
  return kept;
}

function recordOf(
  id: string,
  base: string,
  content: Content,
  draft: Pick<DraftRecord, 'updatedAt' | 'updatedBy'>,
): DraftRecord {
  return { id, base, ...draft, ...content };
}

/** As it is stored: without members that are there but undefined, and without what only the server fills in. */
function bare(content: Content, present: Content): Content {
  if (content.noun === 'schedule') return { noun: 'schedule', schedule: Schedule.parse(plain(content.schedule)) };
  const schema = present.noun === 'playlist' ? present.playlist.$schema : undefined;
  const playlist = { $schema: schema, ...withoutShownItems(content.playlist) };
  return { noun: 'playlist', playlist: Playlist.parse(plain(playlist)) };
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
