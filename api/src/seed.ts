/** The first start on the library of the house: its demo playlists are put on every screen, so that a wall plays at once. */
import { Schedule } from '@palier/playlists/schedule';
import type { Storage } from './storage/storage.ts';

/** The demo's day: arrival in the morning, the break at noon, the day around both. */
const DEMO = { arrival: 'accueil', day: 'journee', pause: 'pause' } as const;

/** Makes the demo's schedule, once, if nothing was ever scheduled and the demo's playlists are there. */
export async function seedDemo(storage: Storage): Promise<boolean> {
  const seeded = await storage.transact(async (transaction) => {
    if ((await transaction.get('settings', 'seeded')) !== undefined) return false;
    const playlists = new Set<string>((await transaction.all('playlists')).map(({ id }) => id));
    const hasDemo = Object.values(DEMO).every((id) => playlists.has(id));
    if (!hasDemo || (await transaction.all('schedules')).length > 0) return false;
    await transaction.put('schedules', demoSchedule());
    await transaction.put('settings', { id: 'seeded', value: true });
    return true;
  });
  return seeded === true;
}

function demoSchedule(): Schedule {
  return Schedule.parse({
    id: 'demo',
    name: { fr: 'Démonstration', en: 'Demo' },
    target: { all: true },
    rules: [
      { id: 'day', playlistId: DEMO.day },
      { id: 'arrival', playlistId: DEMO.arrival, daypart: { from: '07:00', until: '10:00' }, priority: 10 },
      { id: 'pause', playlistId: DEMO.pause, daypart: { from: '11:45', until: '14:00' }, priority: 10 },
    ],
  });
}
