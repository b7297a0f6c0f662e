/** Notifies listeners of events. */
export class Emitter {
  /** @type {Map<string, Set<(...details: any[]) => void>>} */
  #handlers = new Map();

  /**
   * Returns the function that stops listening.
   * @param {string} type
   * @param {(...details: any[]) => unknown} handler
   */
  on(type, handler) {
    const handlers = this.#handlers.get(type) ?? new Set();
    this.#handlers.set(type, handlers.add(handler));
    return () => handlers.delete(handler);
  }

  /**
   * @param {string} type
   * @param {any[]} details
   */
  emit(type, ...details) {
    for (const handler of [...(this.#handlers.get(type) ?? [])]) {
      try {
        handler(...details);
      } catch (error) {
        // A defect of one listener must not keep the event from the others.
        reportError(error);
      }
    }
  }
}
