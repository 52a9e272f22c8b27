import type { Board } from "../config";
import { entries, numberAt, pointer, textAt, type Draft } from "../draft";
import { withDerived } from "../defaults";
import { soundBoard } from "../sound";
import { MAC_MARK } from "../../bytes";
import { usesMac, withMac } from "../placeholders";
import { channelsOf } from "../../sensors/channels";
import type { BoardSource, Path } from "../source";
import { checkBuses } from "./buses";
import { checkCommands } from "./commands";
import { checkConnection } from "./connection";
import { checkEngine } from "./engine";
import { checkEntityNames } from "./entity-names";
import { checkFilters } from "./filters";
import { checkHomeAssistant } from "./home-assistant";
import { checkIdentities } from "./identities";
import { checkKinds, checkRuleReferences } from "./kinds";
import { checkMessages } from "./messages";
import { checkPins } from "./pins";
import { checkProgram } from "./program";
import { checkSizes } from "./sizes";
import { checkSleep, checkSleepingValues } from "./sleep";
import { checkSources } from "./sources";
import { checkTime } from "./time";
import { checkTls } from "./tls";
import { checkTopics } from "./topics";
import { checkUnits } from "./units";
import { checkUpdates } from "./updates";

/**
 * Notes what no schema can say.
 * @param fileName The file's name without .json.
 * @param folder Where it is.
 */
export function checkRules(draft: Draft, fileName: string, folder: string): void {
  const name = textAt(draft, ["name"]);
  if (name !== undefined && name !== fileName) {
    draft.source.error(["name"], `expected "${fileName}", the name of the file; rename one of the two`);
  }
  checkIds(draft);
  checkPeriods(draft);
  checkConnection(draft);
  checkTls(draft, folder);
  checkTime(draft);
  checkCommands(draft);
  checkUpdates(draft);
  checkProgram(draft, folder);
  checkEngine(draft);
  checkPins(draft);
  checkBuses(draft);
  checkRuleReferences(draft);
  checkSleep(draft);
  checkTopics(draft);
  // What follows looks at a board whose every field is of its type.
  const { source } = draft;
  const sound = soundBoard(draft);
  const board = withDerived(sound.board);
  checkFilters(board, source, sound);
  checkSleepingValues(board, source, sound);
  checkKinds(board, source, sound);
  checkSources(board, source, sound);
  checkChannelIds(board, source);
  checkHomeAssistant(board, source, sound);
  checkEntityNames(board, source, sound);
  checkUnits(board, source, sound);
  checkMessages(board, source, sound);
  // Of what is wrong, sizes and topics would be wrong.
  if (source.hasErrors) return;
  checkFleet(board, source);
  checkIdentities(board, fileName, folder, source);
  checkSizes(withMac(board, MAC_MARK), source);
}

function checkIds(draft: Draft): void {
  const first = new Map<string, Path>();
  const users = ["sensors", "actuators", "subscriptions", "publications"].flatMap((list) => entries(draft, list));
  for (const user of users) {
    const place = [...user, "id"];
    const id = textAt(draft, place);
    if (id === undefined) continue;
    const other = first.get(id);
    if (other === undefined) {
      first.set(id, place);
    } else {
      draft.source.error(
        place,
        `this id is in use already, at ${draft.source.place(other)}; ids are unique on a board`,
      );
      // Its topics meet as well, which goes without saying.
      draft.wrong.add(pointer(place));
    }
  }
}

/** A sensor's quantities have ids of their own, which may meet other ids. */
function checkChannelIds(board: Board, source: BoardSource): void {
  const taken = new Map<string, Path>();
  board.actuators.forEach(({ id }, index) => taken.set(id, ["actuators", index, "id"]));
  for (const { id, sensor, place } of channelsOf(board)) {
    const idPlace = [...place.slice(0, 2), "id"];
    const other = taken.get(id);
    if (other !== undefined) {
      const shownId = [source.shown(idPlace, sensor.id), ...place.slice(2)].join("-");
      source.error(
        idPlace,
        `${shownId} is in use already, at ${source.place(other)}; several values of a sensor are called <id>-<value>`,
      );
    }
    taken.set(id, idPlace);
  }
}

/** One built file on several chips: each needs an identifier and topics of its own. */
function checkFleet(board: Board, source: BoardSource): void {
  if (!usesMac(board)) return;
  if (source.has(["broker", "clientId"]) && !board.broker.clientId.includes("{mac}")) {
    source.warning(
      ["broker", "clientId"],
      "with {mac} in topics and none here, two boards with this program throw each other off the broker; add {mac}",
    );
  }
  const { homeAssistant } = board;
  if (homeAssistant !== undefined && !/\{mac6?\}/.test(homeAssistant.name)) {
    source.warning(
      ["homeAssistant", "name"],
      "with {mac} in topics and none here, Home Assistant shows all boards with this program by one name; add {mac6}",
    );
  }
  if (!board.topics.status.includes("{mac}")) {
    source.warning(
      ["topics"],
      'boards with this program share the topic of their status; write {mac} into "base", as in "home/{name}/{mac}"',
    );
  }
}

function checkPeriods(draft: Draft): void {
  for (const sensor of entries(draft, "sensors")) {
    const place = [...sensor, "periodSeconds"];
    const period = numberAt(draft, place);
    // 0.3 s is 300 ms although 0.3 × 1000 is not exactly 300.
    if (period !== undefined && Math.abs(period * 1000 - Math.round(period * 1000)) > 1e-6) {
      draft.source.error(place, "expected whole milliseconds: at most three digits after the decimal point");
    }
  }
}
