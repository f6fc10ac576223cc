/** Server-sent events as text: the parser of what the server pushes, and the frames the page gets. */

export type SseEvent = { event: string; data: string; id: string | undefined };

/** Longer lines are not ours: the stream is dropped. */
const MAX_LINE = 64 * 1024;

/** Feeds bytes as they come; calls back once for each whole event. Comments and unknown fields are passed over. */
export function createSseParser(onEvent: (event: SseEvent) => void): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder();
  let rest = '';
  let event = '';
  let data: string[] = [];
  let id: string | undefined;

  function line(text: string): void {
    if (text === '') {
      if (data.length > 0) onEvent({ event: event || 'message', data: data.join('\n'), id });
      event = '';
      data = [];
      return;
    }
    const colon = text.indexOf(':');
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
    if (field === 'id') id = value;
  }

  return (bytes) => {
    rest += decoder.decode(bytes, { stream: true });
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE || data.length > 1000) throw new Error('an event is too long');
    for (const text of lines) line(text);
  };
}

export function sseFrame(event: string, data: unknown): Uint8Array {
  return new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

export const SSE_COMMENT = new TextEncoder().encode(':\n\n');
