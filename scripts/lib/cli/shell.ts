/** A word as a shell of Unix reads it back: in single quotes where it would see more in it than text. */
export function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
