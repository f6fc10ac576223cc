/** Server-sent events out of a byte stream, for places where `EventSource` cannot go. Keeps at most one unfinished event. */

export type SseEvent = { event: string; data: string };

/** An event larger than this is a fault of the sender. */
const MAX_EVENT_CHARS = 4 * 1024 * 1024;

/** Feed it text as it arrives; it gives back the events that are complete. Throws when one grows past 4 M characters. */
export function createSseParser(): (chunk: string) => SseEvent[] {
  let rest = '';
  return (chunk) => {
    rest = (rest + chunk).replace(/\r\n|\r(?!$)/g, '\n');
    if (rest.length > MAX_EVENT_CHARS) throw new Error('an event is too large');
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const event = eventOf(block);
      return event === undefined ? [] : [event];
    });
  };
}

/** A block of comments alone is no event: it only shows that the sender lives. */
function eventOf(block: string): SseEvent | undefined {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }
  return data.length === 0 ? undefined : { event, data: data.join('\n') };
}
