import { mqttTextProblem } from "./checks/connection";

/** Topic filters on the host. MQTT 3.1.1, 4.7 */

/** Why a text is no topic filter that the board could be sent messages by. */
export function filterProblem(filter: string): string | undefined {
  if (filter === "") return "expected a topic that is not empty [MQTT-4.7.3-1]";
  const levels = filter.split("/");
  if (levels.some((level) => level.includes("+") && level !== "+")) {
    return '+ stands for a whole level: write it between slashes, as in "home/+/state" [MQTT-4.7.1-3]';
  }
  if (levels.some((level, index) => level.includes("#") && (level !== "#" || index < levels.length - 1))) {
    return '# stands for all levels that follow: write it alone behind the last slash, as in "home/#" [MQTT-4.7.1-2]';
  }
  if (levels[0] === "$share") return "messages of a shared subscription come under their own topics; name those";
  return mqttTextProblem(filter);
}

/** Whether a topic matches a filter, both valid. A wildcard at the beginning matches no topic that begins with $. [MQTT-4.7.2-1] */
export function filterMatches(filter: string, topic: string): boolean {
  const wanted = filter.split("/");
  const levels = topic.split("/");
  if (topic.startsWith("$") && /^[+#]/.test(filter)) return false;
  const isOpen = wanted.at(-1) === "#";
  const fixed = isOpen ? wanted.slice(0, -1) : wanted;
  if (isOpen ? levels.length < fixed.length : levels.length !== fixed.length) return false;
  return fixed.every((level, index) => level === "+" || level === levels[index]);
}
