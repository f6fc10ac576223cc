/** Wi-Fi networks: what people write about them, and their passwords, which come out by one audited door. */
import { Hono, type Context } from 'hono';
import { inLanguage } from '@palier/playlists/localized';
import { Network, NetworkPassword } from '@palier/playlists/network';
import { isoOf } from '../clock.ts';
import type { ApiEnv } from '../environment.ts';
import type { NetworkRecord } from '../networks/networks.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { idFrom } from '../secrets.ts';
import { isRefused } from '../storage/storage.ts';
import { body } from '../validate.ts';
import { etagOf, staleOrMissing } from '../versions.ts';
import { CodesDraft, NetworkDraft } from '../wire/networks.ts';
import { person } from './params.ts';

const MAX_NETWORKS = 100;

export function networkRoutes({ storage, networks, clock, random }: Parts) {
  const who = (c: Context<ApiEnv>) => person(c).user;
  async function view(c: Context<ApiEnv>, record: NetworkRecord) {
    c.header('ETag', etagOf(record.network));
    const using = (await storage.all('playlists')).filter(({ playlist }) =>
      playlist.entries.some(({ item }) => item.kind === 'wifi' && item.network === record.id),
    );
    const { language } = who(c);
    return networks.viewOf(
      record,
      using.map(({ id, playlist }) => ({ playlistId: id, name: inLanguage(playlist.name, language) })),
    );
  }
  const idOf = (c: Context<ApiEnv>) => Network.shape.id.safeParse(c.req.param('id')).data;

  return new Hono<ApiEnv>()
    .get('/api/networks', async (c) =>
      c.json({ networks: await Promise.all((await storage.all('networks')).map((record) => view(c, record))) }),
    )
    .post('/api/networks', body(NetworkDraft), async (c) => {
      const { password: given, typedIn, ...draft } = c.req.valid('json');
      const password = given ?? (await typedPassword(storage, typedIn));
      if (typedIn !== undefined && password === undefined)
        return invalidField(c, 'typedIn', 'no password of 8 to 63 characters is typed into that item');
      const network = Network.parse({ ...draft, id: draft.id ?? idFrom(draft.ssid, random) });
      const record = { id: network.id, network, codes: [], updatedAt: isoOf(clock.now()), updatedBy: who(c).name };
      const outcome = await storage.transact(async (transaction) => {
        const all = await transaction.all('networks');
        if (all.length >= MAX_NETWORKS) return 'full' as const;
        if (all.some(({ id }) => id === network.id)) return 'taken' as const;
        await transaction.put('networks', record);
        return 'added' as const;
      });
      if (outcome === 'full') return problem(c, 'full', { detail: `There are ${MAX_NETWORKS} networks already.` });
      if (outcome !== 'added') return problem(c, 'id-taken');
      const added =
        password === undefined
          ? record
          : await networks.add(network.id, [{ fromMs: minuteOf(clock.now()), password }], who(c));
      if (added === undefined || added === 'full' || isRefused(added)) return problem(c, 'not-found');
      return c.json(await view(c, added), 201);
    })
    .get('/api/networks/:id', async (c) => {
      const record = await storage.get('networks', c.req.param('id'));
      return record === undefined ? problem(c, 'not-found') : c.json(await view(c, record));
    })
    .put('/api/networks/:id', body(Network), async (c) => {
      const network = c.req.valid('json');
      if (network.id !== c.req.param('id')) return invalidField(c, 'id', 'it is not the id in the address');
      const outcome = await storage.transact(async (transaction) => {
        const present = await transaction.get('networks', network.id);
        if (present === undefined) return problem(c, 'not-found');
        const stale = staleOrMissing(c, present.network);
        if (stale !== undefined) return stale;
        const record = { ...present, network, updatedAt: isoOf(clock.now()), updatedBy: who(c).name };
        await transaction.put('networks', record);
        return record;
      });
      if (outcome instanceof Response) return outcome;
      return isRefused(outcome) ? problem(c, 'id-taken') : c.json(await view(c, outcome));
    })
    .delete('/api/networks/:id', async (c) => {
      const record = await storage.get('networks', c.req.param('id'));
      if (record === undefined) return problem(c, 'not-found');
      const { usedIn } = await view(c, record);
      if (usedIn.length > 0) {
        const detail = `It is shown by ${usedIn.map(({ name }) => name).join(', ')}.`;
        return problem(c, 'in-use', { detail, about: { usedIn } });
      }
      await storage.transact((transaction) => transaction.remove('networks', record.id));
      await storage.dropLog('networkAudit', record.id);
      return c.body(null, 204);
    })
    .post('/api/networks/:id/codes', body(CodesDraft), async (c) => {
      const id = idOf(c);
      if (id === undefined) return problem(c, 'not-found');
      const codes = c.req
        .valid('json')
        .codes.map(({ from, password }) => ({ fromMs: minuteOf(Date.parse(from)), password }));
      const outcome = await networks.add(id, codes, who(c));
      if (outcome === 'full') return problem(c, 'full', { detail: 'At most 400 passwords wait for their day.' });
      if (outcome === undefined || isRefused(outcome)) return problem(c, 'not-found');
      return c.json(await view(c, outcome));
    })
    .delete('/api/networks/:id/codes/:code', async (c) => {
      const id = idOf(c);
      const outcome = id === undefined ? undefined : await networks.remove(id, c.req.param('code'), who(c));
      if (outcome === undefined || isRefused(outcome)) return problem(c, 'not-found');
      return c.json(await view(c, outcome));
    })
    .post('/api/networks/:id/reveal', async (c) => {
      const id = idOf(c);
      const codes = id === undefined ? undefined : await networks.reveal(id, who(c));
      return codes === undefined ? problem(c, 'not-found') : c.json({ codes });
    })
    .get('/api/networks/:id/history', async (c) => {
      const id = idOf(c);
      if (id === undefined || (await storage.get('networks', id)) === undefined) return problem(c, 'not-found');
      return c.json({ history: await networks.history(id) });
    });
}

/** A password changes at a whole minute, on every screen alike. */
function minuteOf(ms: number): number {
  return Math.floor(ms / 60_000) * 60_000;
}

/** The password that was typed into an item, where phones would take it. */
async function typedPassword(storage: Parts['storage'], at: NetworkDraft['typedIn']): Promise<string | undefined> {
  if (at === undefined) return undefined;
  const entries = (await storage.get('playlists', at.playlistId))?.playlist.entries ?? [];
  const item = entries.find(({ id }) => id === at.entryId)?.item;
  return item?.kind === 'wifi' ? NetworkPassword.safeParse(item.password).data : undefined;
}
