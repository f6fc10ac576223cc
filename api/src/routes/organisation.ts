/** Whose house this is: the one thing about it that anybody may know, for the head of the phone pages. */
import { Hono } from 'hono';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import type { OrganisationView } from '../wire.ts';

export function organisationRoutes({ settings }: Parts) {
  return new Hono<ApiEnv>().get('/api/public/organisation', (c) => {
    const view: OrganisationView = { name: settings.organisation };
    return c.json(view);
  });
}
