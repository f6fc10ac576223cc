/** What a filler may look at. */
import type { Screen } from '@palier/playlists/screen';
import type { Content } from '../content.ts';

export type FillContext = {
  content: Content;
  /** Whom it is for; absent in a preview that is for no screen. */
  screen: Screen | undefined;
  /** Secrets are dots: whoever asks is a person, not the screen. */
  masked: boolean;
  /** What links on a screen begin with. */
  publicUrl: string;
};
