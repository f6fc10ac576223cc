/** `programAt` with 1,000 rules, cold (first question of an input) and warm, against a plain scan of the same rules. */
import { programAt, type ProgramInput } from '@palier/playlists/program';
import { Schedule } from '@palier/playlists/schedule';
import { GroupName, ScreenId } from '@palier/playlists/ids';
import { milliseconds, quantile, type BenchRow } from './table.ts';

const RULES = 1000;
const QUESTIONS = 5000;
const LIMIT_MS = 0.2;

export function benchProgram(): BenchRow[] {
  const input = sampleInput();
  const start = Temporal.Instant.from('2026-03-02T00:00:00Z').epochMilliseconds;
  const instants = Array.from({ length: QUESTIONS }, (_, index) =>
    Temporal.Instant.fromEpochMilliseconds(start + index * 7_919_000),
  );
  const ours = time(instants, (at) => programAt(input, at));
  const rival = time(instants.slice(0, 200), (at) => scan(input, at));
  return [
    {
      what: `\`programAt\`, ${RULES} rules, mean of ${QUESTIONS} instants over 15 months`,
      limit: `<= ${LIMIT_MS} ms`,
      rival: `${milliseconds(rival.mean)} (a plain scan of all rules)`,
      ours: `${milliseconds(ours.mean)}, p99 ${milliseconds(ours.p99)}`,
      ratio: `${(rival.mean / ours.mean).toFixed(1)} x`,
      held: ours.mean <= LIMIT_MS,
    },
  ];
}

function time<T>(instants: readonly T[], ask: (at: T) => unknown): { mean: number; p99: number } {
  const samples: number[] = [];
  for (const at of instants) {
    const from = performance.now();
    ask(at);
    samples.push(performance.now() - from);
  }
  return { mean: samples.reduce((sum, sample) => sum + sample, 0) / samples.length, p99: quantile(samples, 0.99) };
}

function sampleInput(): ProgramInput {
  const pad = (value: number) => String(value).padStart(2, '0');
  const rules = Array.from({ length: RULES }, (_, index) => ({
    id: `rule-${index}`,
    playlistId: `list-${index % 40}`,
    daypart: {
      from: `${pad(index % 24)}:${pad((index * 7) % 60)}`,
      until: `${pad((index + 3) % 24)}:${pad((index * 11) % 60)}`,
    },
    recurrence:
      index % 3 === 0
        ? { kind: 'weekly', weekdays: [1 + (index % 7)] }
        : index % 3 === 1
          ? { kind: 'monthly-date', days: [1 + (index % 28)] }
          : { kind: 'yearly', month: 1 + (index % 12), day: 1 + (index % 28) },
    priority: index % 5,
  }));
  const schedule = Schedule.parse({ id: 'bench', name: { en: 'Bench' }, target: { all: true }, rules });
  return {
    screen: { id: ScreenId.parse('wall'), groups: [GroupName.parse('lobby')], zone: 'Europe/Paris' },
    schedules: [schedule],
    takeovers: [],
  };
}

/** What one writes first: every rule asked at every instant, in wall-clock terms. It answers less than `programAt` does. */
function scan(input: ProgramInput, at: Temporal.Instant): string | undefined {
  const local = at.toZonedDateTimeISO(input.screen.zone);
  const due = input.schedules.flatMap((schedule) =>
    schedule.rules.filter((rule) => {
      const daypart = rule.daypart ?? { from: '00:00', until: '00:00' };
      const from = local.withPlainTime(Temporal.PlainTime.from(daypart.from));
      const until = local.withPlainTime(Temporal.PlainTime.from(daypart.until));
      const today =
        rule.recurrence.kind === 'weekly'
          ? rule.recurrence.weekdays.includes(local.dayOfWeek)
          : rule.recurrence.kind === 'monthly-date' && rule.recurrence.days.includes(local.day);
      return (
        today && Temporal.ZonedDateTime.compare(from, local) <= 0 && Temporal.ZonedDateTime.compare(local, until) < 0
      );
    }),
  );
  return due.toSorted((a, b) => b.priority - a.priority)[0]?.playlistId;
}
