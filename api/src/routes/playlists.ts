/** Playlists: what the panel edits, kept in step with their files. Nobody overwrites what they have not seen. */
import { Hono, type Context } from 'hono';
import { compress } from 'hono/compress';
import { findingKey, refusals } from '@palier/playlists/check';
import { inLanguage, type Language } from '@palier/playlists/localized';
import { withDots, withoutDots } from '@palier/playlists/history';
import { Playlist, withoutShownItems } from '@palier/playlists/playlist';
import type { PlaylistView } from '@palier/playlists/views';
import { isoOf } from '../clock.ts';
import type { ApiEnv } from '../environment.ts';
import { keyOf } from '../history.ts';
import { usersOf } from '../library/library.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { idFrom } from '../secrets.ts';
import type { DocumentOf } from '../storage/collections.ts';
import type { Transaction } from '../storage/storage.ts';
import { body } from '../validate.ts';
import { etagOf, staleOrMissing } from '../versions.ts';
import { PlaylistDraft } from '../wire.ts';
import { person } from './params.ts';

type PlaylistRecord = DocumentOf<'playlists'>;
const MAX_PLAYLISTS = 2_000;

export function playlistRoutes({ storage, library, history, drafts, clock, random, log }: Parts) {
  const answer = (c: Context<ApiEnv>, record: PlaylistRecord, schedules: readonly DocumentOf<'schedules'>[]) => {
    c.header('ETag', etagOf(record.playlist));
    return viewOf(record, schedules, person(c).user.language);
  };
  /** The file follows; what keeps it from following stands in the panel as a fault. */
  const follow = (id: PlaylistRecord['id']) =>
    void library.write(id).catch((error: unknown) => log.error('a playlist file could not be written', error));

  return new Hono<ApiEnv>()
    .get('/api/playlists', compress(), async (c) => {
      const schedules = await storage.all('schedules');
      const { language } = person(c).user;
      const playlists = (await storage.all('playlists')).map((record) => viewOf(record, schedules, language));
      return c.json({ playlists, faults: library.faults() });
    })
    .post('/api/playlists', body(PlaylistDraft), async (c) => {
      const { accept, ...draft } = c.req.valid('json');
      const id = draft.id ?? idFrom(inLanguage(draft.name, person(c).user.language), random);
      const parsed = Playlist.safeParse({ ...draft, id });
      if (!parsed.success) return invalidField(c, 'entries', parsed.error.issues[0]?.message ?? 'not a playlist');
      // A copy of a playlist that was read with dots keeps the passwords of its networks.
      const others = (await storage.all('playlists')).map((record) => record.playlist);
      const playlist = withoutDots(parsed.data, others);
      const findings = accept === undefined ? [] : await drafts.checkEntries(playlist);
      if (refusals(findings, accept).length > 0) {
        const detail = 'Mend what the findings name, or accept them by their keys (accept).';
        return problem(c, 'checks-refuse', { detail, about: { findings } });
      }
      await library.refresh(playlist.id);
      const record = recordOf(playlist, 1, c);
      const outcome = await storage.transact(async (transaction) => {
        if ((await transaction.get('playlists', playlist.id)) !== undefined) return 'taken' as const;
        if ((await transaction.all('playlists')).length >= MAX_PLAYLISTS) return 'full' as const;
        await transaction.put('playlists', record);
        const accepted = accept?.filter((key) => findings.some((finding) => findingKey(finding) === key));
        await noted(transaction, c, undefined, record.playlist, accepted);
        return 'added' as const;
      });
      if (outcome === 'full') return problem(c, 'full', { detail: `There are ${MAX_PLAYLISTS} playlists already.` });
      if (outcome !== 'added') {
        return problem(c, 'id-taken', { fields: [{ field: 'id', reason: 'another playlist has this id' }] });
      }
      follow(playlist.id);
      return c.json(answer(c, record, []), 201);
    })
    .get('/api/playlists/:id', async (c) => {
      const record = await storage.get('playlists', c.req.param('id'));
      if (record === undefined) return problem(c, 'not-found');
      return c.json(answer(c, record, await storage.all('schedules')));
    })
    .put('/api/playlists/:id', body(Playlist), async (c) => {
      const playlist = c.req.valid('json');
      if (playlist.id !== c.req.param('id')) return invalidField(c, 'id', 'it is not the id in the address');
      // A hand edit that nobody has told us of yet counts as a change by somebody else.
      await library.refresh(playlist.id);
      const outcome = await storage.transact(async (transaction) => {
        const present = await transaction.get('playlists', playlist.id);
        if (present === undefined) return problem(c, 'not-found');
        const stale = staleOrMissing(c, present.playlist);
        if (stale !== undefined) return stale;
        const whole = withoutDots(playlist, [present.playlist]);
        const record = recordOf({ $schema: present.playlist.$schema, ...whole }, present.revision + 1, c);
        await transaction.put('playlists', record);
        await noted(transaction, c, present.playlist, record.playlist);
        return record;
      });
      if (outcome instanceof Response) return outcome;
      if ('refused' in outcome) throw new Error('a look-up of a playlist was taken');
      follow(playlist.id);
      return c.json(answer(c, outcome, await storage.all('schedules')));
    })
    .delete('/api/playlists/:id', async (c) => {
      const id = Playlist.shape.id.safeParse(c.req.param('id')).data;
      if (id === undefined) return problem(c, 'not-found');
      const outcome = await storage.transact(async (transaction) => {
        const users = await usersOf(transaction, id, clock.now());
        if (users.length > 0) return users;
        const before = (await transaction.get('playlists', id))?.playlist;
        if (before !== undefined) await noted(transaction, c, before, undefined);
        await transaction.remove('drafts', keyOf('playlist', id));
        return transaction.remove('playlists', id);
      });
      if (Array.isArray(outcome)) {
        return problem(c, 'in-use', { detail: `It plays in ${outcome.join(', ')}.`, about: { usedIn: outcome } });
      }
      if (outcome !== true) return problem(c, 'not-found');
      follow(id);
      return c.body(null, 204);
    });

  /** In the history, as done by who asks. */
  function noted(
    transaction: Transaction,
    c: Context<ApiEnv>,
    before: Playlist | undefined,
    after: Playlist | undefined,
    accepted: string[] = [],
  ): Promise<void> {
    const as = (playlist: Playlist | undefined) => playlist && { noun: 'playlist' as const, playlist };
    const id = after?.id ?? before?.id ?? '';
    const how = after === undefined ? ('deleted' as const) : ('saved' as const);
    const of = { noun: 'playlist' as const, id, before: as(before), after: as(after) };
    return history.note(transaction, of, { by: person(c).user.name, how, accepted });
  }

  function recordOf(playlist: Playlist, revision: number, c: Context<ApiEnv>): PlaylistRecord {
    const updatedAt = isoOf(clock.now());
    return { id: playlist.id, playlist: strict(playlist), revision, updatedAt, updatedBy: person(c).user.name };
  }
}

/** Without members that are there but undefined: the store and the file must read the same. */
function strict(playlist: Playlist): Playlist {
  return Playlist.parse(JSON.parse(JSON.stringify(withoutShownItems(playlist))));
}

export function viewOf(
  record: PlaylistRecord,
  schedules: readonly DocumentOf<'schedules'>[],
  language: Language,
): PlaylistView {
  const { playlist, revision, updatedAt, updatedBy } = record;
  const using = schedules.filter(({ rules }) => rules.some((rule) => rule.playlistId === record.id));
  const usedIn = using.map(({ id, name }) => ({ scheduleId: id, name: inLanguage(name, language) }));
  return { playlist: withDots(playlist), revision, updatedAt, updatedBy, usedIn };
}
