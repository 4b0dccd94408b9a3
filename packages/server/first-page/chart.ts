/** Small charts as SVG paths: no library for an area and a line. */

/** The box that a path is drawn in, in SVG units; CSS stretches it. */
export const CHART = { width: 240, height: 60 } as const;

/** Seconds that one step of a path stands for: single seconds flicker, and cost twice the bytes. */
const STEP_S = 2;

/** Sums every STEP_S numbers and gives the mean a second. */
export function steps(perSecond: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < perSecond.length; i += STEP_S) {
    const part = perSecond.slice(i, i + STEP_S);
    out.push(part.reduce((sum, n) => sum + n, 0) / part.length);
  }
  return out;
}

/** The area under the values, from the left edge to the right one; `most` is the value at the top. */
export function area(values: readonly number[], most: number): string {
  const line = outline(values, most);
  return line === '' ? '' : `M0 ${CHART.height}L${line.slice(1)}L${CHART.width} ${CHART.height}Z`;
}

/** The upper edge of that area. */
export function outline(values: readonly number[], most: number): string {
  if (values.length < 2 || most <= 0) return '';
  const points = values.map((value, i) => {
    const x = (i * CHART.width) / (values.length - 1);
    const y = CHART.height - (Math.min(value, most) * (CHART.height - 2)) / most;
    return `${round(x)} ${round(y)}`;
  });
  return `M${points.join('L')}`;
}

const round = (n: number): number => Math.round(n * 10) / 10;

/** The lowest "round" number that is not below: where a scale may end. */
export function roundUp(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((n) => n * power).find((n) => n >= value) ?? 10 * power;
}
