/** Writes `playlist.schema.json`, by which editors complete and check the files of the library: `node playlists/schema.ts`. */
import { writeFileSync } from 'node:fs';
import { jsonSchemaOf } from './src/json-schema.ts';

/** The text of the file. */
export function playlistSchemaText(): string {
  return `${JSON.stringify(jsonSchemaOf('playlist'), undefined, 2)}\n`;
}

if (import.meta.main) writeFileSync(new URL('playlist.schema.json', import.meta.url), playlistSchemaText());
