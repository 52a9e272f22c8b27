import { at, entries, textAt, type Draft } from "../draft";
import { TOPICS } from "../defaults";
import { mqttTextProblem } from "./connection";
import { SAFE_MODE_ID } from "../facts";
import type { Path } from "../source";
import { ACTUATORS } from "../../actuators/registry";
import { quantitiesOf } from "../../sensors/channels";
import { SENSORS } from "../../sensors/registry";

/** A topic of the board, and where in the file it comes from. */
interface Topic {
  name: string;
  place: Path;
  /** Whether the file says it there, and not only what it is made of. */
  isGiven: boolean;
  /** What it is for, where its place does not tell. */
  use: string | undefined;
}

/** Checks that each topic is a topic name, and that no two of them meet. */
export function checkTopics(draft: Draft): void {
  const base = baseTopic(draft);
  const published: (Topic | undefined)[] = [
    resolve(draft, ["topics", "status"], base, "status", "the status"),
    resolve(draft, ["topics", "diagnostics"], base, "diagnostics", "the reports"),
    entries(draft, "broker", "urls").length > 1
      ? resolve(draft, ["topics", "broker"], base, "broker", "the broker in use")
      : undefined,
    at(draft, ["consoles", "mqtt"]) === true
      ? resolve(draft, ["topics", "console"], base, "console", "the console")
      : undefined,
    isGiven(draft, ["safeModeAfterBoots"]) ? resolve(draft, [], base, `${SAFE_MODE_ID}/state`, "safe mode") : undefined,
    isGiven(draft, ["safeModeAfterBoots"]) ? resolve(draft, [], base, `${SAFE_MODE_ID}/set`, "safe mode") : undefined,
    isGiven(draft, ["commands"]) ? resolve(draft, ["topics", "nonce"], base, "nonce", "the nonce") : undefined,
    isGiven(draft, ["commands"]) ? resolve(draft, ["topics", "answer"], base, "answer", "the answers") : undefined,
  ];
  const hasUpdates = at(draft, ["updates"]) === true;
  if (hasUpdates) {
    published.push(
      resolve(draft, ["topics", "updateState"], base, TOPICS.updateState, "the state of updates"),
      resolve(draft, ["topics", "want"], base, TOPICS.want, "what is wanted of updates"),
    );
  }
  const commanded: (Topic | undefined)[] = [
    homeAssistantStatus(draft),
    hasUpdates ? resolve(draft, ["topics", "update"], base, TOPICS.update, "updates") : undefined,
  ];
  for (const user of [...entries(draft, "sensors"), ...entries(draft, "actuators")]) {
    const id = textAt(draft, [...user, "id"]);
    for (const steps of valuesOf(draft, user)) {
      const rest = id === undefined ? undefined : [id, ...steps, "state"].join("/");
      published.push(resolve(draft, [...user, ...steps, "stateTopic"], base, rest, undefined, user));
    }
    if (user[0] === "actuators") {
      const type = textAt(draft, [...user, "type"]);
      const further = ACTUATORS.find((each) => each.type === type)?.topics ?? {};
      for (const [key, { level }] of Object.entries(further)) {
        published.push(
          resolve(draft, [...user, key], base, id === undefined ? undefined : `${id}/${level}`, undefined, user),
        );
      }
      commanded.push(
        resolve(draft, [...user, "commandTopic"], base, id === undefined ? undefined : `${id}/set`, undefined, user),
      );
    }
  }
  for (const publication of entries(draft, "publications")) {
    published.push(
      resolve(draft, [...publication, "topic"], base, textAt(draft, [...publication, "id"]), undefined, publication),
    );
  }
  const first = new Map<string, Topic>();
  for (const topic of [...published, ...commanded]) {
    if (topic === undefined) continue;
    const other = first.get(topic.name);
    if (other === undefined) first.set(topic.name, topic);
    else if (String(other.place) !== String(topic.place)) meet(draft, other, topic);
  }
}

/** Tells of a topic with two uses, where it is written rather than where it is made of an id. */
function meet(draft: Draft, first: Topic, second: Topic): void {
  const [wrong, other] = first.isGiven && !second.isGiven ? [first, second] : [second, first];
  const use = other.use === undefined ? "" : `, for ${other.use}`;
  draft.source.error(
    wrong.place,
    `this topic is in use already, by what stands at ${draft.source.place(other.place)}${use}; every topic of a board is used once`,
  );
}

/** The ways from a sensor or actuator to what is published of it: one that leads nowhere else, or one for each of its quantities. */
function valuesOf(draft: Draft, user: Path): string[][] {
  const type = textAt(draft, [...user, "type"]);
  const descriptor = user[0] === "sensors" ? SENSORS.find((each) => each.type === type) : undefined;
  const quantities = descriptor === undefined ? [] : quantitiesOf(descriptor);
  if (quantities.length === 0) return [[]];
  return quantities.filter((quantity) => at(draft, [...user, quantity]) !== false).map((quantity) => [quantity]);
}

/** Where Home Assistant says that it is online: its topic, not to be met by one of the board's. */
function homeAssistantStatus(draft: Draft): Topic | undefined {
  if (!isGiven(draft, ["homeAssistant"])) return undefined;
  const place = ["homeAssistant", "prefix"];
  const prefix = checkedFront(draft, place);
  if (prefix === undefined) return undefined;
  return { name: `${prefix}/status`, place: ["homeAssistant"], isGiven: false, use: "Home Assistant's status" };
}

/** Undefined where it is wrong: then nothing that starts with it is looked at. */
function baseTopic(draft: Draft): string | undefined {
  const place = ["topics", "base"];
  if (!isGiven(draft, place)) return textAt(draft, ["name"]);
  return checkedFront(draft, place);
}

/** What topics begin with: a slash is put behind it. */
function checkedFront(draft: Draft, place: Path): string | undefined {
  const front = checked(draft, textAt(draft, place), place);
  if (front?.endsWith("/") !== true) return front;
  draft.source.error(place, "ends in a slash, and the slash behind it is put there by itself; leave it out");
  return undefined;
}

function resolve(
  draft: Draft,
  place: Path,
  base: string | undefined,
  rest: string | undefined,
  use: string | undefined,
  user: Path = [],
): Topic | undefined {
  if (isGiven(draft, place)) {
    const name = checked(draft, textAt(draft, place), place);
    return name === undefined ? undefined : { name, place, isGiven: true, use };
  }
  if (base === undefined || rest === undefined) return undefined;
  const front: Path = isGiven(draft, ["topics", "base"]) ? ["topics", "base"] : ["name"];
  const owner: Path = user.length > 0 ? [...user, "id"] : front;
  const name = checked(draft, `${base}/${rest}`, owner);
  return name === undefined ? undefined : { name, place: owner, isGiven: false, use };
}

/** Also when what is given is wrong. */
function isGiven(draft: Draft, place: Path): boolean {
  const parent = at({ ...draft, wrong: new Set() }, place.slice(0, -1));
  return typeof parent === "object" && parent !== null && Object.hasOwn(parent, String(place.at(-1)));
}

function checked(draft: Draft, topic: string | undefined, place: Path): string | undefined {
  if (topic === undefined) return undefined;
  const problem = topicProblem(topic);
  if (problem === undefined) return topic;
  draft.source.error(place, problem);
  return undefined;
}

/** Why a text is no topic name. MQTT 3.1.1, 4.7 */
function topicProblem(topic: string): string | undefined {
  if (topic === "") return "expected a topic that is not empty [MQTT-4.7.3-1]";
  if (/[+#]/.test(topic)) return "a topic to publish on or be commanded by holds no + and no # [MQTT-3.3.2-2]";
  if (topic.startsWith("$")) return "topics that start with $ belong to the broker [MQTT-4.7.2-1]";
  if (topic.includes("//")) return 'holds an empty level: write one "/" in place of "//"';
  return mqttTextProblem(topic);
}
