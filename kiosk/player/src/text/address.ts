/** The address that stands beside a QR, for those who type. */
import type { QrLink } from '@palier/playlists/item';

/** Longer than this nobody types it: the QR stands alone. */
const MAX_TYPED = 60;

/** What to type, cut after slashes and dots where a line may break. Empty when it is too long to type. */
export function addressParts(link: Pick<QrLink, 'url' | 'label'>): string[] {
  const text = link.label ?? link.url.replace(/^https?:\/\//, '').replace(/\/$/, '');
  if (text.length > MAX_TYPED) return [];
  return text.split(/(?<=[/.?&=-])/).filter((part) => part !== '');
}

/** The address to type while pairing: the approval page without its scheme and without the code, which stands beside it. */
export function pairingAddress(url: string, publicUrl: string): string {
  const bare = (text: string) =>
    text
      .replace(/^https?:\/\//, '')
      .replace(/[?#].*$/, '')
      .replace(/\/$/, '');
  return bare(url) || bare(publicUrl);
}
