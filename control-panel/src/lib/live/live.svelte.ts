/**
 * The tab's one push connection. It only wakes the page up: what changed is fetched again by the page's own loads.
 * It says it is lost when it has been for a moment, and tries again with full jitter, or at once when the tab returns.
 */
import { invalidate } from '$app/navigation';
import { parsePanelEvent } from '@palier/api/client';
import type { PanelTopic } from '@palier/playlists/events';
import { api } from '../api.ts';
import { createWakeUp, retryDelayMs } from './wake-up.ts';

const ALL: PanelTopic[] = [
  'screens',
  'heartbeats',
  'pairings',
  'playlists',
  'schedules',
  'takeovers',
  'media',
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
  readonly #wakeUp = createWakeUp(
    {
      set: (run, ms) => window.setTimeout(run, ms),
      clear: (timer) => window.clearTimeout(timer),
      now: () => Date.now(),
    },
    (topics) => void Promise.allSettled(topics.map((name) => invalidate(topic(name)))),
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
      this.#wakeUp.stop();
    };
  }

  #open(): void {
    this.#close();
    const source = new EventSource(api.events.url);
    this.#source = source;
    source.addEventListener('open', () => {
      const wasLost = this.#attempt > 0;
      this.#attempt = 0;
      window.clearTimeout(this.#banner);
      this.#banner = undefined;
      this.lost = false;
      if (wasLost) this.#wakeUp.add(ALL);
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
