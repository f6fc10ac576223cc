/** How the window looks: the whole screen with nothing around it, or a plain window to try it out. */
import { WEB_PREFERENCES } from './lockdown.ts';

export function windowOptions(size: { widthPx: number; heightPx: number } | undefined) {
  const common = {
    show: false,
    backgroundColor: '#faf6ef',
    autoHideMenuBar: true,
    title: 'Palier',
    webPreferences: WEB_PREFERENCES,
  };
  if (size !== undefined) return { ...common, width: size.widthPx, height: size.heightPx, useContentSize: true };
  return { ...common, kiosk: true, fullscreen: true, frame: false, alwaysOnTop: true };
}
