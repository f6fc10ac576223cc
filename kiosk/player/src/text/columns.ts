/** How many columns a list of steps takes: read across on a wide wall, down on a tall one. */

export function columnsFor(count: number, wall: { portrait: boolean; narrow: boolean }): number {
  if (wall.portrait) return 1;
  if (wall.narrow) return count <= 3 ? count : count === 4 ? 2 : 3;
  return count <= 4 ? count : 3;
}
