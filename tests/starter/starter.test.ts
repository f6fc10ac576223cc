/** Ready campaigns: what each makes, that nothing is made twice, and that taking back spares what people touched. */
import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkPlaylist, refusals } from '@palier/playlists/check';
import { Playlist } from '@palier/playlists/playlist';
import { CAMPAIGNS } from '../../api/src/starter/campaigns.ts';
import { openHouse, type House } from '../api/house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const IDS = CAMPAIGNS.map(({ id }) => id);
const make = async (id: string) => (await house.edit('POST', `/api/starter/${id}`)).body;
const undo = async (id: string) => (await house.edit('DELETE', `/api/starter/${id}`)).body;
const all = async () => (await house.call('GET', '/api/starter', { cookie: await house.as('viewer') })).body.campaigns;
const counts = async () => ({
  playlists: (await house.storage.all('playlists')).length,
  surveys: (await house.storage.all('surveys')).length,
  documents: (await house.storage.all('documents')).length,
});

describe('a campaign', () => {
  test.each(IDS)(
    '%s is seen before it is made, and made whole: both languages, readable, and nothing public',
    async (id) => {
      const before = (await all()).find((one: { id: string }) => one.id === id);
      expect(before.made).toBeUndefined();
      expect(before.entries.length).toBeGreaterThan(3);
      expect(await counts()).toEqual({ playlists: 0, surveys: 0, documents: 0 });

      const { made } = await make(id);
      const record = await house.storage.get('playlists', made.playlist.id);
      const playlist = Playlist.parse(record?.playlist);
      expect(playlist.entries.map((entry) => entry.id)).toEqual(
        before.entries.map((entry: { id: string }) => entry.id),
      );
      expect(made.playlist.scheduled).toBe(false);
      expect(await readdir(house.settings.playlistsDir)).toContain(`${playlist.id}.json`);
      const surveys = await house.storage.all('surveys');
      expect(surveys.map(({ survey }) => survey.state)).toEqual(made.survey === undefined ? [] : ['draft']);
      const documents = await house.storage.all('documents');
      expect(documents.filter(({ published }) => published !== undefined)).toEqual([]);

      // As the wall would show it, no text is cut, too small, too quick, or missing in a language.
      const shown = before.entries.map((entry: object) => ({ ...entry, enabled: true }));
      const findings = checkPlaylist({ entries: shown }, { media: () => undefined, screens: [] });
      expect(refusals(findings, [])).toEqual([]);
      expect(findings).toEqual([]);
    },
  );

  test('asked twice, or twice at once, makes nothing twice; what was removed is made again', async () => {
    const cookie = await house.as('editor');
    const ask = () => house.call('POST', '/api/starter/launch', { cookie });
    const both = await Promise.all([ask(), ask()]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const first = (await ask()).body.made;
    expect((await ask()).body.made).toEqual(first);
    expect(await counts()).toEqual({ playlists: 1, surveys: 1, documents: 0 });
    await house.edit('DELETE', `/api/playlists/${first.playlist.id}`);
    const again = (await ask()).body.made;
    expect([again.playlist.id, again.survey.id]).toEqual(['semaine-de-lancement', first.survey.id]);
    expect(await counts()).toEqual({ playlists: 1, surveys: 1, documents: 0 });
  });

  test('takes the charter the house has, and a name beside a playlist of the same name', async () => {
    const own = { content: { kind: 'charter', fr: { title: 'Notre charte', points: [{ text: 'Dites « je »' }] } } };
    const { id } = (await house.edit('POST', '/api/documents', own)).body;
    await house.edit('POST', '/api/playlists', { id: 'charte', name: { fr: 'La nôtre' }, entries: [] });
    const campaign = await make('charter');
    expect(campaign.document).toMatchObject({ own: true });
    expect(campaign.made.playlist.id).toMatch(/^la-charte-des-reseaux-sociaux-/);
    expect((await house.storage.get('playlists', 'charte'))?.playlist.name).toEqual({ fr: 'La nôtre' });
    const made = await house.storage.get('playlists', campaign.made.playlist.id);
    expect(made?.playlist.entries.map(({ item }) => (item.kind === 'document' ? item.document : ''))).toContain(id);
    await undo('charter');
    expect(await counts()).toEqual({ playlists: 1, surveys: 0, documents: 1 });
  });
});

describe('taking back', () => {
  test('leaves nothing of what nobody touched', async () => {
    for (const id of IDS) await make(id);
    expect(await counts()).toEqual({ playlists: 4, surveys: 3, documents: 2 });
    for (const id of IDS) expect(await undo(id)).toMatchObject({ kept: [] });
    expect(await counts()).toEqual({ playlists: 0, surveys: 0, documents: 0 });
    expect(await readdir(house.settings.playlistsDir)).toEqual([]);
    expect((await house.call('DELETE', '/api/starter/launch', { cookie: await house.as('editor') })).status).toBe(404);
  });

  test('spares what was scheduled, changed or published, and says so', async () => {
    const launch = (await make('launch')).made;
    const rule = { id: 'lancement', playlistId: launch.playlist.id };
    await house.edit('POST', '/api/schedules', {
      id: 'tous',
      name: { fr: 'Tous' },
      target: { all: true },
      rules: [rule],
    });
    expect((await undo('launch')).kept).toEqual(['playlist', 'survey']);

    const welcome = (await make('welcome')).made;
    await house.edit('POST', `/api/documents/${welcome.document.id}/publish`);
    await house.edit('POST', `/api/surveys/${welcome.survey.id}/publish`);
    const undone = await undo('welcome');
    expect(undone.kept).toEqual(['survey', 'document']);
    expect(undone.campaign.made).toMatchObject({ survey: { state: 'published' }, document: { published: true } });

    expect((await undo('welcome')).kept).toEqual(['survey', 'document']);
    const shared = (await make('charter')).made;
    const entry = { id: 'charte', durationMs: 9_000, item: { kind: 'document', document: shared.document.id } };
    await house.edit('POST', '/api/playlists', { id: 'hall', name: { fr: 'Hall' }, entries: [entry] });
    expect((await undo('charter')).kept).toEqual(['document']);

    const barometer = (await make('barometer')).made;
    const { body: view, headers } = await house.edit('GET', `/api/playlists/${barometer.playlist.id}`);
    const { etag } = { etag: headers.get('etag') ?? '' };
    const changed = { ...view.playlist, name: { fr: 'Le nôtre' } };
    await house.edit('PUT', `/api/playlists/${barometer.playlist.id}`, changed, { 'if-match': etag });
    expect((await undo('barometer')).kept).toEqual(['playlist', 'survey']);
    await house.edit('DELETE', `/api/playlists/${barometer.playlist.id}`);
    const draft = await house.edit('GET', `/api/surveys/${barometer.survey.id}`);
    const { title, questions } = draft.body.survey;
    const retitled = { title: { ...title, fr: 'Notre premier baromètre' }, questions };
    await house.edit('PUT', `/api/surveys/${barometer.survey.id}`, retitled, {
      'if-match': draft.headers.get('etag') ?? '',
    });
    expect((await undo('barometer')).kept).toEqual(['survey']);
  });
});

test('only editors make and take back; unknown campaigns are not found', async () => {
  const status = async (method: string, id: string, role: 'viewer' | 'editor') =>
    (await house.call(method, `/api/starter/${id}`, { cookie: await house.as(role) })).status;
  expect(await status('POST', 'launch', 'viewer')).toBe(403);
  expect(await status('DELETE', 'launch', 'viewer')).toBe(403);
  expect(await status('POST', 'nothing', 'editor')).toBe(404);
});
