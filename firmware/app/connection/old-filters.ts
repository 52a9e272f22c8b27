/**
 * A subscription of an earlier program may have had wildcards, and a message does not tell by which one it came. So those that it can have
 * come by are gone through, one after the other: 2^levels with `+` alone, and twice as many that end in `#`. What the present program
 * subscribes to is none of them, for then the message would have been heard.
 */

/** More would take more than some minutes; no topic of a home has as many. */
const MOST_LEVELS = 7;

/**
 * One of the topic filters that match a topic, the topic itself first; "" behind the last.
 * @param number 0, 1, …
 */
export function filterOf(topic: string, number: number): string {
  const levels = topic.split("/");
  const count = levels.length;
  if (count > MOST_LEVELS) {
    return number === 0 ? topic : "";
  }
  const all = Math.pow(2, count);
  if (number < all) {
    return filterWith(levels, count, number);
  }
  // Those with `#` behind 0, 1, … `count` levels, of which there are 1, 2, 4 …
  let rest = number - all;
  let kept = 0;
  while (kept <= count && rest >= Math.pow(2, kept)) {
    rest -= Math.pow(2, kept);
    kept++;
  }
  return kept > count ? "" : kept === 0 ? "#" : filterWith(levels, kept, rest) + "/#";
}

/** The first levels, with `+` in the place of those whose bit is set. */
function filterWith(levels: string[], count: number, bits: number): string {
  let filter = "";
  let left = bits;
  for (let i = 0; i < count; i++) {
    filter += (i > 0 ? "/" : "") + (left % 2 === 1 ? "+" : levels[i]);
    left = Math.floor(left / 2);
  }
  return filter;
}
