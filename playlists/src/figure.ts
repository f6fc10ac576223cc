/**
 * Figures: one number people follow, with its history, source, date and target. Items show them by id; a figure is
 * fed by hand, by a file or by an address, and grows old by a rule. Reading files and addresses belongs to the API.
 */
import { z } from 'zod';
import { FigureId } from './ids.ts';
import { localized } from './localized.ts';

/** The most points a figure keeps. */
export const MAX_POINTS = 60;

/** One period: its label (a text, or `2026-11-23` / `2026-11` / `2026`, then written in the reader's language) and value. */
export const FigurePoint = z.strictObject({
  label: z.string().trim().min(1).max(24),
  value: z.number().min(-1e15).max(1e15),
});
export type FigurePoint = z.infer<typeof FigurePoint>;

/**
 * How a table's rows become points. Columns are counted from 0; their names, where there are any, find them again when
 * they moved. `headerRow` is counted from 1, 0: there is none.
 */
export const FigureMapping = z.strictObject({
  sheet: z.string().max(100).optional(),
  headerRow: z.int().min(0).max(100).default(1),
  labelColumn: z.int().min(0).max(500),
  labelName: z.string().max(200).optional(),
  valueColumn: z.int().min(0).max(500),
  valueName: z.string().max(200).optional(),
  decimal: z.enum(['comma', 'point']).default('comma'),
  dates: z.enum(['none', 'dmy', 'mdy', 'ymd']).default('none'),
  /** Rows of the same period become one point. `none`: each row is a point. */
  period: z.enum(['none', 'day', 'month', 'year']).default('none'),
  combine: z.enum(['sum', 'mean', 'last']).default('sum'),
  /** The last so many points are kept. */
  points: z.int().min(1).max(MAX_POINTS).default(12),
});
export type FigureMapping = z.infer<typeof FigureMapping>;

/** A JSON pointer, e.g. `/data/0/value`; empty is the whole document. Source: RFC 6901. */
const Pointer = z
  .string()
  .max(300)
  .regex(/^(\/([^~/]|~[01])*)*$/, 'write a JSON pointer such as /data/0/value');

/** Where a figure's values come from. */
export const FigureFeed = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('typed') }),
  /** A CSV or XLSX file: the next one of the same name updates the figure by the same mapping. */
  z.strictObject({ kind: z.literal('file'), name: z.string().trim().min(1).max(200), mapping: FigureMapping }),
  z.strictObject({
    kind: z.literal('address'),
    url: z.url({ protocol: /^https?$/ }).max(1000),
    everyMinutes: z.int().min(5).max(10_080).default(60),
    /** A number, or a list of numbers or records. A number becomes the point of its day. */
    pointer: Pointer.default(''),
    /** Within each record of a list. */
    labelPointer: Pointer.default('/label'),
    valuePointer: Pointer.default('/value'),
    /** The name of a header that carries credentials; its value is kept apart, sealed, and never shown again. */
    headerName: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,60}$/, 'a header name has letters, digits and hyphens')
      .optional(),
  }),
]);
export type FigureFeed = z.infer<typeof FigureFeed>;

/** What people write about a figure; its values are beside it. */
export const Figure = z.strictObject({
  id: FigureId,
  title: localized(120),
  unit: z.string().trim().max(12).default(''),
  source: localized(240),
  target: z.number().min(-1e15).max(1e15).optional(),
  /** Whether growth is good news. */
  goodWhen: z.enum(['up', 'down']).default('up'),
  /** Compare with the period before. */
  trend: z.boolean().default(true),
  chart: z.enum(['bar', 'line', 'none']).default('bar'),
  /** So many days after its as-of date a figure counts as out of date. */
  staleAfterDays: z.int().min(1).max(3660).default(92),
  feed: FigureFeed.default({ kind: 'typed' }),
  /** Anyone in the building may read it on a phone at `/r/<code>`. */
  phone: z.boolean().default(false),
});
export type Figure = z.infer<typeof Figure>;

/** The values of a figure: oldest first, the last one is the present value. `asOf`: the day they speak of. */
export const FigureData = z.strictObject({
  series: z.array(FigurePoint).max(MAX_POINTS),
  asOf: z.iso.date(),
});
export type FigureData = z.infer<typeof FigureData>;

/** A figure as a screen or a phone shows it: all it takes, also offline. */
export const ShownFigure = z.strictObject({
  title: localized(120),
  value: z.number(),
  unit: z.string().max(12).default(''),
  /** `label` in words, or the period it compares with, which the player words. */
  trend: z
    .strictObject({
      value: z.number(),
      label: localized(240).optional(),
      since: z.string().max(24).optional(),
      goodWhen: z.enum(['up', 'down']),
    })
    .optional(),
  target: z.number().optional(),
  goodWhen: z.enum(['up', 'down']).default('up'),
  chart: z.enum(['bar', 'line', 'none']),
  series: z.array(FigurePoint).max(MAX_POINTS),
  source: localized(240),
  asOf: z.iso.date(),
  staleAfter: z.iso.date(),
  /** Its page for phones, e.g. `/r/k3f9ab`. */
  phonePath: z.string().max(40).optional(),
  /** The same as a whole address, for who stands before a screen. */
  phoneUrl: z.url().max(300).optional(),
});
export type ShownFigure = z.infer<typeof ShownFigure>;

/**
 * The figure as it is shown; absent when it has no value yet. The trend is the last value less the one before.
 */
export function shownFigure(figure: Figure, data: FigureData, code?: string): ShownFigure | undefined {
  const last = data.series.at(-1);
  if (last === undefined) return undefined;
  const before = data.series.at(-2);
  return {
    title: figure.title,
    value: last.value,
    unit: figure.unit,
    ...(figure.trend && before !== undefined
      ? {
          trend: {
            value: difference(last.value, before.value),
            since: before.label,
            goodWhen: figure.goodWhen,
          },
        }
      : {}),
    ...(figure.target === undefined ? {} : { target: figure.target }),
    goodWhen: figure.goodWhen,
    chart: figure.chart,
    series: data.series,
    source: figure.source,
    asOf: data.asOf,
    staleAfter: daysAfter(data.asOf, figure.staleAfterDays),
    ...(figure.phone && code !== undefined ? { phonePath: `/r/${code}` } : {}),
  };
}

/** Without the dust of binary fractions: 0.3 - 0.1 is 0.2. */
function difference(one: number, other: number): number {
  return Number((one - other).toPrecision(12));
}

/** The ISO date `days` after `date`. */
export function daysAfter(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}
