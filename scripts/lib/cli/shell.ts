/** A word as the shell of this computer reads it back, on Windows cmd.exe: in quotes where it would see more in it than text. */
export function shellQuoted(word: string, platform: string = process.platform): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return platform === "win32" ? `"${word.replaceAll('"', '\\"')}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
