/** `{@attach decoded(...)}`: says once that a picture is fetched and decoded, or why it never will be. */
import type { Attachment } from 'svelte/attachments';

type Listener = { onready: (image: HTMLImageElement) => void; onfault: (reason: string) => void };

export function decoded(listener: Listener): Attachment<HTMLImageElement> {
  return (image) => {
    let gone = false;
    image.decode().then(
      () => {
        if (!gone) listener.onready(image);
      },
      (error: unknown) => {
        if (!gone)
          listener.onfault(`picture cannot be decoded: ${error instanceof Error ? error.message : String(error)}`);
      },
    );
    return () => {
      gone = true;
    };
  };
}
