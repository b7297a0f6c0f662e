import { reconcile } from '../../dom/parts.js';
import { RowHeights } from './row-heights.js';

/** @import { Part } from '../../dom/parts.js' */

/** @typedef {{key: string, below: number}} Anchor a row, and how far below its top the view begins */

const NEAR_END = 60;
/** A row counts as seen even if so many pixels of its padding are outside of the view. */
const ALMOST = 4;
/** Rows are drawn for so many heights of the view above it and below it. */
const AROUND = 1;
const MOST_ROUNDS = 4;

/**
 * Shows a long list with few elements: only rows around the view are drawn, and padding stands for the others. The height of a row is
 * guessed until the row is drawn, and then measured. When heights change, or rows above come or go, the row at the top of the view keeps
 * its place; at the end of the list, the end keeps its place.
 */
export class VirtualRows {
  atEnd = true;
  /** Later rows are not loaded yet, so the view must not stick to the end of these rows. */
  endless = false;
  #scroller;
  #list;
  #rowAt;
  /** @type {string[]} */
  #keys = [];
  #heights = new RowHeights();
  #drawn = { first: 0, after: 0 };
  /** The size of the view, and the width of the rows, as of the last drawing. */
  #view = { height: 0, width: 0 };
  #padding = { above: 0, below: 0 };

  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} list
   * @param {(index: number) => {facts: any, make(facts: any): Part}} rowAt as for `reconcile`
   */
  constructor(scroller, list, rowAt) {
    this.#scroller = scroller;
    this.#list = list;
    this.#rowAt = rowAt;
  }

  /** Draws the rows with these keys. Every answer of `rowAt` can have changed. @param {string[]} keys */
  show(keys) {
    const anchor = this.atEnd ? null : this.#anchor();
    this.#keys = keys;
    this.#draw(anchor, this.atEnd ? this.#view.height : 0);
  }

  /** After the reader has scrolled. */
  scrolled() {
    this.atEnd = this.#isNearEnd();
    const [first, after] = this.#range(this.#top, AROUND / 2);
    if (first < this.#drawn.first || after > this.#drawn.after) {
      this.#draw(this.#anchor());
    }
  }

  /** After an element changed its size. Changes that this list made itself are ignored. */
  resized() {
    const { height, width } = this.#view;
    const isOther = height !== this.#scroller.clientHeight || width !== this.#list.clientWidth;
    if (isOther || this.#heights.differ(this.#drawnKeys, this.#list.children)) {
      this.#draw(this.#anchor());
    }
  }

  toEnd() {
    this.atEnd = true;
    this.#draw(null);
  }

  /**
   * Brings a row to `gap` below the top of the view, or as near as there are rows.
   * @param {string} key
   * @param {number} gap
   */
  showAt(key, gap) {
    this.atEnd = false;
    this.#draw({ key, below: -gap });
    this.scrolled();
  }

  /** Brings a row into view by the shortest way, unless it is in view. @param {number} index */
  reveal(index) {
    if (this.#isCutAbove(index) || this.#isHigh(index)) {
      this.showAt(this.#keys[index], 0);
    } else if (this.#isCutBelow(index)) {
      this.showAt(this.#keys[index], this.#scroller.clientHeight - this.#heightOf(index));
    }
  }

  /** Whether the row is higher than the view and begins above it. @param {number} index */
  beginsAbove(index) {
    return this.#isHigh(index) && this.#isCutAbove(index);
  }

  /** Whether the row is higher than the view and ends below it. @param {number} index */
  endsBelow(index) {
    return this.#isHigh(index) && this.#isCutBelow(index);
  }

  get count() {
    return this.#keys.length;
  }

  /**
   * The element of a row, null unless it is drawn.
   * @param {number} index
   * @returns {?HTMLElement}
   */
  elementAt(index) {
    return index < this.#drawn.first ? null : /** @type {?HTMLElement} */ (this.#list.children[index - this.#drawn.first]) ?? null;
  }

  /** The index of the row that contains this element; -1 if none does. @param {?Element} node */
  indexOf(node) {
    let row = node;
    while (row && row.parentElement !== this.#list) {
      row = row.parentElement;
    }
    return row ? this.#drawn.first + [...this.#list.children].indexOf(row) : -1;
  }

  /** The index of the row at the top of the view. */
  get firstSeen() {
    return this.#heights.indexAt(this.#top);
  }

  /** The index of the lowest row that is whole in the view; -1 if there is none. */
  get lastSeen() {
    if (this.atEnd) {
      return this.#keys.length - 1;
    }
    const bottom = this.#top + this.#scroller.clientHeight + ALMOST;
    const lowest = this.#heights.indexAt(bottom);
    return this.#heights.top(lowest + 1) <= bottom ? lowest : lowest - 1;
  }

  /** @param {number} index */
  #heightOf(index) {
    return this.#heights.top(index + 1) - this.#heights.top(index);
  }

  /** @param {number} index */
  #isHigh(index) {
    return this.#heightOf(index) > this.#scroller.clientHeight;
  }

  /** @param {number} index */
  #isCutAbove(index) {
    return this.#heights.top(index) < this.#top - ALMOST;
  }

  /** @param {number} index */
  #isCutBelow(index) {
    return this.#heights.top(index + 1) > this.#top + this.#scroller.clientHeight + ALMOST;
  }

  #isNearEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    return !this.endless && scrollTop + clientHeight > scrollHeight - NEAR_END;
  }

  get #top() {
    return this.#scroller.scrollTop - this.#list.offsetTop;
  }

  get #drawnKeys() {
    return this.#keys.slice(this.#drawn.first, this.#drawn.after);
  }

  /**
   * The row that keeps its place is the one at the top of the view. After a long swing it is the first row that is drawn, because its
   * height is known. The first row of the list loses its heading when others come above it, so the second row is taken instead.
   * @returns {?Anchor}
   */
  #anchor() {
    if (this.#keys.length === 0) {
      return null;
    }
    const { first, after } = this.#drawn;
    const [here, heights] = [this.#top, this.#heights];
    const top = Math.max(heights.indexAt(here), Math.min(1, this.#keys.length - 1));
    const index = top < first && first < after && heights.top(first) < here + this.#scroller.clientHeight ? first : top;
    return { key: this.#keys[index], below: here - heights.top(index) };
  }

  /**
   * Reads sizes before it writes, and once after each write, because every other order makes the browser lay out once more. At the end of
   * the list it need not read before it writes: the height of the view is the last one, or `resized` follows.
   * @param {?Anchor} anchor
   * @param {number} knownHeight
   */
  #draw(anchor, knownHeight = 0) {
    const focused = this.#list.contains(document.activeElement);
    const height = knownHeight || this.#scroller.clientHeight;
    const here = this.atEnd ? 0 : this.#top;
    const index = anchor && !this.atEnd ? this.#keys.indexOf(anchor.key) : -1;
    const kept = () => anchor && index >= 0 ? this.#heights.top(index) + anchor.below : here;
    const wanted = () => this.atEnd ? this.#heights.top(this.#keys.length) - height : kept();
    this.#heights.stack(this.#keys);
    // Drawn rows are measured, and new heights can bring other rows into the view. This settles after one or two rounds.
    let drawn = /** @type {?{first: number, after: number}} */ (null);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const [first, after] = this.#range(wanted(), AROUND, height);
      if (drawn?.first === first && drawn.after === after) {
        break;
      }
      this.#drawn = drawn = { first, after };
      this.#render();
      this.#pad();
      if (!this.#measure()) {
        break;
      }
      this.#heights.stack(this.#keys);
    }
    this.#pad();
    this.#view.height = height;
    this.#scrollTo(wanted() + this.#list.offsetTop, height);
    // The following rows may have arrived, so that there is nothing more to scroll to.
    this.atEnd ||= this.#isNearEnd();
    if (focused && !this.#list.contains(document.activeElement)) {
      this.#scroller.focus({ preventScroll: true });
    }
  }

  /**
   * Sets nothing that has the value already, because setting it would stop the swing of a finger.
   * @param {number} top
   * @param {number} height
   */
  #scrollTo(top, height) {
    const target = this.atEnd ? this.#scroller.scrollHeight - height : Math.max(0, top);
    if (Math.abs(this.#scroller.scrollTop - target) >= 1) {
      this.#scroller.scrollTop = target;
    }
  }

  /**
   * @param {number} top
   * @param {number} views
   * @returns {[first: number, after: number]}
   */
  #range(top, views, height = this.#scroller.clientHeight) {
    const around = height * views;
    const first = this.#heights.indexAt(top - around);
    return [first, Math.min(this.#keys.length, this.#heights.indexAt(top + height + around) + 1)];
  }

  #render() {
    const { first } = this.#drawn;
    const size = String(this.#keys.length);
    reconcile(this.#list, this.#drawnKeys.map((key, i) => ({ key, ...this.#rowAt(first + i) })));
    let place = first;
    for (const node of this.#list.children) {
      const position = String(++place);
      if (node.ariaPosInSet !== position) {
        node.ariaPosInSet = position;
      }
      if (node.ariaSetSize !== size) {
        node.ariaSetSize = size;
      }
    }
  }

  #pad() {
    const { first, after } = this.#drawn;
    const above = this.#heights.top(first);
    const below = this.#heights.top(this.#keys.length) - this.#heights.top(after);
    if (this.#padding.above !== above) {
      this.#list.style.paddingTop = `${above}px`;
    }
    if (this.#padding.below !== below) {
      this.#list.style.paddingBottom = `${below}px`;
    }
    this.#padding = { above, below };
  }

  /** Answers whether a drawn row has another height than the known one. */
  #measure() {
    const width = this.#list.clientWidth;
    if (this.#view.width !== width) {
      this.#view.width = width;
      this.#heights.forget();
    }
    return this.#heights.measure(this.#drawnKeys, this.#list.children);
  }
}
