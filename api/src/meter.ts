/** Progress on standard error: one line that is written over on a terminal, and nothing at all elsewhere but the end. */

export type Meter = { tick: (done: { part: string; bytes: number }) => void; end: () => void };

type Screen = { isTTY?: boolean; columns?: number; write: (text: string) => unknown };

export function createMeter(screen: Screen, what: string): Meter {
  let parts = 0;
  let bytes = 0;
  const megabytes = () => (bytes > 0 ? `, ${(bytes / 1e6).toFixed(1)} MB` : '');
  return {
    tick(done) {
      parts++;
      bytes += done.bytes;
      if (!screen.isTTY) return;
      const line = `${what} ${parts}${megabytes()}: ${done.part}`.slice(0, (screen.columns ?? 80) - 1);
      screen.write(`\r\u001b[K${line}`);
    },
    end() {
      screen.write(`${screen.isTTY ? '\r\u001b[K' : ''}${what}: ${parts} steps${megabytes()}\n`);
    },
  };
}
