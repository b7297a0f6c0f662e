import { reconcile } from './dom.js';

const FIRST_GUESS = 44;
const NEAR_END = 60;
/** A row is seen although so much of its padding is not. */
const ALMOST = 4;
/** How many views of rows are drawn above and below the one in sight. */
const AROUND = 1;

/**
 * Shows a long list through a window: the rows around the view are elements, the room of the others is padding. Heights are
 * measured when a row is drawn and guessed before; whatever turns out higher or lower, comes in above or goes, the row at the
 * top of the view stays where it is, or the end of the list at the end of the view.
 */
export class VirtualRows {
  atEnd = true;
  /** More follows that is not here yet: the end of these rows is no place to stay at. */
  endless = false;
  #scroller;
  #list;
  #rowAt;
  #keys = [];
  #heights = new Map();
  #sum = 0;
  #width = 0;
  #tops = [0];
  #drawn = { first: 0, after: 0 };

  /** `rowAt(index)` answers `{version, make}`, as for `reconcile`. */
  constructor(scroller, list, rowAt) {
    this.#scroller = scroller;
    this.#list = list;
    this.#rowAt = rowAt;
  }

  /** Draws the rows with these keys; all that `rowAt` says may have changed. */
  show(keys) {
    const anchor = this.#anchor();
    this.#keys = keys;
    this.#draw(anchor);
  }

  /** After the reader has scrolled. */
  scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    this.atEnd = !this.endless && scrollTop + clientHeight > scrollHeight - NEAR_END;
    const [first, after] = this.#range(this.#top, AROUND / 2);
    if (first < this.#drawn.first || after > this.#drawn.after) {
      this.#draw(this.#anchor());
    }
  }

  /** After something changed its size. */
  resized() {
    this.#draw(this.#anchor());
  }

  toEnd() {
    this.atEnd = true;
    this.#draw(null);
  }

  /** Brings a row to `gap` below the top of the view, or as near as there are rows. */
  showAt(key, gap) {
    this.atEnd = false;
    this.#draw({ key, below: -gap });
    this.scrolled();
  }

  /** The index of the row at the top of the view. */
  get firstSeen() {
    return this.#indexAt(this.#top);
  }

  /** The index of the lowest row that is to be seen whole; -1 when there is none. */
  get lastSeen() {
    const bottom = this.#top + this.#scroller.clientHeight + ALMOST;
    const lowest = this.#indexAt(bottom);
    return this.#tops[lowest + 1] <= bottom ? lowest : lowest - 1;
  }

  get #top() {
    return this.#scroller.scrollTop - this.#list.offsetTop;
  }

  /**
   * What keeps its place: the row at the top of the view; after a long swing the first that is drawn, whose height is known. The first
   * row of all loses its heading when others come above it, so the second holds the place.
   */
  #anchor() {
    const { first, after } = this.#drawn;
    const top = Math.max(this.#indexAt(this.#top), Math.min(1, this.#keys.length - 1));
    const index = top < first && first < after && this.#tops[first] < this.#top + this.#scroller.clientHeight ? first : top;
    return this.#keys.length === 0 ? null : { key: this.#keys[index], below: this.#top - this.#tops[index] };
  }

  #draw(anchor) {
    const focused = this.#list.contains(document.activeElement);
    const index = anchor ? this.#keys.indexOf(anchor.key) : -1;
    // What is drawn is measured, and what was measured may change what is in sight: it settles in a round or two.
    for (let round = 0, settled = false; round < 4 && !settled; round++) {
      this.#stack();
      const top = this.#wanted(index, anchor);
      this.#render(...this.#range(top, AROUND));
      settled = !this.#measure();
    }
    this.#stack();
    this.#pad();
    this.#scrollTo(this.#wanted(index, anchor) + this.#list.offsetTop);
    if (focused && !this.#list.contains(document.activeElement)) {
      this.#scroller.focus({ preventScroll: true });
    }
  }

  #wanted(index, anchor) {
    if (this.atEnd) {
      return this.#tops.at(-1) - this.#scroller.clientHeight;
    }
    return index < 0 ? this.#top : this.#tops[index] + anchor.below;
  }

  /** Nothing is set that is so already: it would stop a finger's swing. */
  #scrollTo(top) {
    const target = this.atEnd ? this.#scroller.scrollHeight - this.#scroller.clientHeight : Math.max(0, top);
    if (Math.abs(this.#scroller.scrollTop - target) >= 1) {
      this.#scroller.scrollTop = target;
    }
  }

  #range(top, views) {
    const around = this.#scroller.clientHeight * views;
    const first = this.#indexAt(top - around);
    return [first, Math.min(this.#keys.length, this.#indexAt(top + this.#scroller.clientHeight + around) + 1)];
  }

  #render(first, after) {
    this.#drawn = { first, after };
    reconcile(this.#list, this.#keys.slice(first, after).map((key, i) => ({ key, ...this.#rowAt(first + i) })));
    this.#pad();
    [...this.#list.children].forEach((node, i) => {
      node.ariaPosInSet = first + i + 1;
      node.ariaSetSize = this.#keys.length;
    });
  }

  #pad() {
    const { first, after } = this.#drawn;
    this.#list.style.paddingTop = `${this.#tops[first]}px`;
    this.#list.style.paddingBottom = `${this.#tops.at(-1) - this.#tops[after]}px`;
  }

  /** Answers whether a drawn row is not as high as was thought. */
  #measure() {
    if (this.#width !== this.#list.clientWidth) {
      this.#width = this.#list.clientWidth;
      this.#heights.clear();
      this.#sum = 0;
    }
    let news = false;
    [...this.#list.children].forEach((node, i) => {
      const key = this.#keys[this.#drawn.first + i];
      const { height } = node.getBoundingClientRect();
      const known = this.#heights.get(key);
      if (!(Math.abs(known - height) <= 0.1)) {
        news = true;
        this.#sum += height - (known ?? 0);
        this.#heights.set(key, height);
      }
    });
    return news;
  }

  /** Where each row begins. */
  #stack() {
    const guess = this.#guess();
    const tops = new Float64Array(this.#keys.length + 1);
    this.#keys.forEach((key, i) => (tops[i + 1] = tops[i] + (this.#heights.get(key) ?? guess)));
    this.#tops = tops;
  }

  #guess() {
    return this.#heights.size > 0 ? this.#sum / this.#heights.size : FIRST_GUESS;
  }

  /** The row at this distance from the top, or the nearest. */
  #indexAt(distance) {
    let low = 0;
    let high = Math.max(this.#keys.length - 1, 0);
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
}
