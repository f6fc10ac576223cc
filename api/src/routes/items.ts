/** Items that are in no playlist yet: what they would show. Nothing is kept. */
import { Hono } from 'hono';
import { withoutShown } from '@palier/playlists/item';
import type { ApiEnv } from '../environment.ts';
import { fillItem } from '../items/fill.ts';
import type { Parts } from '../parts.ts';
import { body } from '../validate.ts';
import { ItemsToFill } from '../wire/items.ts';

export function itemRoutes({ content, publicUrl }: Parts) {
  return new Hono<ApiEnv>().post('/api/items/fill', body(ItemsToFill), async (c) => {
    const { items, screenId } = c.req.valid('json');
    const current = await content.current();
    const screen = current.screens.find((record) => record.id === screenId)?.screen;
    const context = { content: current, screen, masked: true, publicUrl: publicUrl() };
    return c.json({ items: items.map((item) => fillItem(withoutShown(item), context)) });
  });
}
