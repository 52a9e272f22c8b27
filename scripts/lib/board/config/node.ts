import type { ActuatorBase } from "./actuator";
import type { BusConfig } from "./buses";
import type { BrokerConfig, WifiConfig } from "./connection";
import type { HomeAssistantConfig } from "./home-assistant";
import type { PublicationConfig, SubscriptionConfig } from "./messages";
import type { RuleBase } from "./rule";
import type { SensorBase } from "./sensor";
import type { SleepConfig } from "./sleep";

/**
 * What a board file says besides its sensors, actuators and rules. Types of board files are those of a board that was loaded, with
 * all that its file left out: what has a default (`defaults.ts`, and each kind's descriptor) may be left out in the file.
 */
export interface NodeBase {
  /** The JSON schema, for editors: "./board.schema.json". */
  $schema?: string;
  /**
   * The board's name; the file is named after it.
   * @pattern ^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$
   * @maxLength 23
   */
  name: string;
  /** The interpreter on the chip: Espruino runs JavaScript, NodeMCU runs Lua. */
  engine: "espruino" | "nodemcu";
  /**
   * The chip, which decides what each pin can do. On the ESP8266 it has to be NodeMCU, since Espruino's stack is too small there.
   */
  chip: "esp32" | "esp32c3" | "esp32s3" | "esp8266";
  /**
   * The board that the chip is on, where its pins are to be named as printed on it: D0 … D10 of a XIAO are other pins of the chip. Left
   * out, pins are the chip's own.
   */
  hardware?:
    | "xiao-esp32c3"
    | "supermini-esp32c3"
    | "lolin-c3-mini"
    | "xiao-esp32s3"
    | "esp32-s3-devkitc-1"
    | "esp32-devkit-v1"
    | "nodemcu-32s"
    | "d1-mini"
    | "nodemcu-devkit";
  /**
   * On Espruino: whether the program is written as the interpreter's own tokens. It is smaller then, faster, and takes fewer
   * variables; false leaves it readable, for whoever wants to look at what is on the chip.
   */
  tokens: boolean;
  /**
   * A program of the board's own: the name of a TypeScript file beside the board file, such as "./aquarium.ts". It exports one function,
   * which the node calls at boot with what the board has. It does not run in safe mode.
   * @pattern ^\./[A-Za-z0-9_-][A-Za-z0-9_.-]*\.ts$
   */
  program?: string;
  wifi: WifiConfig;
  broker: BrokerConfig;
  topics: TopicsConfig;
  capacities: CapacitiesConfig;
  outbox?: OutboxConfig;
  commands?: CommandsConfig;
  /**
   * Whether the board takes new programs over the air, signed with the key of its commands: `npm run update` brings them.
   */
  updates: boolean;
  /**
   * Restarts the chip when the program hangs for so many seconds: not below 30, since opening a connection to a broker that does
   * not answer blocks it for about 10 s, and as long again for its name. On the ESP8266: when its timers have not run for so long.
   * @asType integer
   * @minimum 30
   * @maximum 3600
   */
  watchdogSeconds?: number;
  /**
   * After so many failed boots in a row the board starts in safe mode: Wi-Fi, MQTT and diagnostics only, no sensors, the pins of
   * the actuators at their off level. A boot has failed that was not online for a minute, nor up for five. Two writes to flash
   * memory a boot.
   * @asType integer
   * @minimum 2
   * @maximum 100
   */
  safeModeAfterBoots?: number;
  /**
   * What each report on the diagnostics topic says besides what happened and what was counted: the firmware's version with a hash
   * of the program, why the chip was reset last, how often it has booted (one write to flash memory a boot),
   * free memory in bytes, received signal strength in dBm, the address that it has in the network, and the network's name.
   * @uniqueItems true
   */
  diagnostics: DiagnosticsField[];
  consoles?: ConsolesConfig;
  time?: TimeConfig;
  sleep?: SleepConfig;
  /** Lines that several sensors share. */
  buses: BusConfig[];
  /** What the board's program hears of other people's messages. */
  subscriptions: SubscriptionConfig[];
  /** What the board's program publishes besides its sensors. */
  publications: PublicationConfig[];
  homeAssistant?: HomeAssistantConfig;
}

export type DiagnosticsField =
  "version" | "resetReason" | "bootCount" | "freeMemory" | "signalStrength" | "ipAddress" | "ssid";

export interface TopicsConfig {
  /**
   * What every topic of the board starts with, without a slash at its end. In each topic {name} stands for the board's name and {mac}
   * for the chip's address, 12 lower-case hexadecimal digits, so that one built program serves many chips. Default: the board's name
   */
  base: string;
  /**
   * Where the node says online or offline, retained. It subscribes to it as well, and says online again where somebody else said that it
   * is offline. Default: <base>/status
   */
  status: string;
  /** Where the node reports faults, drops and refused commands, retained. Default: <base>/diagnostics */
  diagnostics: string;
  /** Where a node with several brokers says which one it uses, as host:port, retained. Default: <base>/broker */
  broker: string;
  /** Where a node with consoles.mqtt publishes the lines of its console. Default: <base>/console */
  console: string;
  /** Where a node with signed commands says what the next one has to carry, retained. Default: <base>/nonce */
  nonce: string;
  /** Where a node with signed commands answers them, signed too. Default: <base>/answer */
  answer: string;
  /** Where a node that takes updates over the air hears of them, and gets what it asks for. Default: <base>/update */
  update: string;
  /** Where it says which program it has and how far the next one is, retained, for Home Assistant. Default: <base>/update/state */
  updateState: string;
  /** Where it asks for the parts of a program, and says what became of it. Default: <base>/update/want */
  want: string;
}

/** Who may command the board. */
export interface CommandsConfig {
  /**
   * A key that every command has to be signed with; without this, whoever can publish on the broker can command the board.
   * Make one with: node -p "crypto.randomBytes(32).toString('hex')". Write it as "${COMMAND_KEY}" and keep the value in
   * .env. `npm run command` signs with it.
   * @minLength 32
   * @maxLength 64
   */
  signingKey: string;
}

/** Has the board know the time of day, and tell it in each report on the diagnostics topic, as "time" in seconds since 1970. */
export interface TimeConfig {
  /**
   * An NTP server: its name, such as "pool.ntp.org", or its IPv4 address. It is asked once a day.
   * @minLength 1
   */
  server: string;
  /**
   * The time zone in which the board's own program goes by times of day: a name of the time zone database, such as "Europe/Berlin".
   * Its changes until 2040 are part of the program. Default: UTC
   */
  zone?: string;
}

export interface CapacitiesConfig {
  /**
   * The largest packet taken in, in bytes; a larger one is skipped and counted.
   * @asType integer
   * @minimum 64
   * @maximum 4096
   */
  receiveBytes: number;
  /**
   * The most bytes waiting for the network; what does not fit is dropped whole and counted.
   * @asType integer
   * @minimum 256
   * @maximum 8192
   */
  transmitBytes: number;
  /**
   * How many commands of QoS 2 the broker may have under way.
   * @asType integer
   * @minimum 1
   * @maximum 200
   */
  receiveSlots: number;
}

/**
 * Where messages wait that cannot be sent now, and those of QoS 1 and 2 until the broker acknowledged them. Without it,
 * readings of QoS 0 that cannot be sent are dropped and counted.
 */
export interface OutboxConfig {
  /**
   * How many messages it holds.
   * @asType integer
   * @minimum 1
   * @maximum 200
   */
  messages: number;
  /**
   * The most bytes they take together.
   * @asType integer
   * @minimum 128
   * @maximum 16384
   */
  bytes: number;
  /**
   * What gives way when it is full: the oldest message that has not been sent yet (those of QoS 0 first, and one of QoS 0 takes
   * the place of no other), or the one that comes.
   */
  whenFull: "dropOldest" | "dropNewest";
}

/**
 * What the node writes on its serial console may be read over the network: on a topic, by those whom the broker lets read it. And
 * Espruino opens two consoles without a password, which the node closes unless asked here to leave them open.
 */
export interface ConsolesConfig {
  /**
   * Publish the lines of the console on topics.console: those from before there was a session, and new ones within a second or so.
   * At most 16 lines or 384 bytes wait; how many were lost besides is told. The firmware writes no secrets there; a program of the
   * board's own may. `npm run monitor -- --broker` shows them.
   */
  mqtt: boolean;
  /** Leave the telnet console on port 23 open to everybody on the network. */
  telnet: boolean;
  /**
   * Leave the Bluetooth console open to everybody nearby. Without it `npm run flash` switches the chip's Bluetooth off for good,
   * which leaves the interpreter some 2,000 variables more; with it, on again.
   */
  bluetooth: boolean;
}

/** A board as far as all kinds of sensors, actuators and rules are alike. */
export interface BoardBase extends NodeBase {
  sensors: readonly SensorBase[];
  actuators: readonly ActuatorBase[];
  rules: readonly RuleBase[];
}
