/** What is kept of the account that a browser is signed in to while it proposes, and whom the server takes for the author. */
import { UserId } from '@palier/playlists/ids';
import type { Role } from '@palier/playlists/views';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProposeHouse, type ProposeHouse } from '../proposals/propose-house.ts';
import { startSmtp } from '../support/smtp.ts';

let smtp: Awaited<ReturnType<typeof startSmtp>>;
let house: ProposeHouse;
beforeAll(async () => {
  smtp = await startSmtp();
  house = await openProposeHouse({ smtp: smtp.settings(), start: false });
});
afterAll(async () => {
  await house.close();
  await smtp.stop();
});

/** Somebody with an account; answers their cookie. */
async function person(id: string, name: string, role: Role): Promise<string> {
  const user = { id: UserId.parse(id), name, role, email: `${id}@palier.example`, language: 'fr' as const };
  const createdAt = new Date(house.clock.now()).toISOString();
  await house.storage.transact((transaction) => transaction.put('users', { ...user, passwordHash: '', createdAt }));
  return `palier=${await house.parts.sessions.start(user.id, undefined)}`;
}
const credit = { kind: 'colleague' } as const;
const recordOf = async (title: string) =>
  (await house.storage.all('proposals')).find(({ content }) => content.title === title);
const decide = (cookie: string, id: string | undefined, revision = 1) =>
  house.call('POST', `/api/proposals/${id}/decision`, { cookie, body: { did: 'approved', revision } });

test('without a session nothing of an account is kept or told; with one the page can say whose, and no moderator learns it', async () => {
  const robin = await person('robin', 'Robin Vial', 'moderator');
  const mona = await person('mona', 'Mona', 'moderator');
  const about = async (headers: Record<string, string>) =>
    (await house.call('GET', '/api/public/proposals/about', { headers })).body.account;
  expect(await about({})).toBeUndefined();
  expect(await about({ cookie: robin })).toEqual({ name: 'Robin Vial' });

  const plain = await house.phone();
  await plain.send({ title: 'Sans compte', credit });
  const bare = JSON.stringify(await recordOf('Sans compte'));
  expect(['robin', 'Robin', 'userId', 'UserIds'].filter((trace) => bare.includes(trace))).toEqual([]);

  const phone = await house.phone({ cookie: robin });
  await phone.send({ title: 'Avec compte', credit });
  const record = await recordOf('Avec compte');
  expect(record?.userId).toBe('robin');
  expect(JSON.stringify(await phone.view())).not.toContain('obin');
  const answers = [];
  for (const path of [
    '/api/proposals',
    `/api/proposals/${record?.id}`,
    '/api/proposal-audit',
    '/api/proposal-audit?format=csv',
  ])
    answers.push(JSON.stringify((await house.call('GET', path, { cookie: mona })).body));
  answers.push(JSON.stringify((await decide(mona, record?.id)).body));
  expect(answers.filter((answer) => !answer.includes('Avec compte'))).toEqual([]);
  expect(answers.filter((answer) => /robin/i.test(answer))).toEqual([]);
});

test('an address that is an account’s when it is left counts as that account’s; nobody finds out whose it is by taking it later', async () => {
  const mona = await person('mona', 'Mona', 'moderator');
  const lea = await person('lea', 'Léa', 'moderator');
  const phone = await house.phone();
  await phone.send({ title: 'Par courriel', credit }, 'LEA@palier.example');
  const record = await recordOf('Par courriel');
  expect(JSON.stringify(record)).not.toMatch(/lea@|"lea"/i);
  const entry = async (cookie: string) =>
    (await house.call('GET', `/api/proposals/${record?.id}`, { cookie })).body.entry;
  expect(await entry(lea)).toMatchObject({ own: true, ownBy: 'mail' });
  expect(await entry(mona)).toMatchObject({ own: false });
  expect(await entry(mona)).not.toHaveProperty('ownBy');
  expect((await decide(lea, record?.id)).body).toMatchObject({ status: 403 });
  // Somebody without an account: an account that is given the address afterwards tells nothing.
  const stranger = await house.phone();
  await stranger.send({ title: 'Une adresse de plus', credit }, 'sam@palier.example');
  const sam = await person('sam', 'Curieuse', 'moderator');
  const other = await recordOf('Une adresse de plus');
  const view = (await house.call('GET', `/api/proposals/${other?.id}`, { cookie: sam })).body;
  expect(view.entry).not.toHaveProperty('ownBy');

  // The letter goes to the address alone.
  expect((await decide(mona, record?.id)).status).toBe(200);
  house.clock.advance(2 * 60_000);
  const job = { commit: house.storage.transact.bind(house.storage), signal: new AbortController().signal };
  await house.parts.mail.deliverDue(job);
  const letters = await smtp.received();
  expect(letters.map(({ to }) => to)).toEqual([['LEA@palier.example']]);
  expect(letters[0]?.mail.text).toContain('Votre adresse est chiffrée, puis oubliée.');
  // Forgotten with the address.
  await phone.ask('PUT', '/mine', {
    revision: 1,
    content: { ...(await phone.view()).content, text: 'Mardi.' },
    mail: '',
  });
  expect(await entry(lea)).not.toHaveProperty('ownBy');
});
