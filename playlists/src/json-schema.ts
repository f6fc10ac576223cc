/** JSON Schemas of the nouns that people write by hand, for editors and for other programs. Made from the one source. */
import { z } from 'zod';
import { Playlist } from './playlist.ts';
import { Schedule } from './schedule.ts';
import { Screen } from './screen.ts';
import { Takeover } from './takeover.ts';

const WRITTEN = { playlist: Playlist, schedule: Schedule, screen: Screen, takeover: Takeover };

/** A noun that people write by hand. */
export type Written = keyof typeof WRITTEN;

/** Every noun that has a JSON Schema. */
export const WRITTEN_NOUNS: readonly Written[] = ['playlist', 'schedule', 'screen', 'takeover'];

/**
 * The JSON Schema (draft 2020-12) of what may be written for `noun`: members with a default may be left out. It
 * says less than the schema it is made from: rules over several members, such as unique entry ids, are not in it.
 *
 * Source: `z.toJSONSchema`, https://zod.dev/json-schema
 */
export function jsonSchemaOf(noun: Written): Record<string, unknown> {
  return { ...z.toJSONSchema(WRITTEN[noun], { io: 'input' }), title: noun };
}
