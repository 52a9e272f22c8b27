/** The type of a kind is called after it: that of "freeMemory" among the sensors is FreeMemorySensorConfig. */
export function typeName(kind: string, union: string): string {
  const words = kind.split("_").map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return words.join("") + union;
}
