/** Sharing: what is offered, how often, what a link says, and what is told of it. Over the API as phones use it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { intentUrl, signsOver, suggestedTexts, TEXT_CAP_A_DAY } from '@palier/playlists/share';
import { toldCount } from '@palier/playlists/reaction';
import { photoName } from '../../control-panel/src/lib/share/photo-name.ts';
import { PAGE_LIVES_MS, TAKES_OF_A_PAGE } from '../../api/src/share/kit-pages.ts';
import { campaignLink } from '../../api/src/share/links.ts';
import { openHouse, type House } from '../api/house.ts';

let house: House;
let story: string;

beforeEach(async () => {
  house = await openHouse({ trustedProxies: 1 });
  const own = (
    await house.edit('POST', '/api/sources', {
      name: 'Le Port',
      voice: 'trade',
    })
  ).body.source;
  const draft = {
    title: 'Le quai nord rouvre',
    url: 'https://port.example/quai?utm_source=rss&id=7',
    language: 'fr',
  };
  story = (await house.edit('POST', `/api/sources/${own.id}/stories`, draft)).body.id;
});
afterEach(() => house.close());

const phone = (method: string, path: string, body?: object, address = '192.0.2.1') =>
  house.call(method, `/api/public/stories/${story}${path}`, {
    headers: { 'x-forwarded-for': address },
    ...(body === undefined ? {} : { body }),
  });
const shared = (way: string) => phone('POST', '/shares', { way, text: 'Mes mots à moi' });
/** What the panel is told of the story. */
const panel = async () => (await house.call('GET', '/api/share', { cookie: await house.as('viewer') })).body.stories[0];
const kit = async () => (await phone('GET', '/kit?language=fr')).body;

describe('a kit', () => {
  test('offers three texts, a link that names no person, and says who is speaking', async () => {
    const offered = await kit();
    expect(offered.texts).toHaveLength(3);
    expect(new Set(offered.texts.map(({ text }: { text: string }) => text)).size).toBe(3);
    expect(offered.disclosure).toContain('Atelier');
    const made = (
      await phone('POST', '/shares', {
        way: 'linkedin',
        text: 'Mes mots',
        disclose: true,
      })
    ).body;
    expect(made.text).toBe('Mes mots (Je travaille chez Atelier.)');
    const link = new URL(made.link);
    expect([...link.searchParams.keys()].toSorted()).toEqual(['id', 'utm_campaign', 'utm_medium', 'utm_source']);
    expect(link.searchParams.get('utm_campaign')).toBe(`palier-${story}`);
    expect(made.url).toContain('https://www.linkedin.com/');
    expect(decodeURIComponent(made.url)).toContain('Mes mots');
  });

  test('the panel is told when a text would go without a link, whatever link was written', async () => {
    expect(await panel()).toMatchObject({ reachable: true });
    const own = (
      await house.edit('POST', '/api/sources', {
        name: 'Le Quai',
        voice: 'trade',
      })
    ).body.source;
    const draft = { title: 'Une nouvelle sans article', language: 'fr' };
    const { id } = (await house.edit('POST', `/api/sources/${own.id}/stories`, draft)).body;
    await house.edit('PUT', `/api/share/${id}`, {
      allowed: true,
      texts: [],
      link: 'https://port.example/quai',
    });
    const { stories } = (
      await house.call('GET', '/api/share', {
        cookie: await house.as('viewer'),
      })
    ).body;
    expect(stories.find((one: { id: string }) => one.id === id)).toMatchObject({
      reachable: false,
    });
  });

  test('gives each text out a few times a day, in whatever spelling; one’s own words have no end', async () => {
    const [first] = (await kit()).texts;
    for (let count = 0; count < TEXT_CAP_A_DAY; count += 1)
      expect((await phone('POST', '/shares', { way: 'copy', text: first.text }, `192.0.2.${count}`)).status).toBe(200);
    const again = await phone('POST', '/shares', {
      way: 'copy',
      text: `  ${first.text.toUpperCase()} !!`,
    });
    expect([again.status, again.body.type]).toEqual([409, expect.stringContaining('share-spent')]);
    expect((await kit()).texts.map(({ index }: { index: number }) => index)).not.toContain(first.index);
    for (let count = 0; count < TEXT_CAP_A_DAY * 3; count += 1)
      expect(
        (
          await phone('POST', '/shares', {
            way: 'copy',
            text: 'Mes mots à moi',
          })
        ).status,
      ).toBe(200);
  });

  /** Takes a suggested text from the page with that mark, e.g. with one way and then another. */
  const takes = async (text: string, mark?: string, way = 'copy') =>
    (
      await phone('POST', '/shares', {
        way,
        text,
        instance: 'piaille.fr',
        ...(mark === undefined ? {} : { mark }),
      })
    ).status;
  const sum = (statuses: number[]) => statuses.filter((status) => status === 200).length;

  test('of twenty colleagues behind one address at the same moment, a few get the same text, and the others write', async () => {
    const pages = await Promise.all(Array.from({ length: 20 }, kit));
    const [first] = pages[0].texts;
    const taken = await Promise.all(pages.map(({ mark }) => takes(first.text, mark)));
    expect(sum(taken)).toBe(TEXT_CAP_A_DAY);
    expect(taken.filter((status) => status === 409)).toHaveLength(20 - TEXT_CAP_A_DAY);
    // Who was refused is offered the others, until those have gone out as often.
    const left: { text: string }[] = (await kit()).texts;
    expect(left.map(({ text }) => text)).toEqual(pages[0].texts.slice(1).map(({ text }: { text: string }) => text));
    for (const { text } of left) expect(sum(await Promise.all(pages.map(({ mark }) => takes(text, mark))))).toBe(3);
    expect(await kit()).toMatchObject({ texts: [], spent: true });
    expect(await takes('Mes mots à moi', pages[19].mark)).toBe(200);
  });

  test('counts do not get lost while a lot of them is written', async () => {
    const [first] = (await kit()).texts;
    expect(await takes(first.text)).toBe(200);
    const written = house.parts.share.tallies.write();
    const taken = await Promise.all(Array.from({ length: 5 }, () => takes(first.text)));
    await written;
    expect(sum(taken)).toBe(TEXT_CAP_A_DAY - 1);
  });

  test('counts a text once that the same page takes again: two taps at once, the way back, another network', async () => {
    const { texts, mark } = await kit();
    const [first, second] = texts;
    expect(await Promise.all([takes(first.text, mark), takes(first.text, mark)])).toEqual([200, 200]);
    for (const way of ['linkedin', 'x', 'mastodon', 'bluesky', 'whatsapp'])
      expect(await takes(first.text, mark, way)).toBe(200);
    // The page keeps what it has when the others have used it up.
    expect(await Promise.all([takes(first.text), takes(first.text), takes(first.text)])).toEqual([200, 200, 409]);
    expect(await takes(first.text, mark, 'mail')).toBe(200);
    // Another text of the same page is another text.
    await Promise.all([takes(second.text), takes(second.text), takes(second.text)]);
    expect(await takes(second.text, mark)).toBe(409);
  });

  const OTHERS: [string, () => Promise<() => string | undefined>][] = [
    ['no mark', async () => () => undefined],
    ['a made-up mark', async () => () => 'maabcde.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    [
      'the mark of another story',
      async () => {
        const own = (
          await house.edit('POST', '/api/sources', {
            name: 'Le Quai',
            voice: 'trade',
          })
        ).body.source;
        const { id } = (
          await house.edit('POST', `/api/sources/${own.id}/stories`, {
            title: 'Autre',
          })
        ).body;
        const other = (await house.call('GET', `/api/public/stories/${id}/kit?language=fr`)).body.mark;
        return () => other;
      },
    ],
    [
      'a mark whose body was changed',
      async () => {
        const { mark } = await kit();
        return () => `${mark.startsWith('a') ? 'b' : 'a'}${mark.slice(1)}`;
      },
    ],
    [
      'an old mark',
      async () => {
        const { mark } = await kit();
        house.clock.advance(PAGE_LIVES_MS);
        return () => mark;
      },
    ],
  ];
  test.each(OTHERS)('counts every taking with %s', async (_, made) => {
    const mark = await made();
    const [first] = (await kit()).texts;
    for (let count = 0; count < TEXT_CAP_A_DAY; count += 1) expect(await takes(first.text, mark())).toBe(200);
    expect(await takes(first.text, mark())).toBe(409);
  });

  test('one page that is passed around does not hand its text out for ever', async () => {
    const { texts, mark } = await kit();
    const taken: number[] = [];
    for (let count = 0; count < TAKES_OF_A_PAGE * (TEXT_CAP_A_DAY + 1); count += 1)
      taken.push(await takes(texts[0].text, mark));
    expect(sum(taken)).toBe(TAKES_OF_A_PAGE * TEXT_CAP_A_DAY);
    expect(taken.lastIndexOf(200)).toBeLessThan(taken.indexOf(409));
  });

  test('a text that its network does not take comes back unshared: nothing is counted, and no page is made', async () => {
    const long = await phone('POST', '/shares', {
      way: 'x',
      text: 'Mes mots '.repeat(40),
    });
    expect(long.body).toMatchObject({ way: 'x', over: 103 });
    expect(long.body.url).toBeUndefined();
    for (let count = 0; count < 10; count += 1)
      await phone('POST', '/shares', {
        way: 'x',
        text: 'Mes mots '.repeat(40),
      });
    await house.parts.share.tallies.write();
    expect(await panel()).toMatchObject({ ways: [] });
    expect((await panel()).shares).toBeUndefined();
  });

  test('takes a text with half a sign on every way, without the half', async () => {
    for (const way of ['linkedin', 'x', 'mastodon', 'bluesky', 'facebook', 'whatsapp', 'mail', 'sheet', 'copy']) {
      const made = await phone('POST', '/shares', {
        way,
        text: 'mes \ud800mots\u0000',
        instance: 'piaille.fr',
      });
      expect([way, made.status, made.body.text]).toEqual([way, 200, 'mes mots']);
    }
    expect((await phone('POST', '/shares', { way: 'copy', text: '\ud800\u200b' })).status).toBe(422);
  });

  test('lends the photos of the house and of colleagues, and never another site’s', async () => {
    expect((await kit()).handsOut).toBe(false);
    const own = (
      await house.edit('POST', '/api/sources', {
        name: 'La maison',
        voice: 'corporate',
      })
    ).body.source;
    const { id } = (
      await house.edit('POST', `/api/sources/${own.id}/stories`, {
        title: 'Portes ouvertes',
      })
    ).body;
    expect((await house.call('GET', `/api/public/stories/${id}/kit?language=fr`)).body.handsOut).toBe(true);
  });

  test('a Mastodon server is asked for and judged', async () => {
    const asked = await phone('POST', '/shares', {
      way: 'mastodon',
      text: 'x',
    });
    expect([asked.status, asked.body.fields[0].field]).toEqual([422, 'instance']);
    const made = await phone('POST', '/shares', {
      way: 'mastodon',
      text: 'x',
      instance: 'https://Piaille.fr/@me',
    });
    expect(made.body.url).toMatch(/^https:\/\/piaille\.fr\/share\?text=/);
  });

  test('is written in the panel, and taken back; a story may be kept inside', async () => {
    const texts = ['Un texte de la maison'];
    await house.edit('PUT', `/api/share/${story}`, { allowed: true, texts });
    expect((await kit()).texts.map(({ text }: { text: string }) => text)).toEqual(texts);
    await house.edit('PUT', `/api/share/${story}`, { allowed: false });
    expect((await phone('GET', '/kit?language=fr')).status).toBe(404);
    expect((await phone('POST', '/shares', { way: 'copy', text: 'x' })).status).toBe(404);
    await house.edit('DELETE', `/api/share/${story}`);
    expect((await kit()).texts).toHaveLength(3);
  });
});

describe('what is counted', () => {
  test('is told above five, in steps, and of nobody', () => {
    expect([0, 5, 6, 9, 10, 23].map(toldCount)).toEqual([undefined, undefined, 5, 5, 10, 20]);
  });

  const ACTS: [string, (count: number) => Promise<number>, () => Promise<unknown>, [unknown, unknown, unknown]][] = [
    [
      'openings',
      async () => (await phone('POST', '/opens', {})).status,
      async () => (await panel()).opens,
      [undefined, 5, 10],
    ],
    [
      'shares, whichever way they went',
      async (count) => (await shared(count % 2 === 0 ? 'copy' : 'mail')).status,
      async () => (await panel()).shares,
      [undefined, 5, 10],
    ],
    [
      'shares of one way',
      async () => (await shared('bluesky')).status,
      async () => (await panel()).ways,
      [[], [{ way: 'bluesky', atLeast: 5 }], [{ way: 'bluesky', atLeast: 10 }]],
    ],
    [
      'reactions',
      async () => (await phone('POST', '/reactions', { kind: 'useful' })).status,
      async () => (await phone('GET', '')).body.reactions,
      [[], [{ kind: 'useful', atLeast: 5 }], [{ kind: 'useful', atLeast: 10 }]],
    ],
  ];
  test.each(ACTS)('five %s are told to nobody, six are five, nine too, ten are ten', async (_, act, read, expected) => {
    const [none, five, ten] = expected;
    for (let count = 1; count <= 10; count += 1) {
      expect(await act(count)).toBeLessThan(300);
      await house.parts.share.tallies.write();
      expect(await read(), `after ${count}`).toEqual(count <= 5 ? none : count < 10 ? five : ten);
    }
  });

  test('from one address up to sixty at once, then one every two seconds: the rest is handed over and not counted', async () => {
    const reactions = async () => (await phone('GET', '')).body.reactions[0]?.atLeast;
    for (let count = 1; count <= 130; count += 1) {
      const said = await phone('POST', '/reactions', { kind: 'like' });
      expect([said.status, said.body]).toEqual([200, { counted: count <= 60 }]);
      expect((await shared('copy')).body.text).toBe('Mes mots à moi');
      expect((await phone('POST', '/opens', {})).status).toBe(204);
    }
    await house.parts.share.tallies.write();
    expect([await reactions(), (await panel()).shares, (await panel()).opens]).toEqual([60, 60, 60]);
    // The office next door is not held up, and this one soon counts again.
    expect((await phone('POST', '/reactions', { kind: 'like' }, '198.51.100.7')).body).toEqual({ counted: true });
    house.clock.advance(2_000);
    const after = [
      await phone('POST', '/reactions', { kind: 'like' }),
      await phone('POST', '/reactions', { kind: 'like' }),
    ];
    expect(after.map(({ body }) => body.counted)).toEqual([true, false]);
  });

  test('six shares by six ways are six shares, and of no way', async () => {
    for (const way of ['linkedin', 'x', 'bluesky', 'whatsapp', 'mail', 'copy']) await shared(way);
    await house.parts.share.tallies.write();
    expect(await panel()).toMatchObject({ shares: 5, ways: [] });
  });

  test('gives no cookie to who reads, thanks or shares', async () => {
    const answers = [await phone('GET', ''), await phone('POST', '/reactions', { kind: 'like' }), await shared('copy')];
    expect(answers.map(({ headers }) => headers.get('set-cookie'))).toEqual([null, null, null]);
  });

  test('only what is live can be read, thanked or shared', async () => {
    await house.edit('POST', `/api/stories/${story}`, { act: 'block' });
    for (const [method, path, body] of [
      ['GET', ''],
      ['GET', '/kit?language=fr'],
      ['POST', '/opens', {}],
      ['POST', '/reactions', { kind: 'like' }],
      ['POST', '/shares', { way: 'copy', text: 'x' }],
    ] as const)
      expect((await phone(method, path, body)).status).toBe(404);
  });
});

describe('the rules', () => {
  test.each([
    ['Le quai nord rouvre', 'image/jpeg', undefined, 'le-quai-nord-rouvre.jpg'],
    ['L’œuvre d’été : « 100 % » !', 'image/webp', 2, 'l-oeuvre-d-ete-100-2.webp'],
    ['../../etc/passwd\u0000', 'image/png', undefined, 'etc-passwd.png'],
    ['日本語', 'image/avif', 1, 'photo-1.avif'],
    ['x'.repeat(200), 'image/jpeg', 4, `${'x'.repeat(60)}-4.jpg`],
  ])('the photo of %j as %s is saved under its words', (title, type, number, name) => {
    expect(photoName(title, type, number)).toBe(name);
  });

  test('a link loses every trail of a reader and gains the way it travels', () => {
    const link = campaignLink('https://me:secret@a.example/x?fbclid=1&ref=bob&utm_term=z&page=2', 'abcdefgh', 'mail');
    expect(link).toBe('https://a.example/x?page=2&utm_source=mail&utm_medium=email&utm_campaign=palier-abcdefgh');
  });

  test('every network’s page carries the whole text, escaped; Facebook takes a link alone', () => {
    const shared = {
      title: 'T',
      text: 'Été & "R&D" #1',
      link: 'https://a.example/?a=1&b=2',
      instance: 'piaille.fr',
    };
    for (const network of ['linkedin', 'x', 'mastodon', 'bluesky', 'whatsapp', 'mail'] as const)
      expect(decodeURIComponent(intentUrl(network, shared) ?? '')).toContain(shared.text);
    expect(intentUrl('facebook', shared)).toContain(encodeURIComponent(shared.link));
    expect(intentUrl('facebook', { ...shared, link: undefined })).toBeUndefined();
  });

  test('a title that was kept with half a sign can be sent by mail', () => {
    const shared = {
      title: 'Le quai \ud83d',
      text: 'Mes mots \udc00',
      link: undefined,
    };
    expect(intentUrl('mail', shared)).toBe(
      `mailto:?subject=${encodeURIComponent('Le quai \ufffd')}&body=Mes%20mots%20%EF%BF%BD`,
    );
  });

  test('suggested texts fit the shortest network with their link', () => {
    const told = {
      title: 'Un titre '.repeat(40),
      credit: 'Une source au nom long '.repeat(5),
    };
    for (const language of ['fr', 'en'] as const) {
      for (const voice of ['trade', 'corporate', 'colleagues'] as const) {
        for (const text of suggestedTexts({ ...told, voice }, 'Une organisation au nom fort long', language))
          expect(signsOver('x', text, 'https://a.example/')).toBe(0);
      }
    }
  });
});
