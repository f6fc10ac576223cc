/** Settings of a server whose folders lie below one folder. */
import { join } from 'node:path';
import { readSettings, type Settings } from '../../api/src/settings.ts';

export function settingsFor(dir: string): Settings {
  const read = readSettings({
    DATA_DIR: join(dir, 'data'),
    PLAYLISTS_DIR: join(dir, 'library'),
    ASSETS_DIR: join(dir, 'assets'),
    ORGANISATION: 'Atelier',
    TZ: 'Europe/Paris',
  });
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.settings;
}
