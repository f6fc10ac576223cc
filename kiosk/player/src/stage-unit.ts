/** The unit all sizes are in: 1 % of the height of a wide wall, and on a tall one a share of its width. In pixels. */
export function stageUnit(widthPx: number, heightPx: number): number {
  if (heightPx > widthPx) return Math.min(0.82 * widthPx, 0.55 * heightPx) / 100;
  return Math.min(heightPx, 0.64 * widthPx) / 100;
}
