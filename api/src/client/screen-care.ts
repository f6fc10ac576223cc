/** Looking after screens. */
import * as wire from '../wire/screen-care.ts';
import { enc, query, type Caller } from './caller.ts';

export function screenCareRoutes(caller: Caller) {
  const one = (id: string) => `/api/screens/${enc(id)}`;
  return {
    /** Health from one instant to another (ISO), at most 100 days, and the uptime of each week. */
    health: (id: string, from: string, to: string) =>
      caller.read(`${one(id)}/health${query({ from, to })}`, wire.HealthAnswer),
    screenshots: (id: string) => caller.read(`${one(id)}/screenshots`, wire.ScreenshotsAnswer),
    /** Asks for a picture, a restart of the player, or the screen's name for 30 s. */
    ask: (screens: string[], kind: wire.CommandRequest['kind']) =>
      caller.send('POST', '/api/screen-commands', wire.CommandAnswer, { screens, kind }),
    /** The same change to many screens, all or none. */
    change: (screens: string[], change: wire.BulkChange['change']) =>
      caller.send('POST', '/api/screen-changes', wire.BulkAnswer, { screens, change }),
    alerts: () => caller.read('/api/alerts', wire.AlertRules),
    setAlerts: (rules: wire.AlertRules) => caller.send('PUT', '/api/alerts', wire.AlertRules, rules),
  };
}
