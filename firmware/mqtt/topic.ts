import { isUtf8 } from "./utf8";

/** Topic names and topic filters, as byte strings. MQTT 3.1.1 §4.7 */

/**
 * Whether the bytes, at most 65,535, may name the topic of an application message: well-formed text of at least one
 * character, none of them a wildcard. [MQTT-4.7.3-1], [MQTT-4.7.3-2], [MQTT-3.3.2-1], [MQTT-3.3.2-2]
 */
export function isTopicName(topic: string): boolean {
  return topic.length > 0 && topic.indexOf("#") < 0 && topic.indexOf("+") < 0 && isUtf8(topic);
}

/**
 * Whether the bytes may be subscribed to: `+` fills a whole level, `#` too and is the last character.
 * [MQTT-4.7.1-2], [MQTT-4.7.1-3]
 */
export function isTopicFilter(filter: string): boolean {
  if (filter.length === 0 || filter.length > 65_535 || !isUtf8(filter)) {
    return false;
  }
  for (let i = 0; i < filter.length; i++) {
    const isWildcard = filter.charAt(i) === "+" || filter.charAt(i) === "#";
    if (isWildcard && i > 0 && filter.charAt(i - 1) !== "/") {
      return false;
    }
    if (isWildcard && i < filter.length - 1 && (filter.charAt(i) === "#" || filter.charAt(i + 1) !== "/")) {
      return false;
    }
  }
  return true;
}

/**
 * Whether a topic name matches a topic filter, both valid. A filter that begins with a wildcard does not match a topic that
 * begins with `$`, and `a/#` also matches `a`. [MQTT-4.7.1-1], [MQTT-4.7.2-1], [MQTT-4.7.3-4], §4.7.1.2
 *
 * It goes from wildcard to wildcard, not from character to character, which an interpreter of source text would take long for.
 */
export function matches(filter: string, topic: string): boolean {
  const isOpen = filter.charAt(filter.length - 1) === "#";
  const pattern = isOpen ? filter.substring(0, filter.length - 1) : filter;
  // With a slash behind it, what stands before `#` is the beginning of the topic itself too.
  const levels = isOpen ? topic + "/" : topic;
  let plus = pattern.indexOf("+");
  if (topic.charAt(0) === "$" && (plus === 0 || pattern.length === 0)) {
    return false;
  }
  let from = 0;
  let at = 0;
  while (plus >= 0) {
    if (levels.substring(at, at + plus - from) !== pattern.substring(from, plus)) {
      return false;
    }
    const slash = levels.indexOf("/", at + plus - from);
    at = slash < 0 ? levels.length : slash;
    from = plus + 1;
    plus = pattern.indexOf("+", from);
  }
  const rest = pattern.substring(from);
  return (isOpen ? levels.substring(at, at + rest.length) : levels.substring(at)) === rest;
}
