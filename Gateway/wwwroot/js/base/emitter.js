/** Tells whoever listens that something happened. */
export class Emitter {
  #handlers = new Map();

  /** Returns the function that stops listening. */
  on(type, handler) {
    if (!this.#handlers.has(type)) {
      this.#handlers.set(type, new Set());
    }
    this.#handlers.get(type).add(handler);
    return () => this.#handlers.get(type).delete(handler);
  }

  emit(type, ...details) {
    for (const handler of [...(this.#handlers.get(type) ?? [])]) {
      try {
        handler(...details);
      } catch (error) {
        // A defect of one listener must not cost the others their message.
        reportError(error);
      }
    }
  }
}
