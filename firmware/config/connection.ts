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
