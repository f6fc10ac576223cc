/** The link that is shared: what brought its reader, never who. */
import type { ShareWay } from '@palier/playlists/share';

/** Parameters that say who or what sent a reader: none of them travels on. */
const TRAILS =
  /^(?:utm_|mc_|pk_|hsa_|_hs|oly_)|^(?:fbclid|gclid|dclid|msclkid|igshid|twclid|li_fat_id|yclid|ref|ref_src)$/i;

/** The link to share: by what way it travels and about which story, never who sent it. */
export function campaignLink(url: string, storyId: string, way: ShareWay): string {
  const link = new URL(url);
  link.username = '';
  link.password = '';
  for (const name of new Set(link.searchParams.keys())) if (TRAILS.test(name)) link.searchParams.delete(name);
  link.searchParams.set('utm_source', way);
  link.searchParams.set('utm_medium', way === 'mail' ? 'email' : 'social');
  link.searchParams.set('utm_campaign', `palier-${storyId}`);
  return link.href;
}
