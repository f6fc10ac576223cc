/** A hint on how easy a password is to guess. Only a hint: the server asks for length alone. */

export const MIN_PASSWORD = 10;
export type Strength = { missing: number; level: 'missing' | 'weak' | 'fair' | 'good' };

/** Counts characters and their variety; a text made of few different characters, or a run of them, is weak. */
export function passwordStrength(password: string, own: readonly string[] = []): Strength {
  const length = password.length;
  if (length < MIN_PASSWORD) return { missing: MIN_PASSWORD - length, level: 'missing' };
  const lower = password.toLowerCase();
  const different = new Set(lower).size;
  const holdsOwn = own.some((word) => word.length > 3 && lower.includes(word.toLowerCase()));
  if (different < 6 || holdsOwn || isRun(lower) || /^(?:password|motdepasse|azerty|qwerty)/.test(lower)) {
    return { missing: 0, level: 'weak' };
  }
  return { missing: 0, level: length >= 16 && different >= 9 ? 'good' : 'fair' };
}

function isRun(text: string): boolean {
  const steps = Array.from({ length: text.length - 1 }, (_, at) => text.charCodeAt(at + 1) - text.charCodeAt(at));
  return steps.filter((step) => Math.abs(step) <= 1).length > steps.length * 0.7;
}
