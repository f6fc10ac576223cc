/** The one shape of a bench result and how it prints: limit, rival, ours, ratio. Nothing here decides pass or fail. */
export type BenchRow = {
  what: string;
  /** The target to hold, in words with its unit. */
  limit: string;
  /** The rival measured in the same run, and what it is. */
  rival: string;
  ours: string;
  /** Ours against the rival; over 1 is better than the rival unless `what` says otherwise. */
  ratio: string;
  held: boolean;
};

export function printTable(rows: readonly BenchRow[]): void {
  console.log('\n| what | limit | rival | ours | ratio | held |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const row of rows) {
    console.log(
      `| ${row.what} | ${row.limit} | ${row.rival} | ${row.ours} | ${row.ratio} | ${row.held ? 'yes' : '**no**'} |`,
    );
  }
}

/** The value below which `part` (0 to 1) of the sorted samples lie; nearest rank. */
export function quantile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
}
