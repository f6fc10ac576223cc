/** A file that was dropped on the list and goes with its owner to the form of a new figure. One at most; taken once. */
function createWaitingFile() {
  let held: File | undefined;
  return {
    put(file: File): void {
      held = file;
    },
    take(): File | undefined {
      const file = held;
      held = undefined;
      return file;
    },
  };
}

export const waitingFile = createWaitingFile();
