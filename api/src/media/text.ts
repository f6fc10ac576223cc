/** Bytes as text: UTF-8 or UTF-16 with its mark, else the usual Western encoding of spreadsheets. */

/** Absent when it holds what no text holds. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const text = decode(bytes);
  return text.includes('\0') ? undefined : text;
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder('windows-1252').decode(bytes);
    throw error;
  }
}
