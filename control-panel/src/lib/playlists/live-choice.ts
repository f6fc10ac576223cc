/** Whether this reader wants each change on the screens at once. Remembered by the browser; drafts are what one begins with. */

const KEY = 'palier-live';

export function readsLive(): boolean {
  return typeof localStorage !== 'undefined' && localStorage.getItem(KEY) === 'yes';
}

export function keepLive(live: boolean): void {
  if (live) localStorage.setItem(KEY, 'yes');
  else localStorage.removeItem(KEY);
}
