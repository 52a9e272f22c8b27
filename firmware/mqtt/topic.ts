/**
 * Whether the bytes may name the topic of an application message: at least one character, none of them a wildcard or
 * U+0000. [MQTT-4.7.3-1], [MQTT-3.3.2-2], [MQTT-1.5.3-2]
 */
export function isTopicName(topic: string): boolean {
  return topic.length > 0 && topic.indexOf("#") < 0 && topic.indexOf("+") < 0 && topic.indexOf("\0") < 0;
}
