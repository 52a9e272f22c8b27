import { UserError } from "../user-error";

/** Where in a README something is written by a command: between the lines `<!-- name -->` and `<!-- /name -->`. */
interface Place {
  /** How a message calls the file. */
  readonly path: string;
  readonly name: string;
}

/** @throws UserError when the text has not each of the markers once, in order */
export function betweenMarkers(text: string, { path, name }: Place): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from || text.lastIndexOf(begin) !== from || text.lastIndexOf(end) !== to) {
    throw new UserError(
      `${path}: what a command writes stands between a line ${begin} and a line ${end}, each of them once; put them there`,
    );
  }
  return text.slice(from + begin.length, to).trim();
}

/** A text with what stands between its markers replaced. @throws UserError as `betweenMarkers` */
export function replaceBetweenMarkers(text: string, place: Place, between: string): string {
  betweenMarkers(text, place);
  const begin = `<!-- ${place.name} -->`;
  const from = text.indexOf(begin) + begin.length;
  return `${text.slice(0, from)}\n\n${between}\n\n${text.slice(text.indexOf(`<!-- /${place.name} -->`))}`;
}
