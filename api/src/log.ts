/** The server's log: one JSON line a fact, on stdout through pino. It never holds a password, a token or a cookie. */
import { pino } from 'pino';
import type { StorageLog } from './storage/json.ts';

export type Details = Record<string, unknown>;
export type Log = {
  info(message: string, details?: Details): void;
  warn(message: string, details?: Details): void;
  /** `error` is kept whole, with its stack, for the log alone. */
  error(message: string, error: unknown, details?: Details): void;
};

export function createLog(level: string): Log & { forStorage: StorageLog } {
  const logger = pino({ level, base: null });
  return {
    forStorage: logger,
    info: (message, details = {}) => logger.info(details, message),
    warn: (message, details = {}) => logger.warn(details, message),
    error: (message, error, details = {}) => logger.error({ ...details, err: error }, message),
  };
}

/** What a person may read of a fault. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
