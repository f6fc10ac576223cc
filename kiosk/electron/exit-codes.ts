/** What the Electron process tells the launcher by its exit code. */

/** This Electron has no `Temporal`: the core cannot run in it, and starting again is pointless. */
export const NO_TEMPORAL_EXIT = 78;
