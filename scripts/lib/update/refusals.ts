import { typed } from "../cli/mote";
import type { Reason } from "./node-words";

/**
 * What a node says no with, in words that name the cure. @param number What it said besides: a counter, or bytes
 * @param sizeBytes Of the program that it was offered
 */
export function refusalText(reason: Reason, number: number, sizeBytes: number): string {
  const byCable = `flash it over the cable (${typed("flash")})`;
  switch (reason) {
    case "name":
      return `refuses it: it is another board by its name. See that no two boards have the same topics, or ${byCable}`;
    case "engine":
    case "chip":
      return `refuses it: it has another ${reason} than the board file says. An update never changes that: ${byCable}`;
    case "counter":
      return (
        `refuses it: it has taken an offer with the counter ${number}, far ahead of this computer's clock. ` +
        `Set the clock here; where that is right, ${byCable}`
      );
    case "size":
      return `refuses a program of ${sizeBytes} bytes: it can never take one of that size. Give the board less to do, or ${byCable}`;
    case "room":
      return (
        `refuses it: it has room for ${number} bytes beside the program that runs, and ${sizeBytes} are needed. ` +
        `Give the board less to do, or ${byCable}, which makes room`
      );
    case "signature":
      return (
        "refuses its signature: it was flashed with another signing key than this one. " +
        `Take that one (.env), or ${byCable} with the new one`
      );
    case "nonce":
      return "refuses its nonce, again and again: somebody gives it commands all the time. Try again";
    case "came back":
      return (
        "came back from this very program once, by itself or by --back, and does not take it again: mend the program, " +
        "or say --again"
      );
    case "busy":
      return "is busy with another update. Wait until that has ended";
    case "storage":
      return `could not write its flash memory. Try again; where that does not help, ${byCable}`;
    case "hash":
      return "got three times what is not what was signed. See that nothing on the way changes messages, and try again";
    case "nothing":
      return "has no program to return to: there was none before, or it was never confirmed";
  }
}
