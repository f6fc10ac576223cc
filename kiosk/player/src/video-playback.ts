/**
 * `{@attach playback(...)}`: runs one video. Ready once its first frame is decoded, runs only in its turn,
 * says when it stalls, and gives its decoder back when it goes. Never throws: each failure is a reason.
 */
import type { Attachment } from 'svelte/attachments';

export type PlaybackOptions = {
  /** A function, so that a turn that begins does not attach anew. */
  active: () => boolean;
  onready: () => void;
  onfault: (reason: string) => void;
};

/** How long a running video may show the same frame. */
export const STALL_MS = 6_000;
const CHECK_MS = 1_000;
/** After `canplay`, how long to wait for the first decoded frame where the browser does not tell. */
const FIRST_FRAME_MS = 250;

export function playback(options: PlaybackOptions): Attachment<HTMLVideoElement> {
  return (video) => {
    let over = false;
    const once = (act: () => void) => {
      if (!over) act();
    };
    let ready = false;
    const becomeReady = () =>
      once(() => {
        if (!ready) options.onready();
        ready = true;
      });
    const fail = (reason: string) => once(() => options.onfault(reason));
    const onCanPlay = () => void setTimeout(becomeReady, FIRST_FRAME_MS);
    const onError = () => fail(`video cannot be played: ${video.error?.message || `code ${video.error?.code ?? 0}`}`);
    video.addEventListener('canplay', onCanPlay, { once: true });
    video.addEventListener('error', onError);
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(becomeReady);

    const watch = createStallWatch();
    const timer = setInterval(() => {
      if (watch(options.active() && !document.hidden, video.currentTime, CHECK_MS)) fail('video stands still');
    }, CHECK_MS);

    return () => {
      over = true;
      clearInterval(timer);
      video.removeEventListener('canplay', onCanPlay);
      video.removeEventListener('error', onError);
      video.pause();
      // Without this a decoder and its buffers live on until the collector comes by.
      video.removeAttribute('src');
      video.load();
    };
  };
}

/** Starts from the first frame. A browser that forbids sound gets the video without it. */
export async function run(video: HTMLVideoElement, muted: boolean): Promise<void> {
  video.muted = muted;
  try {
    await video.play();
  } catch (error) {
    if (video.muted || !(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
    video.muted = true;
    await video.play().catch(() => undefined);
  }
}

/** True once a video that should run has shown the same position for `STALL_MS`. */
export function createStallWatch(): (running: boolean, positionS: number, passedMs: number) => boolean {
  let lastS = -1;
  let stillMs = 0;
  return (running, positionS, passedMs) => {
    stillMs = running && positionS === lastS ? stillMs + passedMs : 0;
    lastS = positionS;
    return stillMs >= STALL_MS;
  };
}
