/** Where what keeps something off all screens is changed: the page, and the words of the link to it. */
import { m } from '../paraglide/messages.js';

export type Way = { href: string; label: () => string };

export const TO_SCREENS: Way = { href: '/screens', label: m.moderation_reach_screens };
export const TO_AUDIENCES: Way = { href: '/mix', label: m.moderation_reach_audiences };
export const TO_PLAYLISTS: Way = { href: '/playlists', label: m.moderation_reach_playlists };
