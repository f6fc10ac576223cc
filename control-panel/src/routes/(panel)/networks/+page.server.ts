/** Wi-Fi: the networks without passwords, and passwords that old playlists still carry in their items. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { inLanguage } from '@palier/playlists/in-language';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:networks', 'palier:playlists', 'palier:screens');
  const api = apiOf(event);
  const [{ networks }, { playlists }, { screens }] = await Promise.all([
    demand(api.networks.list(), event.url),
    demand(api.playlists.list(), event.url),
    demand(api.screens.list(), event.url),
  ]);
  // The password itself stays on the server: the page needs to know only that there is one.
  const typed = playlists.flatMap(({ playlist }) =>
    playlist.entries.flatMap(({ id, item }) =>
      item.kind === 'wifi' && item.network === undefined && item.password !== ''
        ? [{ playlistId: playlist.id, playlist: inLanguage(playlist.name, getLocale()), entryId: id, ssid: item.ssid }]
        : [],
    ),
  );
  return { networks, typed, screens: screens.map(({ screen }) => ({ id: screen.id, name: screen.name })) };
};
