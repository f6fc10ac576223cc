/** The cable comes out, the machine restarts, files arrive in pieces or wrong: the last good manifest plays on. */
import { describe, expect, test } from 'vitest';
import { manifest, notice, picture, pictureEntry, playlist, rule } from './support/content.ts';
import { rig } from './support/rig.ts';

const harbour = picture('harbour', 5000);
const stairs = picture('stairs', 5000);
const withPicture = manifest(1, { playlists: [playlist('day', [pictureEntry('a', harbour)])], pictures: [harbour] });
const shaOf = (of: typeof withPicture) => of.media[0]?.sha256 ?? '';

describe('without its network', () => {
  test('a restarted kiosk has its program and its media at once', async () => {
    const made = await rig({ manifest: withPicture, pictures: [harbour] });
    made.server.state.offline = true;
    await made.restart();
    expect(await made.keys()).toEqual(['a']);
    const file = await made.kiosk.app.request(`/media/${shaOf(withPicture)}`);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toBe('image/jpeg');
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(harbour.bytes);
  });

  test('it plays on for a week, and takes what is new when the network is back', async () => {
    const made = await rig({ manifest: withPicture, pictures: [harbour] });
    made.server.state.offline = true;
    made.server.dropStreams();
    await made.clock.pass(2 * 3_600_000);
    made.clock.jump(7 * 24 * 3_600_000);
    await made.clock.pass(60_000);
    expect((await made.now()).state).toBe('playing');
    made.server.state.offline = false;
    made.server.state.manifest = manifest(2, { playlists: [playlist('day', [notice('b')])] });
    await made.clock.pass(60_000);
    expect(await made.keys()).toEqual(['b']);
  });

  test('a kiosk that was never on line says what it waits for', async () => {
    const made = await rig();
    made.server.state.offline = true;
    await made.restart();
    const seen = await made.now();
    expect(seen.state).toBe('loading');
    expect(seen.detail).toContain('http://palier.test cannot be reached');
  });

  test('a damaged state file is not believed: the one before it plays', async () => {
    const made = await rig({ manifest: manifest(1, { playlists: [playlist('day', [notice('a')])] }) });
    await made.publish(manifest(2, { playlists: [playlist('day', [notice('b')])] }));
    const bytes = made.disk.files.get('manifest.json') ?? new Uint8Array();
    made.disk.files.set('manifest.json', bytes.slice(0, bytes.length - 10));
    made.server.state.offline = true;
    await made.restart();
    expect(await made.keys()).toEqual(['a']);
    expect(made.logged).toContain('a state file is damaged and was not used');
  });

  test('a manifest whose files are gone from the disk plays what is left', async () => {
    const both = manifest(1, {
      playlists: [playlist('day', [notice('n'), pictureEntry('a', harbour)])],
      pictures: [harbour],
    });
    const made = await rig({ manifest: both, pictures: [harbour] });
    made.disk.files.delete(`media/${shaOf(both)}`);
    made.server.state.offline = true;
    await made.restart();
    expect(await made.keys()).toEqual(['n']);
    made.server.state.offline = false;
    await made.clock.pass(70_000);
    expect(await made.keys()).toEqual(['n', 'a']);
  });
});

describe('a download', () => {
  const next = manifest(2, { playlists: [playlist('day', [pictureEntry('b', stairs)])], pictures: [stairs] });

  test('with the wrong content is deleted, never shown, and tried again', async () => {
    const made = await rig({ manifest: withPicture, pictures: [harbour] });
    const wrong = stairs.bytes.slice();
    wrong[17] = 255;
    made.server.state.corrupt.set(shaOf(next), wrong);
    await made.publish(next, stairs);
    expect(await made.keys()).toEqual(['a']);
    expect([...made.disk.files.keys()].filter((name) => name.includes(shaOf(next)))).toEqual([]);
    expect((await made.kiosk.app.request(`/media/${shaOf(next)}`)).status).toBe(404);
    await made.clock.pass(5_000);
    expect(await made.keys()).toEqual(['a']);
    made.server.state.corrupt.clear();
    await made.clock.pass(60_000);
    expect(await made.keys()).toEqual(['b']);
  });

  test('that is longer than it should be is not taken', async () => {
    const made = await rig({ manifest: withPicture, pictures: [harbour] });
    made.server.state.corrupt.set(shaOf(next), new Uint8Array([...stairs.bytes, 1, 2, 3]));
    await made.publish(next, stairs);
    await made.clock.pass(5_000);
    expect(await made.keys()).toEqual(['a']);
  });

  test('that breaks off goes on where it was, also after a restart', async () => {
    const made = await rig({ manifest: withPicture, pictures: [harbour] });
    made.server.state.breakAfter.set(shaOf(next), 2000);
    await made.publish(next, stairs);
    await made.clock.pass(0);
    expect(made.disk.files.get(`media/${shaOf(next)}.part`)?.length).toBe(2000);
    expect(await made.keys()).toEqual(['a']);
    await made.restart();
    await made.clock.pass(60_000);
    expect(await made.keys()).toEqual(['b']);
    const ranges = made.server.state.requests
      .filter((request) => request.path.endsWith(shaOf(next)))
      .map((request) => request.headers.get('range'));
    expect(ranges).toEqual([null, 'bytes=2000-', 'bytes=4000-']);
  });

  test('whose half is damaged on disk begins anew', async () => {
    const made = await rig({ manifest: withPicture, pictures: [harbour] });
    made.disk.files.set(`media/${shaOf(next)}.part`, new Uint8Array(1234));
    await made.publish(next, stairs);
    await made.clock.pass(60_000);
    expect(await made.keys()).toEqual(['b']);
  });

  test('runs at most two at a time', async () => {
    const pictures = ['p1', 'p2', 'p3', 'p4', 'p5'].map((id) => picture(id));
    const many = manifest(1, {
      playlists: [
        playlist(
          'day',
          pictures.map((of, index) => pictureEntry(`e${index}`, of)),
        ),
      ],
      pictures,
    });
    const made = await rig();
    for (const media of many.media) made.server.state.held.add(media.sha256);
    made.server.state.manifest = many;
    for (const { bytes } of pictures) made.server.put(bytes);
    made.server.push(1);
    await made.clock.pass(5_000);
    expect(made.server.state.requests.filter((request) => request.path.includes('/media/')).length).toBe(2);
  });
});

describe('a full disk', () => {
  const tomorrow = picture('tomorrow', 40_000);
  const nextWeek = picture('next-week', 40_000);
  const today = picture('today', 40_000);

  test('keeps what the next 24 hours need, and lets go of what can wait', async () => {
    const lists = [
      playlist('day', [notice('n'), pictureEntry('t', today)]),
      playlist('later', [pictureEntry('w', nextWeek)]),
      playlist('soon', [pictureEntry('s', tomorrow)]),
    ];
    const rules = [
      rule('day', 'day'),
      rule('later', 'later', { recurrence: { kind: 'dates', dates: ['2026-05-14'] }, priority: 9 }),
      rule('soon', 'soon', { recurrence: { kind: 'dates', dates: ['2026-05-08'] }, priority: 9 }),
    ];
    const old = manifest(1, { playlists: lists.slice(0, 2), rules: rules.slice(0, 2), pictures: [today, nextWeek] });
    const made = await rig({ manifest: old, pictures: [today, nextWeek] });
    await made.clock.pass(1_000);
    expect(made.disk.files.has(`media/${old.media[1]?.sha256}`)).toBe(true);
    made.disk.setCapacity(110_000);
    const next = manifest(2, { playlists: lists, rules, pictures: [today, nextWeek, tomorrow] });
    await made.publish(next, tomorrow);
    await made.clock.pass(10_000);
    const here = next.media.map((media) => made.disk.files.has(`media/${media.sha256}`));
    expect(here).toEqual([true, false, true]);
    expect(await made.keys()).toEqual(['n', 't']);
    made.disk.setCapacity(100_000_000);
    await made.clock.pass(10 * 60_000);
    expect(next.media.map((media) => made.disk.files.has(`media/${media.sha256}`))).toEqual([true, true, true]);
  });

  test('lets go of what nobody names, and fetches it again when it is named again', async () => {
    const [one, two, three] = ['one', 'two', 'three'].map((id) => picture(id, 40_000));
    if (one === undefined || two === undefined || three === undefined) throw new Error('three pictures');
    const showing = (revision: number, of: typeof one) =>
      manifest(revision, { playlists: [playlist('day', [pictureEntry('p', of)])], pictures: [of] });
    const made = await rig({ manifest: showing(1, one), pictures: [one, two, three] });
    made.disk.setCapacity(100_000);
    for (const [index, of] of [two, three, one].entries()) {
      const next = showing(index + 2, of);
      await made.publish(next);
      await made.clock.pass(10_000);
      const file = await made.kiosk.app.request(`/media/${shaOf(next)}`);
      expect(new Uint8Array(await file.arrayBuffer())).toEqual(of.bytes);
      expect((await made.now()).media[0]?.id).toBe(of.id);
    }
    expect(made.server.state.requests.filter((request) => request.path.includes('/media/'))).toHaveLength(4);
  });

  test('that takes no manifest any more still lets the screen switch', async () => {
    const made = await rig({ manifest: manifest(1, { playlists: [playlist('day', [notice('a')])] }) });
    made.disk.setCapacity(0);
    await made.publish(manifest(2, { playlists: [playlist('day', [notice('b')])] }));
    expect(await made.keys()).toEqual(['b']);
  });
});
