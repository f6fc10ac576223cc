/** A list of words as people type it: one a line or with commas, each once, none too long for the server. */
const MAX_WORDS = 300;

export function listedWords(text: string): string[] {
  const words = text.split(/[\n,;]/).map((word) => word.trim().slice(0, 60));
  return [...new Set(words.filter((word) => word.length >= 2))].slice(0, MAX_WORDS);
}
