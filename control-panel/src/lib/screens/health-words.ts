/** A screen's health in words, with the colour of its dot. "Unknown" is never worded as good or bad. */
import type { ScreenView } from '@palier/playlists/views';
import { m } from '#lib/paraglide/messages.js';
import { clockWords, spanWords } from '#lib/time.ts';

export type Tone = 'ok' | 'warn' | 'alarm' | 'quiet';
export type Health = { tone: Tone; words: string };

export function healthOf(view: ScreenView, nowMs: number): Health {
  switch (view.health) {
    case 'playing':
      return view.upToDate === false
        ? { tone: 'warn', words: m.health_not_up_to_date() }
        : { tone: 'ok', words: m.health_playing() };
    case 'loading':
      return { tone: 'ok', words: m.health_loading() };
    case 'resting':
      return {
        tone: 'quiet',
        words:
          view.now.resting?.untilMs === undefined
            ? m.screens_health_resting()
            : m.screens_health_resting_until({ time: clockWords(view.now.resting.untilMs, view.screen.zone) }),
      };
    case 'page-dead':
      return { tone: 'alarm', words: m.screens_health_page_dead() };
    case 'display-off':
      return { tone: 'alarm', words: m.screens_health_display_off() };
    case 'idle':
      return { tone: 'quiet', words: m.health_idle() };
    case 'fault':
      return { tone: 'alarm', words: m.health_fault() };
    case 'silent':
      return silence(view, nowMs);
    case 'unknown':
      return { tone: 'quiet', words: m.health_unknown() };
    case 'unpaired':
      return { tone: 'quiet', words: m.health_unpaired() };
  }
}

function silence(view: ScreenView, nowMs: number): Health {
  const time = spanWords(view.lastHeardAt === undefined ? 0 : nowMs - Date.parse(view.lastHeardAt));
  const hadContent = view.heartbeat === undefined ? view.now.program !== undefined : view.heartbeat.state === 'playing';
  return { tone: 'warn', words: hadContent ? m.health_silent({ time }) : m.health_silent_idle({ time }) };
}

/** When it was last heard from, in words. */
export function heardWords(view: ScreenView, nowMs: number): string {
  if (view.lastHeardAt === undefined) return m.heard_never();
  return m.heard_ago({ time: spanWords(nowMs - Date.parse(view.lastHeardAt)) });
}
