import { furtherTopics } from "../../actuators/further-topics";
import { birthTopic, isDiscovered } from "../../home-assistant/discovered";
import { channelsOf } from "../../sensors/channels";
import type { Board } from "../config";
import type { Hearing } from "../config/messages";
import { hasWildcard, isHearing, SAFE_MODE_ID } from "../facts";
import { ALL_SOUND } from "../sound";
import type { BoardSource, Path } from "../source";
import { filterMatches, filterProblem } from "../topic-filter";

/** Checks what the board hears besides its commands. */
export function checkMessages(board: Board, source: BoardSource, { isWhole } = ALL_SOUND): void {
  checkForeignCommands(board, source);
  for (const list of ["subscriptions", "publications"] as const) {
    if (board[list].length > 0 && !source.has(["program"])) {
      source.error([list], 'is for a program of the board\'s own: name its file with "program", or leave this out');
    }
  }
  board.subscriptions.forEach((subscription, index) => {
    const place = ["subscriptions", index];
    if (!isWhole(place)) return;
    checkHearing(subscription, place, board, source);
    const first = board.subscriptions.findIndex(
      (each, at) => isWhole(["subscriptions", at]) && each.topic === subscription.topic,
    );
    if (first < index) {
      source.error(
        [...place, "topic"],
        `is subscribed to already, at ${source.place(["subscriptions", first, "topic"])}; its program may listen to that one as often as it likes`,
      );
    }
  });
  board.rules.forEach((rule, index) => {
    const place = ["rules", index];
    if (!isWhole(place) || !isHearing(rule)) return;
    checkHearing(rule, place, board, source);
    if (board.commands !== undefined) {
      source.warning(
        [...place, "topic"],
        "commands of this board have to be signed, and these messages cannot be: whoever may publish on the topic moves the actuator; " +
          "let the broker allow it to that node alone",
      );
    }
  });
}

function checkHearing(hearing: Hearing, place: Path, board: Board, source: BoardSource): void {
  const { topic } = hearing;
  const topicPlace = [...place, "topic"];
  const problem = filterProblem(topic);
  if (problem !== undefined) {
    source.error(topicPlace, problem);
    return;
  }
  const isRule = place[0] === "rules";
  const own = ownTopics(board).filter((each) => filterMatches(topic, each.topic));
  const [harmful] = own.filter(({ harm }) => harm === "always" || (harm === "to rules" && isRule));
  const [echoed] = own.filter(({ harm }) => harm !== "none" || !hasWildcard(hearing));
  if (harmful !== undefined) {
    source.error(topicPlace, `${isWritten(hearing, harmful)} ${harmful.what} of this board: ${harmful.why}`);
  } else if (echoed !== undefined) {
    source.warning(topicPlace, `${isWritten(hearing, echoed)} ${echoed.what} of this board: it hears itself`);
  }
}

function isWritten(hearing: Hearing, { topic }: OwnTopic): string {
  return hasWildcard(hearing) ? `matches ${topic},` : "is";
}

/** A topic of the board's own, and what it does to hear it. */
interface OwnTopic {
  readonly topic: string;
  readonly what: string;
  /** To whom it does harm. What does none is the node's own status, which no wildcard brings. */
  readonly harm: "always" | "to rules" | "none" | "";
  readonly why: string;
}

function ownTopics(board: Board): OwnTopic[] {
  const { topics, actuators, publications } = board;
  const twice = "the broker may send a command once for each of the two, and TOGGLE would do nothing";
  const round = "what the rule commands would come back to it, round and round";
  const all = (harm: OwnTopic["harm"], what: string, why: string, ...named: string[]): OwnTopic[] =>
    named.map((topic) => ({ topic, what, harm, why }));
  return [
    ...actuators.flatMap(({ id, commandTopic }) => all("always", `the commands to "${id}"`, twice, commandTopic)),
    ...all("always", "a command to safe mode", twice, `${topics.base}/${SAFE_MODE_ID}/set`),
    ...(isDiscovered(board)
      ? all("always", "Home Assistant's status", "the node hears that itself; name others", birthTopic(board))
      : []),
    ...actuators.flatMap((actuator) =>
      all(
        "to rules",
        `the state of "${actuator.id}"`,
        round,
        actuator.stateTopic,
        ...furtherTopics(actuator).map(({ topic }) => topic),
      ),
    ),
    ...all("none", "the status", "", topics.status),
    ...channelsOf(board).flatMap(({ id, stateTopic }) => all("", `the readings of "${id}"`, "", stateTopic)),
    ...all("", "a report", "", topics.diagnostics),
    ...publications.flatMap(({ id, topic }) => all("", `the publication "${id}"`, "", topic)),
  ];
}

/** What others call a topic on which they tell how things are. */
const TELLS_STATE = /^(state|status|stat)$/i;

/** An actuator that takes another node's state for its commands: it does by accident what a rule does on purpose. */
function checkForeignCommands({ actuators, topics }: Board, source: BoardSource): void {
  actuators.forEach(({ commandTopic }, index) => {
    const place = ["actuators", index, "commandTopic"];
    const isOwn = commandTopic.startsWith(`${topics.base}/`);
    if (!source.has(place) || isOwn || !TELLS_STATE.test(commandTopic.split("/").at(-1) ?? "")) return;
    source.warning(
      place,
      "this seems to be the state of another node, and each of its messages is obeyed as a command: when it says OFF again, so does this. " +
        'Leave it out, and write a rule of type "message" that says which payload gives which command, and what is done in silence',
    );
  });
}
