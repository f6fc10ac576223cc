/** The wall an item hangs on, for whatever is sized by how far away people stand. Set once by the frame. */
import { UNMEASURED, type Wall } from '@palier/playlists/wall';
import { getContext, setContext } from 'svelte';
import type { ItemScreen } from './item-props.ts';

const KEY = Symbol('wall');

/** `screen` is read anew whenever the wall is asked for, so that a change of the screen is followed. */
export function setWall(screen: () => ItemScreen): void {
  setContext(KEY, (): Wall => wallOf(screen()));
}

/** The wall of the frame around; a screen that nobody measured where there is none. */
export function getWall(): () => Wall {
  return getContext<(() => Wall) | undefined>(KEY) ?? (() => ({ ...UNMEASURED, orientation: 'landscape' }));
}

const SHAPES = Symbol('shapes');
type Shapes = (name: string) => number | undefined;

/** Widths to heights of media that are known beforehand: what is drawn on the server is composed right at once. */
export function setShapes(shapes: Shapes): void {
  setContext(SHAPES, shapes);
}

export function getShapes(): Shapes {
  return getContext<Shapes | undefined>(SHAPES) ?? (() => undefined);
}

export function wallOf(screen: ItemScreen): Wall {
  return {
    orientation: screen.orientation,
    diagonalInches: screen.diagonalInches ?? UNMEASURED.diagonalInches,
    distanceM: screen.distanceM ?? UNMEASURED.distanceM,
  };
}
