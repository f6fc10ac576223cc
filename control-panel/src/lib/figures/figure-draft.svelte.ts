/** The form of a figure as it is being filled in: texts where people type, and the figure they make. */
import {
  Figure as FigureShape,
  shownFigure,
  type Figure,
  type FigureData,
  type FigureMapping,
  type FigurePoint,
  type ShownFigure,
} from '@palier/playlists/figure';
import type { FigureView, TableAnswer } from '@palier/api/client';
import { typedNumber } from './figure-words.ts';

export type FeedKind = Figure['feed']['kind'];
type Row = { label: string; value: string };

const EMPTY_ROWS = 3;

export class FigureDraft {
  titleFr = $state('');
  titleEn = $state('');
  sourceFr = $state('');
  sourceEn = $state('');
  unit = $state('');
  target = $state('');
  goodWhen = $state<Figure['goodWhen']>('up');
  trend = $state(true);
  chart = $state<Figure['chart']>('bar');
  staleAfterDays = $state(92);
  phone = $state(false);
  kind = $state<FeedKind>('typed');
  rows = $state<Row[]>([]);
  asOf = $state('');
  /** What the file gave, as last read. */
  table = $state.raw<TableAnswer>();
  fileName = $state('');
  mapping = $state.raw<FigureMapping>();
  url = $state('');
  everyMinutes = $state(60);
  pointer = $state('');
  labelPointer = $state('/label');
  valuePointer = $state('/value');
  headerName = $state('');
  headerValue = $state('');
  readonly #id: string;
  readonly #was: FigureData | undefined;

  constructor(view: FigureView | undefined, today: string) {
    this.#id = view?.figure.id ?? 'new';
    this.#was = view?.data;
    this.asOf = view?.data.asOf ?? today;
    const series: readonly FigurePoint[] = view?.data.series ?? [];
    this.rows = series.map(({ label, value }) => ({ label, value: String(value) }));
    while (this.rows.length < EMPTY_ROWS) this.rows.push({ label: '', value: '' });
    if (view !== undefined) this.#fill(view.figure);
  }

  #fill(figure: Figure): void {
    this.titleFr = figure.title.fr ?? '';
    this.titleEn = figure.title.en ?? '';
    this.sourceFr = figure.source.fr ?? '';
    this.sourceEn = figure.source.en ?? '';
    this.unit = figure.unit;
    this.target = figure.target === undefined ? '' : String(figure.target);
    this.goodWhen = figure.goodWhen;
    this.trend = figure.trend;
    this.chart = figure.chart;
    this.staleAfterDays = figure.staleAfterDays;
    this.phone = figure.phone;
    const { feed } = figure;
    this.kind = feed.kind;
    if (feed.kind === 'file') {
      this.fileName = feed.name;
      this.mapping = feed.mapping;
    }
    if (feed.kind === 'address') {
      this.url = feed.url;
      this.everyMinutes = feed.everyMinutes;
      this.pointer = feed.pointer;
      this.labelPointer = feed.labelPointer;
      this.valuePointer = feed.valuePointer;
      this.headerName = feed.headerName ?? '';
    }
  }

  /** The values of the form: typed, as the file gave them, or as they were. */
  data(): FigureData | undefined {
    if (this.kind === 'file') {
      return this.table === undefined ? this.#was : { series: this.table.series, asOf: this.table.asOf };
    }
    if (this.kind === 'address') return this.#was;
    const series = this.rows.flatMap(({ label, value }) => {
      const number = typedNumber(value);
      return label.trim() === '' || number === undefined ? [] : [{ label: label.trim(), value: number }];
    });
    return { series, asOf: this.asOf };
  }

  /** The figure, or the fields at fault. */
  figure(): ReturnType<typeof FigureShape.safeParse> {
    const words = (fr: string, en: string) => ({
      ...(fr.trim() === '' ? {} : { fr: fr.trim() }),
      ...(en.trim() === '' ? {} : { en: en.trim() }),
    });
    const target = typedNumber(this.target);
    return FigureShape.safeParse({
      id: this.#id,
      title: words(this.titleFr, this.titleEn),
      unit: this.unit.trim(),
      source: words(this.sourceFr, this.sourceEn),
      ...(target === undefined ? {} : { target }),
      goodWhen: this.goodWhen,
      trend: this.trend,
      chart: this.chart,
      staleAfterDays: this.staleAfterDays,
      phone: this.phone,
      feed: this.#feed(),
    });
  }

  /** What the table itself says, where nothing is written yet: the title and its unit, and the target's column. */
  suggest({ mapping, sample }: TableAnswer, language: 'fr' | 'en'): void {
    const [, words = '', unit] = /^(.*?)\s*(?:\(([^()]{1,8})\))?$/.exec(mapping.valueName ?? '') ?? [];
    if (this.titleFr === '' && this.titleEn === '') {
      if (language === 'fr') this.titleFr = words;
      else this.titleEn = words;
      if (this.unit === '' && unit !== undefined) this.unit = unit.trim();
    }
    const header = sample[mapping.headerRow - 1] ?? [];
    const column = header.findIndex((cell) => /^(objectif|cible|target|goal)\b/i.test(String(cell ?? '').trim()));
    const goals = sample.slice(mapping.headerRow).map((row) => String(row[column] ?? '').trim());
    const same = goals[0] !== undefined && goals[0] !== '' && goals.every((goal) => goal === goals[0]);
    if (this.target === '' && column >= 0 && same) this.target = goals[0] ?? '';
  }

  #feed(): unknown {
    if (this.kind === 'file')
      return { kind: 'file', name: this.fileName, mapping: this.table?.mapping ?? this.mapping };
    if (this.kind === 'typed') return { kind: 'typed' };
    const { url, everyMinutes, pointer, labelPointer, valuePointer, headerName } = this;
    return {
      kind: 'address',
      url,
      everyMinutes,
      pointer,
      labelPointer,
      valuePointer,
      ...(headerName === '' ? {} : { headerName }),
    };
  }

  /** What to look at while the form is not whole: sample words stand where words are missing. */
  shown(sample: string): ShownFigure | undefined {
    const data = this.data();
    const title = { ...(this.titleFr ? { fr: this.titleFr } : {}), ...(this.titleEn ? { en: this.titleEn } : {}) };
    const source = { ...(this.sourceFr ? { fr: this.sourceFr } : {}), ...(this.sourceEn ? { en: this.sourceEn } : {}) };
    const parsed = this.figure();
    const base = FigureShape.safeParse({
      id: this.#id,
      title: Object.keys(title).length === 0 ? { fr: sample, en: sample } : title,
      source: Object.keys(source).length === 0 ? { fr: '…', en: '…' } : source,
      unit: this.unit,
      goodWhen: this.goodWhen,
      trend: this.trend,
      chart: this.chart,
      staleAfterDays: this.staleAfterDays,
      ...(typedNumber(this.target) === undefined ? {} : { target: typedNumber(this.target) }),
    });
    const figure = parsed.success ? parsed.data : base.data;
    return figure === undefined || data === undefined ? undefined : shownFigure(figure, data);
  }
}
