/** From the server's manifest to what the page sees: whole, verified, and never worse than before. */
import { describe, expect, test } from 'vitest';
import { manifest, notice, picture, pictureEntry, playlist, rule, START_MS, takeover } from './support/content.ts';
import { rig } from './support/rig.ts';

const harbour = picture('harbour', 5000);
const stairs = picture('stairs', 5000);

describe('a manifest', () => {
  test('plays as soon as its media are there', async () => {
    const { now, server } = await rig({
      manifest: manifest(1, { playlists: [playlist('day', [pictureEntry('a', harbour)])], pictures: [harbour] }),
      pictures: [harbour],
    });
    const seen = await now();
    expect(seen.state).toBe('playing');
    expect(seen.program?.entries.map((entry) => entry.key)).toEqual(['a']);
    expect(seen.media.map((media) => media.id)).toEqual(['harbour.jpg']);
    expect(server.asked('/api/player/manifest')).toBeGreaterThan(0);
  });

  test('is asked for with its ETag, and not sent twice', async () => {
    const { clock, server } = await rig({ manifest: manifest(1, { playlists: [playlist('day', [notice('a')])] }) });
    await clock.pass(120_000);
    const asked = server.state.requests.filter((request) => request.path === '/api/player/manifest');
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(asked.at(-1)?.headers.get('if-none-match')).toMatch(/^"/);
  });

  test('reaches the page at a push, without a wait', async () => {
    const { publish, keys } = await rig({ manifest: manifest(1, { playlists: [playlist('day', [notice('a')])] }) });
    await publish(manifest(2, { playlists: [playlist('day', [notice('b')])] }));
    expect(await keys()).toEqual(['b']);
  });

  test('is found by the slow poll within 60 s when push is dead', async () => {
    const made = await rig({
      manifest: manifest(1, { playlists: [playlist('day', [notice('a')])] }),
    });
    made.server.state.fail = (path) => (path === '/api/player/events' ? 'refused' : undefined);
    made.server.dropStreams();
    made.server.state.manifest = manifest(2, { playlists: [playlist('day', [notice('b')])] });
    await made.clock.pass(60_000);
    expect(await made.keys()).toEqual(['b']);
  });

  test('that does not parse is refused, and the last good one plays on', async () => {
    const made = await rig({ manifest: manifest(1, { playlists: [playlist('day', [notice('a')])] }) });
    const broken = { ...manifest(2, { playlists: [playlist('day', [notice('b')])] }), format: 9 };
    // A server newer than the kiosk: what it says is not in the schema.
    made.server.state.manifest = JSON.parse(JSON.stringify(broken));
    made.server.push(2);
    await made.clock.pass(0);
    expect(await made.keys()).toEqual(['a']);
    expect(made.logged).toContain('the manifest was refused; the last good one plays on');
  });
});

describe('a manifest of a newer server', () => {
  test('is read without the items this kiosk does not know', async () => {
    const made = await rig({ manifest: manifest(1, { playlists: [playlist('day', [notice('a')])] }) });
    const next = manifest(2, { playlists: [playlist('day', [notice('b'), notice('c')])] });
    const worded = JSON.parse(JSON.stringify(next));
    worded.playlists[0].entries[1].item.kind = 'hologram';
    made.server.state.manifest = worded;
    made.server.push(2);
    await made.clock.pass(0);
    expect(await made.keys()).toEqual(['b']);
    expect(made.logged).toContain('parts of the manifest were not understood and passed over');
    await made.restart();
    expect(await made.keys()).toEqual(['b']);
  });
});

describe('while new media are arriving', () => {
  const day = (...entries: Parameters<typeof playlist>[1]) => playlist('day', entries);

  test('the old item stays until the new one is ready', async () => {
    const made = await rig({
      manifest: manifest(1, { playlists: [day(pictureEntry('a', harbour))], pictures: [harbour] }),
      pictures: [harbour],
    });
    const next = manifest(2, { playlists: [day(pictureEntry('b', stairs))], pictures: [stairs] });
    const sha = next.media[0]?.sha256 ?? '';
    made.server.state.held.add(sha);
    await made.publish(next, stairs);
    expect(await made.keys()).toEqual(['a']);
    expect((await made.now()).revision).toBe(1);
    made.server.release(sha);
    await made.clock.pass(0);
    expect(await made.keys()).toEqual(['b']);
    expect((await made.now()).revision).toBe(2);
  });

  test('an entry keeps its old picture until the new one has come', async () => {
    const made = await rig({
      manifest: manifest(1, { playlists: [day(notice('n'), pictureEntry('a', harbour))], pictures: [harbour] }),
      pictures: [harbour],
    });
    const before = (await made.now()).program?.entries[1]?.version;
    const replaced = { id: harbour.id, bytes: stairs.bytes };
    const next = manifest(2, {
      playlists: [day(notice('n', 'New'), pictureEntry('a', replaced))],
      pictures: [replaced],
    });
    const sha = next.media[0]?.sha256 ?? '';
    made.server.state.held.add(sha);
    await made.publish(next, replaced);
    const during = await made.now();
    expect(during.program?.entries[0]?.item).toMatchObject({ title: { en: 'New' } });
    expect(during.program?.entries[1]?.version).toBe(before);
    made.server.release(sha);
    await made.clock.pass(0);
    expect((await made.now()).program?.entries[1]?.version).not.toBe(before);
  });

  test('an entry that was switched off, shortened or removed meanwhile is so at once', async () => {
    const entries = [notice('n'), pictureEntry('a', harbour), pictureEntry('b', harbour), notice('c')];
    const made = await rig({
      manifest: manifest(1, { playlists: [day(...entries)], pictures: [harbour] }),
      pictures: [harbour],
    });
    const replaced = { id: harbour.id, bytes: stairs.bytes };
    const next = manifest(2, {
      playlists: [
        day(notice('n'), { ...pictureEntry('a', replaced), enabled: false }, pictureEntry('b', replaced, 5_000)),
      ],
      pictures: [replaced],
    });
    made.server.state.held.add(next.media[0]?.sha256 ?? '');
    await made.publish(next, replaced);
    const { program, media } = await made.now();
    expect(program?.entries.map((entry) => [entry.key, entry.durationMs])).toEqual([
      ['n', 10_000],
      ['b', 5_000],
    ]);
    expect(media.map((one) => one.sha256)).not.toContain(next.media[0]?.sha256);
  });

  test('a takeover does not wait for other files', async () => {
    const made = await rig({ manifest: manifest(1, { playlists: [day(notice('a'))] }) });
    const alarm = takeover('fire', START_MS, START_MS + 600_000, {
      kind: 'item',
      item: { kind: 'notice', title: { en: 'Leave the building' }, tone: 'alarm' },
    });
    const next = manifest(2, {
      playlists: [day(notice('a'), pictureEntry('b', harbour))],
      pictures: [harbour],
      takeovers: [alarm],
    });
    made.server.state.held.add(next.media[0]?.sha256 ?? '');
    await made.publish(next, harbour);
    expect((await made.now()).program?.takeoverId).toBe('fire');
  });

  test('a takeover whose own picture is on its way begins when it has come', async () => {
    const made = await rig({ manifest: manifest(1, { playlists: [day(notice('a'))] }) });
    const poster = takeover('poster', START_MS, START_MS + 600_000, {
      kind: 'item',
      item: { kind: 'picture', media: harbour.id },
    });
    const next = manifest(2, { playlists: [day(notice('a'))], pictures: [harbour], takeovers: [poster] });
    const sha = next.media[0]?.sha256 ?? '';
    made.server.state.held.add(sha);
    await made.publish(next, harbour);
    expect(await made.keys()).toEqual(['a']);
    made.server.release(sha);
    await made.clock.pass(0);
    expect(await made.keys()).toEqual(['poster']);
  });

  test('a schedule that is due with a list of which nothing has come waits; what was due goes on', async () => {
    const made = await rig({ manifest: manifest(1, { playlists: [day(notice('a'))] }) });
    const next = manifest(2, {
      playlists: [day(notice('a')), playlist('party', [pictureEntry('p', harbour)])],
      rules: [rule('all-day', 'day'), rule('party', 'party', { priority: 50 })],
      pictures: [harbour],
    });
    const sha = next.media[0]?.sha256 ?? '';
    made.server.state.held.add(sha);
    await made.publish(next, harbour);
    expect(await made.keys()).toEqual(['a']);
    made.server.release(sha);
    await made.clock.pass(0);
    expect(await made.keys()).toEqual(['p']);
  });
});
