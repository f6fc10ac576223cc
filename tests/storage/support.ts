/** Dependencies of a storage under test: a clock that stands still and a log that is kept. */
export type Logged = { level: string; fields: object; message: string };

export function quiet() {
  const lines: Logged[] = [];
  const at = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message });
  return {
    clock: { now: () => Date.parse('2026-05-07T10:00:00Z') },
    log: { info: at('info'), warn: at('warn'), error: at('error'), lines },
  };
}
