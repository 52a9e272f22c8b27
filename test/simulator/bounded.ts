/** Adds to a list of which no more than the last `most` matter: it never has twice as many. */
export function keepLast<T>(list: T[], entry: T, most: number): void {
  list.push(entry);
  if (list.length >= 2 * most) list.splice(0, list.length - most);
}
