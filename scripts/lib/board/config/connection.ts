/** Give either one network, as "ssid" and "password", or "networks". */
export interface WifiConfig {
  /**
   * Network name.
   * @minLength 1
   * @maxLength 32
   */
  ssid?: string;
  /**
   * WPA passphrase: write it as "${WIFI_PASSWORD}" and keep the value in .env. An open network has "" here, in the board file.
   * @maxLength 63
   */
  password?: string;
  /**
   * Several networks, tried in this order until one can be joined.
   * @minItems 1
   * @maxItems 8
   */
  networks?: NetworkConfig[];
  /**
   * The node's name for the DHCP server, and with Espruino for mDNS (as <hostname>.local); may hold {name} and {mac}. Default: the
   * engine's own
   * @minLength 1
   * @maxLength 32
   */
  hostname?: string;
  address?: AddressConfig;
}

export interface NetworkConfig {
  /**
   * Network name.
   * @minLength 1
   * @maxLength 32
   */
  ssid: string;
  /**
   * WPA passphrase: write it as "${WIFI_PASSWORD}" and keep the value in .env. An open network has "" here, in the board file.
   * @maxLength 63
   */
  password: string;
}

/**
 * An address that is always the same, in place of the one that a DHCP server gives. Espruino cannot be told of a name server: the
 * brokers then are written as addresses. NodeMCU asks the router for names.
 */
export interface AddressConfig {
  /** Such as "192.168.1.50". */
  ip: string;
  /** Which part of the address is the network's. */
  netmask: string;
  /** The router's address. */
  gateway: string;
}

export interface BrokerConfig {
  /**
   * Where the brokers are, as mqtt://host or mqtt://host:port (port 1883 unless given), or mqtts:// for TLS (port 8883 unless
   * given), in order of preference: where one fails, the next is tried, and the node goes back to the first when it answers
   * again. Which one is in use is published on topics.broker. A host is an IPv4 address or a name that the network's DNS knows: no name
   * that ends in .local.
   * @minItems 1
   * @maxItems 4
   */
  urls: string[];
  /**
   * With several urls: whether each node has them in an order of its own, made of its chip's address, so that a fleet spreads itself
   * over them, and the nodes of one that dies over all the others. Then all of them are mqtt://, or all are mqtts://.
   */
  spread: boolean;
  /**
   * With several urls: how many attempts in a row a broker is given that does not answer, before the next one is tried. One that
   * refuses makes way at once.
   * @asType integer
   * @minimum 1
   * @maximum 20
   */
  attempts: number;
  /**
   * With several urls: how often, in seconds, a node on another broker looks whether the first one accepts it again. Where nothing
   * answers at all, a look blocks the chip for about 10 s. Each move that comes to nothing doubles it, up to a day.
   * @asType integer
   * @minimum 60
   * @maximum 86400
   */
  failBackSeconds: number;
  tls?: TlsConfig;
  /**
   * User name, where the broker asks for one.
   * @minLength 1
   */
  username?: string;
  /** Password: write it as "${MQTT_PASSWORD}" and keep the value in .env. */
  password?: string;
  /**
   * MQTT client identifier, unique on the broker; may hold {name} and {mac}, as topics do. Default: the board's name, and with
   * {mac} in its topics "{name}-{mac}"
   * @minLength 1
   * @maxLength 64
   */
  clientId: string;
  /**
   * Whether the broker forgets the node when the connection ends. false: what is commanded at QoS 1 or 2 while the node is
   * away waits for it, as long as the broker keeps it. On a board with `sleep`, false unless given where anything may wait: commands
   * that are not signed, and subscriptions; both then are of QoS 1 unless given.
   */
  cleanSession: boolean;
  /**
   * Keep alive in seconds: the broker gives a node up that it has not heard of for one and a half times as long. The node asks after
   * three quarters of it whether the broker is still there.
   * @asType integer
   * @minimum 15
   * @maximum 65535
   */
  keepAliveSeconds: number;
  /**
   * How many topics the node subscribes to with one packet, at most; with more of them it sends one packet after the other. Some
   * brokers take no more than eight (AWS IoT).
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  topicsPerSubscribe: number;
  /**
   * false for a broker that takes no retained messages, and hangs up on a will that is to be retained: then nothing is, and who
   * subscribes later learns status and states with the next message.
   */
  retain: boolean;
}

/**
 * PEM files for mqtts://, with names relative to the board file. Espruino's TLS encrypts, but does not verify that the broker
 * is the right one. It sends a fixed server name, so brokers that are chosen by it (HiveMQ Cloud, AWS IoT, EMQX Serverless, Azure) hang
 * up on it: "npm run doctor" looks. What is named here is no part of the program: "npm run flash" writes it beside the program.
 */
export interface TlsConfig {
  /**
   * Certificate of the authority that signed the broker's. `npm run command` verifies the broker with it; Espruino does not.
   * @minLength 1
   */
  ca?: string;
  /**
   * Certificate of the board, where the broker asks for one. RSA.
   * @minLength 1
   */
  cert?: string;
  /**
   * Private key of that certificate, not encrypted.
   * @minLength 1
   */
  key?: string;
}
