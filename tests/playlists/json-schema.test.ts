/** The JSON Schemas that editors use are those of the source. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { jsonSchemaOf, WRITTEN_NOUNS } from '@palier/playlists/json-schema';
import { playlistSchemaText } from '../../playlists/schema.ts';

test('playlist.schema.json is current: run `node playlists/schema.ts` after a change of the schemas', () => {
  const file = new URL('../../playlists/playlist.schema.json', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(playlistSchemaText());
});

test.each(WRITTEN_NOUNS)('%s has one, in which what has a default may be left out', (noun) => {
  const schema = jsonSchemaOf(noun);
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: noun,
    additionalProperties: false,
  });
  expect(schema.required).not.toContain(noun === 'screen' ? 'groups' : 'entries.enabled');
});

test('a playlist’s schema names every kind of item and the bounds of a duration', () => {
  const text = JSON.stringify(jsonSchemaOf('playlist'));
  for (const kind of ['picture', 'video', 'rules', 'steps', 'results', 'wifi', 'notice', 'clock', 'web', 'qr'])
    expect(text).toContain(`"const":"${kind}"`);
  expect(text).toContain('"default":12000,"type":"integer","minimum":1000,"maximum":3600000');
});
