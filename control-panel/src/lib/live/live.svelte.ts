/**
 * The tab's one push connection. It only wakes the page up: what changed is fetched again by the page's own loads.
 * It says it is lost when it has been for a moment, and tries again with full jitter, or at once when the tab returns.
 */
import { invalidate } from '$app/navigation';
import { parsePanelEvent } from '@palier/api/client';
import type { PanelTopic } from '@palier/playlists/events';
import { api, isRefusal, settle } from '../api.ts';
import { createWakeUp, retryDelayMs } from './wake-up.ts';

const ALL: PanelTopic[] = [
  'screens',
  'heartbeats',
  'pairings',
  'playlists',
  'schedules',
  'drafts',
  'takeovers',
  'surveys',
  'media',
  'figures',
  'networks',
  'documents',
  'proposals',
  'sources',
  'stories',
  'users',
];
/** A short break is not worth a banner. */
const LOST_AFTER_MS = 2_500;

/** The name under which a load depends on a topic. */
export const topic = (name: PanelTopic): `palier:${PanelTopic}` => `palier:${name}`;

export class Live {
  lost = $state(false);
  #source: EventSource | undefined;
  #attempt = 0;
  #retry: number | undefined;
  #banner: number | undefined;
  #again: number | undefined;
  readonly #wakeUp = createWakeUp(
    {
      set: (run, ms) => window.setTimeout(run, ms),
      clear: (timer) => window.clearTimeout(timer),
      now: () => Date.now(),
    },
    (topics) => void this.#refresh(topics),
  );

  /** Opens the connection; the returned function closes it for good. */
  start(): () => void {
    const again = () => {
      if (document.visibilityState === 'visible' && this.#source === undefined) this.#open();
    };
    this.#open();
    window.addEventListener('online', again);
    document.addEventListener('visibilitychange', again);
    return () => {
      window.removeEventListener('online', again);
      document.removeEventListener('visibilitychange', again);
      this.#close();
      window.clearTimeout(this.#banner);
      window.clearTimeout(this.#again);
      this.#wakeUp.stop();
    };
  }

  /**
   * Asks first whether the server answers: a load that fails while a page refreshes would put the error page in the
   * place of what somebody is working on. Signed out meanwhile: the loads lead to sign-in.
   */
  async #refresh(topics: PanelTopic[]): Promise<void> {
    const session = await settle(api.session.get());
    if (isRefusal(session) && session.problem.status !== 401) {
      this.lost = true;
      this.#again = window.setTimeout(() => void this.#refresh(topics), retryDelayMs(2, 0.5 + Math.random() / 2));
      return;
    }
    if (this.#source !== undefined) this.lost = false;
    await Promise.allSettled(topics.map((name) => invalidate(topic(name))));
  }

  #open(): void {
    this.#close();
    const source = new EventSource(api.events.url);
    this.#source = source;
    source.addEventListener('open', () => {
      this.#attempt = 0;
      window.clearTimeout(this.#banner);
      this.#banner = undefined;
      this.lost = false;
      // Also the first time: something may have changed between the page's loads and this moment.
      this.#wakeUp.add(ALL);
    });
    source.addEventListener('changed', (event) => {
      const changed = parsePanelEvent(event.data);
      if (changed !== undefined) this.#wakeUp.add(changed.topics);
    });
    source.addEventListener('error', () => {
      this.#close();
      this.#banner ??= window.setTimeout(() => (this.lost = true), LOST_AFTER_MS);
      this.#retry = window.setTimeout(() => this.#open(), retryDelayMs(this.#attempt++, Math.random()));
    });
  }

  #close(): void {
    window.clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
  }
}
