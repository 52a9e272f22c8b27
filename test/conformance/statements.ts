/** Whom a statement binds. "both" is said of what a client, too, could break. */
export type Bound = "client" | "server" | "both";

/** One numbered, normative statement of MQTT 3.1.1 (OASIS Standard, 29 October 2014; its appendix B lists them). */
export interface Statement {
  /** As tests name it in their titles: `[MQTT-3.1.0-1]`. */
  id: string;
  /** What it asks for, in short and in words of our own, as Markdown; the specification decides. */
  says: string;
  binds: Bound;
  /** Why nothing this client does can break it, where that is so. */
  notApplicable?: string;
}

const client = (id: string, says: string): Statement => ({ id, says, binds: "client" });
const server = (id: string, says: string): Statement => ({ id, says, binds: "server" });
const both = (id: string, says: string): Statement => ({ id, says, binds: "both" });

function onWebSocket(statement: Statement): Statement {
  return { ...statement, notApplicable: "the client speaks over TCP; it has no WebSocket transport" };
}

/**
 * All of them, in the specification's order. It prints two identifiers with a slip, as 3.1.2.7 and 3-8.3-4: here they have
 * the form of all others.
 */
export const STATEMENTS: readonly Statement[] = [
  both(
    "1.5.3-1",
    "Strings are well-formed UTF-8 without surrogates; who receives another closes the network connection.",
  ),
  both("1.5.3-2", "No string holds U+0000; who receives one closes the network connection."),
  both("1.5.3-3", "EF BB BF is the character U+FEFF wherever it stands, and is never stripped."),

  both("2.2.2-1", "Reserved flag bits of the fixed header have the values of table 2.2."),
  both("2.2.2-2", "Who receives wrong flags closes the network connection."),
  both("2.3.1-1", "SUBSCRIBE, UNSUBSCRIBE and PUBLISH above QoS 0 carry a packet identifier other than zero."),
  client("2.3.1-2", "A new packet of these kinds gets a packet identifier that is not in use."),
  client(
    "2.3.1-3",
    "A packet sent again keeps its packet identifier, which is free after the acknowledgement that ends it.",
  ),
  server("2.3.1-4", "The server keeps and frees the packet identifiers of its own PUBLISH packets in the same way."),
  both("2.3.1-5", "PUBLISH at QoS 0 has no packet identifier."),
  both("2.3.1-6", "PUBACK, PUBREC and PUBREL carry the packet identifier of the PUBLISH they belong to."),
  server("2.3.1-7", "SUBACK and UNSUBACK carry the packet identifier of the packet they answer."),

  client("3.1.0-1", "The first packet of a client on a network connection is CONNECT."),
  both(
    "3.1.0-2",
    "CONNECT is sent once on a network connection; the server takes a second for a violation and disconnects.",
  ),
  server("3.1.2-1", "A CONNECT with another protocol name is not processed as MQTT 3.1.1."),
  server("3.1.2-2", "A protocol level the server does not support is answered with return code 1 and a disconnect."),
  server("3.1.2-3", "The server disconnects a client whose CONNECT has the reserved connect flag set."),
  both(
    "3.1.2-4",
    "With clean session 0 the session goes on, or a new one is made, and both sides keep it after a disconnect.",
  ),
  server(
    "3.1.2-5",
    "For a kept session the server stores the QoS 1 and 2 messages that match while the client is away.",
  ),
  both(
    "3.1.2-6",
    "With clean session 1 both sides drop the earlier session; the new one ends with the network connection.",
  ),
  server("3.1.2-7", "Retained messages are no part of a session and outlive it."),
  server("3.1.2-8", "The server keeps the will and publishes it when the connection ends without DISCONNECT."),
  client("3.1.2-9", "With the will flag set, CONNECT holds a will topic and a will message."),
  server("3.1.2-10", "The server forgets the will once it is published or DISCONNECT has come."),
  client(
    "3.1.2-11",
    "Without the will flag, will QoS and will retain are zero and there is no will topic or will message.",
  ),
  server("3.1.2-12", "Without the will flag no will is published when the connection ends."),
  client("3.1.2-13", "Without the will flag, will QoS is 0."),
  client("3.1.2-14", "Will QoS is never 3."),
  client("3.1.2-15", "Without the will flag, will retain is 0."),
  server("3.1.2-16", "A will with will retain 0 is published as a message that is not retained."),
  server("3.1.2-17", "A will with will retain 1 is published as a retained message."),
  client("3.1.2-18", "Without the user name flag there is no user name in the payload."),
  client("3.1.2-19", "With the user name flag there is a user name in the payload."),
  client("3.1.2-20", "Without the password flag there is no password in the payload."),
  client("3.1.2-21", "With the password flag there is a password in the payload."),
  client("3.1.2-22", "No password flag without the user name flag."),
  client(
    "3.1.2-23",
    "No pause between packets exceeds the keep alive; PINGREQ is sent when there is nothing else to send.",
  ),
  server("3.1.2-24", "The server drops a client that was silent for one and a half times its keep alive."),
  client(
    "3.1.3-1",
    "CONNECT's payload has this order: client identifier, will topic, will message, user name, password.",
  ),
  both("3.1.3-2", "The client identifier is what both sides know the state of a session by."),
  client("3.1.3-3", "The client identifier is present, as the first field of CONNECT's payload."),
  client("3.1.3-4", "The client identifier is a UTF-8 string."),
  server("3.1.3-5", "The server takes client identifiers of 1 to 23 bytes out of digits and Latin letters."),
  server("3.1.3-6", "A server that takes an empty client identifier assigns a unique one and goes on with that."),
  client("3.1.3-7", "An empty client identifier goes with clean session 1."),
  server(
    "3.1.3-8",
    "An empty client identifier with clean session 0 is refused with return code 2, and the connection closed.",
  ),
  server(
    "3.1.3-9",
    "A client identifier the server rejects is answered with return code 2, and the connection closed.",
  ),
  client("3.1.3-10", "The will topic is a UTF-8 string."),
  client("3.1.3-11", "The user name is a UTF-8 string."),
  server("3.1.4-1", "A CONNECT that is not as section 3.1 has it ends the connection without CONNACK."),
  server("3.1.4-2", "A second connection with the same client identifier ends the first."),
  server("3.1.4-3", "A valid CONNECT has its clean session carried out."),
  server("3.1.4-4", "A valid CONNECT is answered with CONNACK, return code 0."),
  server("3.1.4-5", "After refusing CONNECT the server processes nothing more from that client."),

  server("3.2.0-1", "The first packet of a server on a network connection is CONNACK."),
  server("3.2.2-1", "Accepting clean session 1, CONNACK has session present 0."),
  server("3.2.2-2", "Accepting clean session 0 with a stored session, CONNACK has session present 1."),
  server("3.2.2-3", "Without a stored session, CONNACK has session present 0."),
  server("3.2.2-4", "A refusing CONNACK has session present 0."),
  server("3.2.2-5", "After a refusing CONNACK the server closes the network connection."),
  server("3.2.2-6", "Where no return code fits, the server closes the network connection without CONNACK."),

  both("3.3.1-1", "A PUBLISH that is delivered again has DUP set."),
  both("3.3.1-2", "PUBLISH at QoS 0 never has DUP set."),
  both("3.3.1-3", "DUP of an outgoing PUBLISH says whether that one is sent again, whatever came in."),
  both("3.3.1-4", "No PUBLISH has QoS 3; who receives one closes the network connection."),
  server("3.3.1-5", "The server stores a PUBLISH with RETAIN for later subscribers."),
  server("3.3.1-6", "A new subscription is sent the last retained message of each topic it matches."),
  server("3.3.1-7", "A retained QoS 0 message displaces what was retained on its topic."),
  server("3.3.1-8", "A message sent because of a new subscription has RETAIN 1."),
  server("3.3.1-9", "A message sent because of a standing subscription has RETAIN 0."),
  server("3.3.1-10", "An empty message with RETAIN is delivered, and removes what was retained on its topic."),
  server("3.3.1-11", "An empty message is not stored as a retained one."),
  server("3.3.1-12", "A message without RETAIN is not stored and removes nothing that is."),
  both("3.3.2-1", "The topic name is the first field of PUBLISH's variable header, and a UTF-8 string."),
  both("3.3.2-2", "The topic name of a PUBLISH holds no wildcard."),
  server("3.3.2-3", "The topic name of a PUBLISH to a client matches one of its subscriptions."),
  both("3.3.4-1", "PUBLISH is answered by its QoS: with nothing, PUBACK or PUBREC."),
  server("3.3.5-1", "Where subscriptions overlap, the server delivers at the highest QoS among them."),
  server("3.3.5-2", "A PUBLISH that is not authorized is acknowledged all the same, or ends the connection."),
  both("3.6.1-1", "The flags of PUBREL are 0010; anything else ends the network connection."),

  both("3.8.1-1", "The flags of SUBSCRIBE are 0010; anything else ends the network connection."),
  client("3.8.3-1", "The topic filters of SUBSCRIBE are UTF-8 strings."),
  server("3.8.3-2", "A server without wildcards refuses subscriptions that have them."),
  client("3.8.3-3", "SUBSCRIBE holds at least one topic filter with its QoS."),
  server("3.8.3-4", "A SUBSCRIBE with reserved bits or QoS 3 in a requested QoS ends the network connection."),
  server("3.8.4-1", "SUBSCRIBE is answered with SUBACK."),
  server("3.8.4-2", "SUBACK has the packet identifier of its SUBSCRIBE."),
  server(
    "3.8.4-3",
    "A subscription to the same topic filter replaces the earlier one, and retained messages are sent again.",
  ),
  server("3.8.4-4", "Several topic filters in one SUBSCRIBE count as several SUBSCRIBEs, answered by one SUBACK."),
  server("3.8.4-5", "SUBACK has a return code for each topic filter: the QoS granted, or failure."),
  server("3.8.4-6", "Messages come at the lower of the QoS they were published with and the QoS granted."),
  server("3.9.3-1", "The return codes of SUBACK are in the order of the topic filters of SUBSCRIBE."),
  server("3.9.3-2", "SUBACK has no other return codes than 00, 01, 02 and 80."),

  both("3.10.1-1", "The flags of UNSUBSCRIBE are 0010; anything else ends the network connection."),
  client("3.10.3-1", "The topic filters of UNSUBSCRIBE are UTF-8 strings, one directly after the other."),
  client("3.10.3-2", "UNSUBSCRIBE holds at least one topic filter."),
  server("3.10.4-1", "UNSUBSCRIBE deletes the subscriptions whose topic filter is the same, character by character."),
  server("3.10.4-2", "No new message is added for a deleted subscription."),
  server("3.10.4-3", "QoS 1 and 2 messages whose delivery has begun are brought to an end all the same."),
  server("3.10.4-4", "UNSUBSCRIBE is answered with UNSUBACK, which has its packet identifier."),
  server("3.10.4-5", "UNSUBACK comes even where nothing was deleted."),
  server(
    "3.10.4-6",
    "Several topic filters in one UNSUBSCRIBE count as several UNSUBSCRIBEs, answered by one UNSUBACK.",
  ),
  server("3.12.4-1", "PINGREQ is answered with PINGRESP."),
  server("3.14.1-1", "DISCONNECT with reserved bits set ends the connection."),
  client("3.14.4-1", "After DISCONNECT the client closes the network connection."),
  client("3.14.4-2", "After DISCONNECT the client sends nothing more on that network connection."),
  server("3.14.4-3", "On DISCONNECT the server discards the will without publishing it."),

  both("4.1.0-1", "Session state is stored as long as the session lasts."),
  both("4.1.0-2", "A session lasts at least as long as its network connection."),
  both("4.3.1-1", "A message at QoS 0 is sent as PUBLISH with QoS 0 and DUP 0."),
  both("4.3.2-1", "QoS 1, sending: an unused packet identifier, DUP 0 at first, unacknowledged until PUBACK."),
  both("4.3.2-2", "QoS 1, receiving: PUBACK with the same packet identifier, after which it stands for a new message."),
  both("4.3.3-1", "QoS 2, sending: an unused packet identifier, PUBREL on PUBREC, never PUBLISH again after PUBREL."),
  both(
    "4.3.3-2",
    "QoS 2, receiving: PUBREC each time, the message handed on once, PUBCOMP on PUBREL, then a new message.",
  ),
  both(
    "4.4.0-1",
    "After a reconnect with clean session 0, unacknowledged PUBLISH and PUBREL go again, identifiers unchanged.",
  ),
  server("4.5.0-1", "A message the server took is added to the session of each client with a matching subscription."),
  client("4.5.0-2", "Each PUBLISH is acknowledged by its QoS, whether or not its message is of use."),
  client("4.6.0-1", "PUBLISH packets are sent again in the order in which they were sent at first."),
  client("4.6.0-2", "PUBACKs leave in the order in which the PUBLISH packets came."),
  client("4.6.0-3", "PUBRECs leave in the order in which the PUBLISH packets came."),
  client("4.6.0-4", "PUBRELs leave in the order in which the PUBRECs came."),
  server("4.6.0-5", "By default every topic is an ordered one."),
  server("4.6.0-6", "On an ordered topic, messages of one client reach each subscriber in the order they came."),
  both("4.7.1-1", "Wildcards belong into topic filters, never into topic names."),
  client("4.7.1-2", "`#` stands alone or after a `/`, and is the last character of its topic filter."),
  client("4.7.1-3", "`+` fills a whole level of its topic filter."),
  server("4.7.2-1", "A topic filter that begins with a wildcard matches no topic name that begins with `$`."),
  both("4.7.3-1", "Topic names and topic filters are at least one character long."),
  both("4.7.3-2", "Topic names and topic filters hold no U+0000."),
  both("4.7.3-3", "Topic names and topic filters are at most 65,535 bytes long as UTF-8."),
  server("4.7.3-4", "Matching compares topic names and filters as they are, without normalization."),
  both("4.8.0-1", "Who meets a protocol violation closes the network connection it came on."),
  both("4.8.0-2", "Who cannot process a packet for a passing reason closes the network connection it came on."),

  onWebSocket(both("6.0.0-1", "On WebSocket, packets go in binary data frames; any other frame ends the connection.")),
  onWebSocket(both("6.0.0-2", "On WebSocket, packets need not begin or end where data frames do.")),
  onWebSocket(client("6.0.0-3", "On WebSocket, the client offers the subprotocol `mqtt`.")),
  server("6.0.0-4", "On WebSocket, the server chooses the subprotocol `mqtt`."),

  server("7.0.0-1", "A server that also connects to other servers conforms as a client, too."),
  both("7.0.0-2", "No extension from outside the specification is needed to work together with others."),
  server("7.1.1-1", "The server supports a transport that carries an ordered, lossless stream of bytes both ways."),
  client("7.1.2-1", "The client supports a transport that carries an ordered, lossless stream of bytes both ways."),
].map((statement) => ({ ...statement, id: `MQTT-${statement.id}` }));
