/**
 * The text of a feed from its bytes. What they are beats what was said of them: a mark at the start, then whether they
 * are UTF-8, then the charset that was sent, then the one that is declared inside. Never throws.
 */

export type Decoded = { text: string; encoding: string };

/** Where a declaration may stand. */
const HEAD_BYTES = 1024;

export function decodeFeed(bytes: Uint8Array, sentCharset?: string): Decoded {
  const marked = markOf(bytes);
  if (marked !== undefined) return strictly(bytes, marked) ?? loosely(bytes, marked);
  const isAscii = bytes.every((byte) => byte < 0x80);
  // Bytes beyond ASCII that are valid UTF-8 are UTF-8, whatever a server says of all its files.
  const unmistaken = isAscii ? undefined : strictly(bytes, 'utf-8');
  if (unmistaken !== undefined) return unmistaken;
  for (const named of [sentCharset, declaredCharset(bytes)]) {
    const decoded = named === undefined ? undefined : strictly(bytes, named);
    if (decoded !== undefined) return decoded;
  }
  return strictly(bytes, isAscii ? 'utf-8' : 'windows-1252') ?? loosely(bytes, 'utf-8');
}

/** A byte-order mark, or the zeros beside the first `<` of UTF-16 without one. */
function markOf([a, b, c]: Uint8Array): string | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  return undefined;
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES));
  return (
    /^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']/i.exec(head)?.[1] ??
    /<meta[^>]{0,200}?\bcharset\s*=\s*["']?([\w.:-]{1,40})/i.exec(head)?.[1]
  );
}

/** Absent when the encoding is unknown, or the bytes are not in it. */
function strictly(bytes: Uint8Array, encoding: string): Decoded | undefined {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true });
    return { text: decoder.decode(bytes), encoding: decoder.encoding };
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function loosely(bytes: Uint8Array, encoding: string): Decoded {
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}
