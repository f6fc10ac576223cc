/** Every picture of the demo by the name of its file. */
import { canteen } from './scenes/canteen.ts';
import { exitDoor, exitStairs, exitTree } from './scenes/exit.ts';
import { garden } from './scenes/garden.ts';
import { landing } from './scenes/landing.ts';
import { morning } from './scenes/morning.ts';
import { roomBadge, roomCable, roomPanel } from './scenes/room.ts';
import { scanBadge, scanInbox, scanSheet } from './scenes/scan.ts';

export type Scene = { name: string; width: number; height: number; draw: () => string };

const wide = { width: 2560, height: 1440 };
const step = { width: 1600, height: 1200 };

export const SCENES: readonly Scene[] = [
  { name: 'landing', ...wide, draw: landing },
  { name: 'morning', ...wide, draw: morning },
  { name: 'canteen', ...wide, draw: canteen },
  { name: 'garden', ...wide, draw: garden },
  { name: 'room-1-panel', ...step, draw: roomPanel },
  { name: 'room-2-badge', ...step, draw: roomBadge },
  { name: 'room-3-cable', ...step, draw: roomCable },
  { name: 'scan-1-sheet', ...step, draw: scanSheet },
  { name: 'scan-2-badge', ...step, draw: scanBadge },
  { name: 'scan-3-inbox', ...step, draw: scanInbox },
  { name: 'exit-1-door', ...step, draw: exitDoor },
  { name: 'exit-2-stairs', ...step, draw: exitStairs },
  { name: 'exit-3-tree', ...step, draw: exitTree },
];
