import { UserError } from "../user-error";

const BEGIN = "<!-- bench -->";
const END = "<!-- /bench -->";

/** A text with what stands between its markers replaced. @throws UserError when it has not each of them once, in order */
export function replaceBetweenMarkers(text: string, path: string, between: string): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin || text.lastIndexOf(BEGIN) !== begin || text.lastIndexOf(END) !== end) {
    throw new UserError(
      `${path}: the measured figures stand between a line ${BEGIN} and a line ${END}, each of them once; put them there`,
    );
  }
  return `${text.slice(0, begin + BEGIN.length)}\n\n${between}\n\n${text.slice(end)}`;
}
