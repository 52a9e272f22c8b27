/**
 * The board file. This type is the source of boards/board.schema.json (`npm run schema`); its comments are what editors
 * show. Types only: nothing here reaches the chip.
 */
export interface Board {
  /** The JSON schema, for editors: "./board.schema.json". */
  $schema?: string;
  /**
   * The board's name; the file is named after it.
   * @pattern ^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$
   * @maxLength 23
   */
  name: string;
  /** The interpreter on the chip. */
  engine: "espruino";
  /** The chip, which decides what each pin can do. */
  chip: "esp32";
  wifi: WifiConfig;
  broker: BrokerConfig;
  topics?: TopicsConfig;
  capacities?: CapacitiesConfig;
  outbox?: OutboxConfig;
  consoles?: ConsolesConfig;
  /** What the board measures. */
  sensors?: SensorConfig[];
  /** What the board drives. */
  actuators?: ActuatorConfig[];
}

export interface WifiConfig {
  /**
   * Network name.
   * @minLength 1
   * @maxLength 32
   */
  ssid: string;
  /**
   * WPA passphrase; "" for an open network. Write it as "${WIFI_PASSWORD}" and keep the value in .env.
   * @maxLength 63
   */
  password: string;
}

export interface BrokerConfig {
  /**
   * Where the brokers are, as mqtt://host or mqtt://host:port (port 1883 unless given), tried in this order, the next one
   * after each failure.
   * @minItems 1
   * @maxItems 4
   */
  urls: string[];
  /**
   * User name, where the broker asks for one.
   * @minLength 1
   */
  username?: string;
  /** Password: write it as "${MQTT_PASSWORD}" and keep the value in .env. */
  password?: string;
  /**
   * MQTT client identifier, unique on the broker. Default: the board's name
   * @minLength 1
   * @maxLength 64
   */
  clientId?: string;
  /**
   * Whether the broker forgets the node when the connection ends. false: what is commanded at QoS 1 or 2 while the node is
   * away waits for it, as long as the broker keeps it.
   * @default true
   */
  cleanSession?: boolean;
  /**
   * Longest silence on the connection in seconds before the node asks the broker whether it is still there.
   * @default 60
   * @asType integer
   * @minimum 15
   * @maximum 65535
   */
  keepAliveSeconds?: number;
}

export interface TopicsConfig {
  /** What every topic of the board starts with. Default: the board's name */
  base?: string;
  /** Where the node says online or offline, retained. Default: <base>/status */
  status?: string;
  /** Where the node reports faults, drops and refused commands. Default: <base>/diagnostics */
  diagnostics?: string;
}

export interface CapacitiesConfig {
  /**
   * The largest packet taken in, in bytes; a larger one is skipped and counted.
   * @default 512
   * @asType integer
   * @minimum 64
   * @maximum 4096
   */
  receiveBytes?: number;
  /**
   * The most bytes waiting for the network; what does not fit is dropped whole and counted.
   * @default 1024
   * @asType integer
   * @minimum 256
   * @maximum 8192
   */
  transmitBytes?: number;
  /**
   * How many commands of QoS 2 the broker may have under way.
   * @default 20
   * @asType integer
   * @minimum 1
   * @maximum 200
   */
  receiveSlots?: number;
}

/**
 * Where messages wait that cannot be sent now, and those of QoS 1 and 2 until the broker acknowledged them. Without it,
 * readings of QoS 0 that cannot be sent are dropped and counted.
 */
export interface OutboxConfig {
  /**
   * How many messages it holds.
   * @default 8
   * @asType integer
   * @minimum 1
   * @maximum 200
   */
  messages?: number;
  /**
   * The most bytes they take together.
   * @default 1024
   * @asType integer
   * @minimum 128
   * @maximum 16384
   */
  bytes?: number;
  /**
   * What gives way when it is full: the oldest message that has not been sent yet, or the one that comes.
   * @default "dropOldest"
   */
  whenFull?: "dropOldest" | "dropNewest";
}

/** Espruino opens two consoles without a password; the node closes them unless asked here to leave them open. */
export interface ConsolesConfig {
  /**
   * Leave the telnet console on port 23 open to everybody on the network.
   * @default false
   */
  telnet?: boolean;
  /**
   * Leave the Bluetooth console open to everybody nearby.
   * @default false
   */
  bluetooth?: boolean;
}

/**
 * A pin as printed on the board, D0 … D39.
 * @pattern ^D(0|[1-9][0-9]?)$
 */
export type PinName = string;

/**
 * The name of a sensor or actuator, unique on the board; part of its topics.
 * @pattern ^[a-zA-Z0-9_-]{1,32}$
 */
export type Id = string;

interface SensorBase {
  id: Id;
  /**
   * Seconds between two readings.
   * @minimum 0.1
   * @maximum 86400
   */
  periodSeconds: number;
  /** Where readings are published. Default: <base>/<id>/state */
  stateTopic?: string;
  /**
   * Quality of service of the readings: 0 at most once, 1 at least once, 2 exactly once. 1 and 2 use the outbox.
   * @default 0
   */
  qos?: 0 | 1 | 2;
}

/** A voltage on a pin, as value = fraction of full scale × scale + offset. */
export interface AnalogSensorConfig extends SensorBase {
  type: "analog";
  /** One of D32 … D39. */
  pin: PinName;
  /**
   * @default 1
   * @minimum -1e9
   * @maximum 1e9
   */
  scale?: number;
  /**
   * @default 0
   * @minimum -1e9
   * @maximum 1e9
   */
  offset?: number;
  /** Unit of the value, for people and tools; it is not published with it. */
  unit?: string;
  /**
   * Digits after the decimal point.
   * @default 2
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals?: number;
}

/** A contact or a logic level: ON and OFF, published when it changes and on its period. */
export interface DigitalSensorConfig extends SensorBase {
  type: "digital";
  pin: PinName;
  /**
   * Pull resistor inside the chip.
   * @default "up"
   */
  pull?: "up" | "down" | "none";
  /**
   * Whether a low level means ON.
   * @default false
   */
  activeLow?: boolean;
  /**
   * How long a level has to stand before it counts, in milliseconds.
   * @default 50
   * @asType integer
   * @minimum 1
   * @maximum 5000
   */
  debounceMs?: number;
}

/** Seconds since boot. */
export interface UptimeSensorConfig extends SensorBase {
  type: "uptime";
}

/** Memory the interpreter has left, in bytes. */
export interface FreeMemorySensorConfig extends SensorBase {
  type: "freeMemory";
}

/** Wi-Fi signal strength in dBm. */
export interface SignalStrengthSensorConfig extends SensorBase {
  type: "signalStrength";
}

/** @discriminator type */
export type SensorConfig =
  AnalogSensorConfig | DigitalSensorConfig | UptimeSensorConfig | FreeMemorySensorConfig | SignalStrengthSensorConfig;

interface ActuatorBase {
  id: Id;
  pin: PinName;
  /** Where commands are taken. Default: <base>/<id>/set */
  commandTopic?: string;
  /**
   * Quality of service that commands are asked for with: 0 at most once, 1 at least once, 2 exactly once.
   * @default 0
   */
  commandQos?: 0 | 1 | 2;
  /** Where the state is published, retained, after each change. Default: <base>/<id>/state */
  stateTopic?: string;
}

/** A relay or anything else that is on or off. Commands: ON, OFF, TOGGLE. */
export interface SwitchActuatorConfig extends ActuatorBase {
  type: "switch";
  /**
   * Whether a low level turns it on, as most relay boards want it.
   * @default false
   */
  activeLow?: boolean;
  /**
   * State at boot.
   * @default "OFF"
   */
  initialValue?: "ON" | "OFF";
}

/** A dimmable output. Commands: 0 … 100 (percent), ON (the last level), OFF, TOGGLE. */
export interface PwmActuatorConfig extends ActuatorBase {
  type: "pwm";
  /**
   * Frequency of the square wave.
   * @default 1000
   * @asType integer
   * @minimum 1
   * @maximum 40000
   */
  hz?: number;
  /**
   * Level at boot in percent.
   * @default 0
   * @asType integer
   * @minimum 0
   * @maximum 100
   */
  initialValue?: number;
}

/** @discriminator type */
export type ActuatorConfig = SwitchActuatorConfig | PwmActuatorConfig;
