import { at, entries, textAt, type Draft } from "../draft";
import { mqttTextProblem } from "./connection";
import { SAFE_MODE_ID } from "../facts";
import type { Path } from "../source";
import { ACTUATORS } from "../../actuators/registry";
import { quantitiesOf } from "../../sensors/channels";
import { SENSORS } from "../../sensors/registry";

/** A topic of the board: what it is, and where in the file it comes from. */
interface Topic {
  name: string;
  place: Path;
}

/** Checks that each topic is a topic name, and that no two of them meet. */
export function checkTopics(draft: Draft): void {
  const base = baseTopic(draft);
  const published: (Topic | undefined)[] = [
    resolve(draft, ["topics", "status"], base, "status"),
    resolve(draft, ["topics", "diagnostics"], base, "diagnostics"),
    entries(draft, "broker", "urls").length > 1 ? resolve(draft, ["topics", "broker"], base, "broker") : undefined,
    isGiven(draft, ["safeModeAfterBoots"]) ? resolve(draft, [], base, `${SAFE_MODE_ID}/state`) : undefined,
    isGiven(draft, ["safeModeAfterBoots"]) ? resolve(draft, [], base, `${SAFE_MODE_ID}/set`) : undefined,
    isGiven(draft, ["commands"]) ? resolve(draft, ["topics", "nonce"], base, "nonce") : undefined,
    isGiven(draft, ["commands"]) ? resolve(draft, ["topics", "answer"], base, "answer") : undefined,
  ];
  const commanded: (Topic | undefined)[] = [homeAssistantStatus(draft)];
  for (const user of [...entries(draft, "sensors"), ...entries(draft, "actuators")]) {
    const id = textAt(draft, [...user, "id"]);
    for (const steps of valuesOf(draft, user)) {
      const rest = id === undefined ? undefined : [id, ...steps, "state"].join("/");
      published.push(resolve(draft, [...user, ...steps, "stateTopic"], base, rest, user));
    }
    if (user[0] === "actuators") {
      const type = textAt(draft, [...user, "type"]);
      const further = ACTUATORS.find((each) => each.type === type)?.topics ?? {};
      for (const [key, { level }] of Object.entries(further)) {
        published.push(resolve(draft, [...user, key], base, id === undefined ? undefined : `${id}/${level}`, user));
      }
      commanded.push(resolve(draft, [...user, "commandTopic"], base, id === undefined ? undefined : `${id}/set`, user));
    }
  }
  const first = new Map<string, Path>();
  for (const topic of [...published, ...commanded]) {
    if (topic === undefined) continue;
    const other = first.get(topic.name);
    if (other === undefined) {
      first.set(topic.name, topic.place);
    } else if (String(other) !== String(topic.place)) {
      draft.source.error(
        topic.place,
        `this topic is in use already, by what stands at ${draft.source.place(other)}; every topic of a board is used once`,
      );
    }
  }
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
  const prefix = checked(draft, textAt(draft, place), place);
  return prefix === undefined ? undefined : { name: `${prefix}/status`, place: ["homeAssistant"] };
}

/** Undefined where it is wrong: then nothing that starts with it is looked at. */
function baseTopic(draft: Draft): string | undefined {
  const place = ["topics", "base"];
  if (!isGiven(draft, place)) return textAt(draft, ["name"]);
  return checked(draft, textAt(draft, place), place);
}

function resolve(
  draft: Draft,
  place: Path,
  base: string | undefined,
  rest: string | undefined,
  user: Path = [],
): Topic | undefined {
  if (isGiven(draft, place)) {
    const name = checked(draft, textAt(draft, place), place);
    return name === undefined ? undefined : { name, place };
  }
  if (base === undefined || rest === undefined) return undefined;
  const owner: Path = user.length > 0 ? [...user, "id"] : ["topics", "base"];
  const name = checked(draft, `${base}/${rest}`, owner);
  return name === undefined ? undefined : { name, place: owner };
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
  return mqttTextProblem(topic);
}
