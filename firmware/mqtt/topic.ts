import { isUtf8 } from "./utf8";

/**
 * Whether the bytes may name the topic of an application message: well-formed text of at least one character, none of them
 * a wildcard. [MQTT-4.7.3-1], [MQTT-3.3.2-1], [MQTT-3.3.2-2]
 */
export function isTopicName(topic: string): boolean {
  return topic.length > 0 && topic.indexOf("#") < 0 && topic.indexOf("+") < 0 && isUtf8(topic);
}
