const FIRST_GUESS = 44;
const TOLERANCE = 0.1;
/** Heights of rows that are gone are forgotten beyond this many, and as many again. */
const MOST_GONE = 1000;

/** How high the rows of a long list are, measured or guessed, and where each begins. */
export class RowHeights {
  /** @type {Map<string, number>} */
  #heights = new Map();
  #sum = 0;
  #tops = new Float64Array(1);

  /** Where the row begins; for the number of rows, where the last one ends. @param {number} index */
  top(index) {
    return this.#tops[index];
  }

  /** The row at this distance from the top, or the nearest. @param {number} distance */
  indexAt(distance) {
    let low = 0;
    let high = Math.max(this.#tops.length - 2, 0);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#tops[middle] <= distance) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Puts these rows one below the other. @param {string[]} keys */
  stack(keys) {
    if (this.#heights.size > keys.length + 2 * MOST_GONE) {
      this.#keepOnly(keys);
    }
    const guess = this.#heights.size > 0 ? this.#sum / this.#heights.size : FIRST_GUESS;
    const tops = new Float64Array(keys.length + 1);
    for (let i = 0; i < keys.length; i++) {
      tops[i + 1] = tops[i] + (this.#heights.get(keys[i]) ?? guess);
    }
    this.#tops = tops;
  }

  /**
   * Measures the elements of these rows. Answers whether one is not as high as was known.
   * @param {string[]} keys
   * @param {HTMLCollection} nodes
   */
  measure(keys, nodes) {
    let news = false;
    // Read all at once: nothing is written in between, so the browser lays out once.
    keys.forEach((key, i) => {
      const { height } = nodes[i].getBoundingClientRect();
      const known = this.#heights.get(key);
      if (known === undefined || Math.abs(known - height) > TOLERANCE) {
        news = true;
        this.#sum += height - (known ?? 0);
        this.#heights.set(key, height);
      }
    });
    return news;
  }

  /**
   * Whether one of these rows is not as high as was measured.
   * @param {string[]} keys
   * @param {HTMLCollection} nodes
   */
  differ(keys, nodes) {
    return keys.some((key, i) => !(Math.abs((this.#heights.get(key) ?? NaN) - nodes[i]?.getBoundingClientRect().height) <= TOLERANCE));
  }

  /** For rows of another width. */
  forget() {
    this.#heights.clear();
    this.#sum = 0;
  }

  /** @param {string[]} keys */
  #keepOnly(keys) {
    const known = new Set(keys);
    for (const [key, height] of this.#heights) {
      if (!known.has(key)) {
        this.#heights.delete(key);
        this.#sum -= height;
      }
    }
  }
}
