/**
 * From our own counters to Prometheus' text, through OpenTelemetry's data model and its serializer. The counters are
 * not OpenTelemetry instruments, because one record there costs more than deciding does; they are handed over whole
 * when somebody scrapes.
 */
import { type Attributes, type HrTime, ValueType } from '@opentelemetry/api';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationTemporality, DataPointType, type MetricData } from '@opentelemetry/sdk-metrics';
import type { HistogramTotals } from './histogram.ts';
import type { RuleCount } from './rules.ts';

/** Something that goes up and down, as it is now. */
export interface Level {
  name: string;
  help: string;
  /** as UCUM writes it: 's', 'By'; '' for a number of things */
  unit: string;
  /** which of several things it is of */
  labels?: Readonly<Record<string, string>>;
  value: number;
}

/** What a part of Kith counts by itself, for whoever scrapes. */
export interface Counts {
  sums: readonly {
    name: string;
    help: string;
    points: readonly { labels: Readonly<Record<string, string>>; value: number }[];
  }[];
  durations: readonly { name: string; help: string; totals: HistogramTotals }[];
  levels: readonly Level[];
}

export interface Counted {
  /** milliseconds since 1970 */
  startedAt: number;
  now: number;
  decisions: readonly { type: string; outcome: string; count: number }[];
  reasons: readonly { reason: string; count: number }[];
  rules: readonly RuleCount[];
  receipts: { accepted: number; duplicate: number; rejected: ReadonlyMap<string, number> };
  answers: readonly { route: string; status: number; count: number }[];
  deciding: HistogramTotals;
  answering: HistogramTotals;
  levels: readonly Level[];
  others: readonly Counts[];
}

const hrTime = (ms: number): HrTime => [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];

export function prometheusText(counted: Counted): string {
  const times = { startTime: hrTime(counted.startedAt), endTime: hrTime(counted.now) };

  const describe = (name: string, description: string, unit = '') => ({
    descriptor: { name, description, unit, valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  });
  type Point = [Attributes, number];
  const point = ([attributes, value]: Point) => ({ ...times, attributes, value });

  const sum = (name: string, description: string, points: Point[]): MetricData => ({
    ...describe(name, description),
    dataPointType: DataPointType.SUM,
    isMonotonic: true,
    dataPoints: points.map(point),
  });
  const gauge = (name: string, description: string, unit: string, value: number): MetricData => ({
    ...describe(name, description, unit),
    dataPointType: DataPointType.GAUGE,
    dataPoints: [point([{}, value])],
  });
  /** levels of one name are points of one gauge */
  const gauges = (levels: readonly Level[]): MetricData[] =>
    [...Map.groupBy(levels, ({ name }) => name)].map(([name, some]) => ({
      ...describe(name, some[0]?.help ?? '', some[0]?.unit),
      dataPointType: DataPointType.GAUGE,
      dataPoints: some.map(({ labels = {}, value }) => point([labels, value])),
    }));
  const durations = (name: string, description: string, totals: HistogramTotals): MetricData => {
    const buckets = { boundaries: totals.bounds_ms.map((ms) => ms / 1000), counts: totals.counts };
    const value = { buckets, sum: totals.sum_ms / 1000, count: totals.count };
    const dataPoints = [{ ...times, attributes: {}, value }];
    return { ...describe(name, description, 's'), dataPointType: DataPointType.HISTOGRAM, dataPoints };
  };

  const memory = process.memoryUsage();
  const { receipts } = counted;
  const rejected = [...receipts.rejected].map(([code, count]): Point => [{ status: 'rejected', code }, count]);
  const metrics: MetricData[] = [
    sum(
      'kith_decisions_total',
      'Decisions, by type of event and outcome.',
      counted.decisions.map(({ type, outcome, count }) => [{ type, outcome }, count]),
    ),
    sum(
      'kith_decision_reasons_total',
      'Reasons of decisions.',
      counted.reasons.map(({ reason, count }) => [{ reason }, count]),
    ),
    sum(
      'kith_rule_events_total',
      'Events on which a rule of the policy fired (live or shadow), or could not be evaluated (failed).',
      counted.rules.map(({ rule, what, count }) => [{ rule, what }, count]),
    ),
    sum('kith_receipts_total', 'Events, by what became of them.', [
      [{ status: 'accepted' }, receipts.accepted],
      [{ status: 'duplicate' }, receipts.duplicate],
      ...rejected,
    ]),
    sum(
      'kith_http_requests_total',
      'Answered requests, by route and status.',
      counted.answers.map(({ route, status, count }) => [{ route, status: String(status) }, count]),
    ),
    durations('kith_deciding_seconds', 'From the arrival of an event to its durable decision.', counted.deciding),
    durations('kith_answering_seconds', 'From a request to its answer.', counted.answering),
    gauge('kith_uptime_seconds', 'Since Kith started.', 's', (counted.now - counted.startedAt) / 1000),
    gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', 'By', memory.rss),
    gauge('process_heap_bytes', 'Memory that JavaScript holds for its objects.', 'By', memory.heapTotal),
    gauge('process_external_bytes', 'Memory outside of it, knowledge and bodies included.', 'By', memory.external),
    ...gauges(counted.levels),
    ...counted.others.flatMap(({ sums, durations: lasting, levels }) => [
      ...sums.map(({ name, help, points }) =>
        sum(
          name,
          help,
          points.map(({ labels, value }): Point => [labels, value]),
        ),
      ),
      ...lasting.map(({ name, help, totals }) => durations(name, help, totals)),
      ...gauges(levels),
    ]),
  ];
  const scope = { name: 'kith' };
  const resource = resourceFromAttributes({ 'service.name': 'kith' });
  const serializer = new PrometheusSerializer('', false, undefined, true, true);
  return serializer.serialize({ resource, scopeMetrics: [{ scope, metrics }] });
}
