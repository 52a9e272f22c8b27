/**
 * The name under which automations know an entity, unless its user changes it. Home Assistant makes names of lower-case letters,
 * digits and single underscores of whatever it is given (`slugify`).
 */
export function entityName(platform: string, board: string, id: string): string {
  const name = `${board}_${id}`.toLowerCase().replace(/[-_]+/g, "_");
  return `${platform}.${name.replace(/^_|_$/g, "")}`;
}
