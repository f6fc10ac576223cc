/** A file on its way to the form of a new figure or document, from the list or the library. One at most; taken once. */
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
