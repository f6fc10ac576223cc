/** Every route x every role x an object that is not there: who may not is refused before anything is looked up. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Role } from '@palier/playlists/views';
import { allows, type Access } from '../../api/src/access.ts';
import type { RouteRow } from '../../api/src/routes/row.ts';
import { ROUTES, rowOf } from '../../api/src/routes/table.ts';
import { openHouse, type House } from './house.ts';

const ROLES = ['nobody', 'screen', ...Role.options] as const;
type Walker = (typeof ROLES)[number];

/** Written by hand and on purpose not derived from the code: who may do what. */
const MAY: Record<Access, readonly Walker[]> = {
  anyone: ROLES,
  'poll-secret': ROLES,
  screen: ['screen'],
  watcher: ['screen', ...Role.options],
  viewer: Role.options,
  moderator: ['moderator', 'admin'],
  moderation: ['moderator', 'editor', 'admin'],
  hr: ['hr', 'admin'],
  inbox: ['hr'],
  editor: ['editor', 'admin'],
  admin: ['admin'],
};

let house: House;
let token: string;
beforeAll(async () => {
  house = await openHouse();
  token = (await house.pair()).token;
  for (const role of Role.options) await house.as(role);
});
afterAll(() => house.close());

const rows: [string, RouteRow][] = Object.entries(ROUTES);

describe('roles', () => {
  test('every handler has a row, and every row a handler', () => {
    const handled = new Set(
      house.api.routes.filter((route) => route.method !== 'ALL').map((route) => `${route.method} ${route.path}`),
    );
    expect([...handled].filter((key) => rowOf(...splitKey(key)) === undefined)).toEqual([]);
    expect(rows.map(([key]) => key).filter((key) => !handled.has(key))).toEqual([]);
  });

  test.each(rows)('%s lets in exactly those it names', async (key, row) => {
    const refused: Walker[] = [];
    for (const walker of ROLES) if (await isRefused(key, row, walker)) refused.push(walker);
    // Without its cookie or secret, a browser or a machine is nobody to these two.
    const wantsItsOwn = key.endsWith('/play/*') || row.access === 'poll-secret';
    const expected = wantsItsOwn ? refused : ROLES.filter((walker) => !MAY[row.access].includes(walker));
    expect(refused).toEqual(expected);
  });

  test('a route without a row lets nobody in', async () => {
    const bare = await openHouse();
    bare.api.get('/api/forgotten', (c) => c.text('secret'));
    const answer = await bare.call('GET', '/api/forgotten', { cookie: await bare.as('admin') });
    expect([answer.status, answer.body.type]).toEqual([403, '/api/docs#not-allowed']);
    await bare.close();
  });

  test('a role above another has its rights, one beside it has not', () => {
    const person = (role: Role) => ({ kind: 'person', user: { role }, sessionId: '' }) as never;
    expect(allows('editor', person('admin'))).toBe(true);
    expect(allows('editor', person('hr'))).toBe(false);
    expect(allows('hr', person('editor'))).toBe(false);
    expect(allows('viewer', person('moderator'))).toBe(true);
  });
});

/** Asks as somebody; answers whether the guard refused, and checks that it did so properly. */
async function isRefused(key: string, row: RouteRow, walker: Walker): Promise<boolean> {
  const [method, path] = splitKey(key);
  const answer = await house.call(method, foreign(path), {
    ...(walker === 'screen' ? { token } : {}),
    ...(walker !== 'nobody' && walker !== 'screen' ? { cookie: await house.as(walker, true) } : {}),
    ...(row.body === undefined ? {} : { body: {} }),
  });
  await answer.response.body?.cancel().catch(() => undefined);
  const statuses: Record<string, number> = { '/api/docs#not-signed-in': 401, '/api/docs#not-allowed': 403 };
  const status = statuses[answer.body?.type];
  if (status !== undefined && status !== answer.status) throw new Error(`${key} answered ${answer.status}`);
  return status !== undefined;
}

function splitKey(key: string): [string, string] {
  const [method = '', path = ''] = key.split(' ');
  return [method, path];
}

/** The address of an object that does not exist, or belongs to nobody here. */
function foreign(path: string): string {
  return path
    .replace(':sha256', 'f'.repeat(64))
    .replace(':name{.+}', 'elsewhere/foreign.jpg')
    .replace(':code', 'ABCD2345')
    .replace('/*', '/now')
    .replace(/:\w+/, 'foreign');
}
