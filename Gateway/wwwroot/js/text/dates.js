import { locale, words } from './language.js';

const format = options => new Intl.DateTimeFormat(locale, options);
const time = format({ hour: 'numeric', minute: '2-digit' });
const weekday = format({ weekday: 'long' });
const shortWeekday = format({ weekday: 'short' });
const day = format({ day: 'numeric', month: 'long' });
const shortDay = format({ day: 'numeric', month: 'short' });
const dayOfYear = format({ day: 'numeric', month: 'long', year: 'numeric' });
const full = format({ dateStyle: 'full', timeStyle: 'short' });

const MINUTE_MS = 60_000;
const MOST_TIMES = 2000;
const times = new Map();

/** Formatting costs more than all else of a row that is drawn again, so each minute is formatted once. */
export function timeOf(iso) {
  const date = new Date(iso);
  const minute = Math.floor(date.getTime() / MINUTE_MS);
  if (!times.has(minute)) {
    if (times.size >= MOST_TIMES) {
      times.clear();
    }
    times.set(minute, time.format(date));
  }
  return times.get(minute);
}

export const fullTimeOf = iso => full.format(new Date(iso));

/** The local calendar day, to compare. */
export const dayKey = iso => new Date(iso).toDateString();

/** For separators: Today, Yesterday, Monday, 3 May, 3 May 2024. */
export function dayOf(iso) {
  const age = daysAgo(iso);
  if (age <= 1) {
    return age === 1 ? words.yesterday : words.today;
  }
  return pick(iso, age, weekday, day, dayOfYear);
}

/** For the list, where room is short: 14:05, Mon, 3 May. */
export function momentOf(iso) {
  const age = daysAgo(iso);
  return age <= 0 ? timeOf(iso) : pick(iso, age, shortWeekday, shortDay, shortDay);
}

/** For "last seen" and devices: today at 14:05. */
export function sinceOf(iso) {
  return words.at(words.inside(dayOf(iso)), timeOf(iso));
}

function pick(iso, age, recent, thisYear, older) {
  const date = new Date(iso);
  if (age < 7) {
    return recent.format(date);
  }
  return (date.getFullYear() === new Date().getFullYear() ? thisYear : older).format(date);
}

function daysAgo(iso) {
  const midnight = date => new Date(date).setHours(0, 0, 0, 0);
  return Math.round((midnight(new Date()) - midnight(iso)) / 86_400_000);
}
