/** What happens to a value between the sensor and the broker. */

/**
 * A step between a sensor and the broker, under ESPHome's name and with ESPHome's meaning: exactly one of these. "No reading"
 * goes through, and becomes a number nowhere.
 * @minProperties 1
 * @maxProperties 1
 */
export interface FilterConfig {
  /**
   * Is added.
   * @minimum -1e9
   * @maximum 1e9
   */
  offset?: number;
  /**
   * Is multiplied with.
   * @minimum -1e9
   * @maximum 1e9
   */
  multiply?: number;
  calibrate_linear?: CalibrateLinearConfig;
  clamp?: ClampConfig;
  /**
   * Rounds to so many decimals.
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  round?: number;
  median?: MedianConfig;
  sliding_window_moving_average?: SlidingWindowMovingAverageConfig;
  exponential_moving_average?: ExponentialMovingAverageConfig;
  throttle?: ThrottleConfig;
  heartbeat?: HeartbeatConfig;
  debounce?: DebounceConfig;
  delta?: DeltaConfig;
  /**
   * Leaves so many values out at first.
   * @asType integer
   * @minimum 1
   * @maximum 10000
   */
  skip_initial?: number;
}

/** A straight line, or several, from what is measured to what is true. */
export interface CalibrateLinearConfig {
  /**
   * One line nearest to all points, or lines from each point to the next, the outer ones going on.
   * @default "least_squares"
   */
  method?: "least_squares" | "exact";
  /**
   * What is measured ("from") and what it should be ("to").
   * @minItems 2
   * @maxItems 16
   */
  datapoints: DataPoint[];
}

export interface DataPoint {
  /**
   * @minimum -1e9
   * @maximum 1e9
   */
  from: number;
  /**
   * @minimum -1e9
   * @maximum 1e9
   */
  to: number;
}

/** Keeps values inside a range. */
export interface ClampConfig {
  /**
   * Default: none
   * @minimum -1e9
   * @maximum 1e9
   */
  minValue?: number;
  /**
   * Default: none
   * @minimum -1e9
   * @maximum 1e9
   */
  maxValue?: number;
  /**
   * Whether values out of range are left out instead.
   * @default false
   */
  ignoreOutOfRange?: boolean;
}

/** The value in the middle of the last ones: takes single outliers away. */
export interface MedianConfig {
  /**
   * How many of the last values count.
   * @default 5
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  windowSize?: number;
  /**
   * After how many values one goes on.
   * @default 5
   * @asType integer
   * @minimum 1
   * @maximum 10000
   */
  sendEvery?: number;
  /**
   * After how many values the first one goes on; at most sendEvery.
   * @default 1
   * @asType integer
   * @minimum 1
   * @maximum 10000
   */
  sendFirstAt?: number;
}

/** The mean of the last values. */
export interface SlidingWindowMovingAverageConfig {
  /**
   * How many of the last values count.
   * @default 15
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  windowSize?: number;
  /**
   * After how many values one goes on.
   * @default 15
   * @asType integer
   * @minimum 1
   * @maximum 10000
   */
  sendEvery?: number;
  /**
   * After how many values the first one goes on; at most sendEvery.
   * @default 1
   * @asType integer
   * @minimum 1
   * @maximum 10000
   */
  sendFirstAt?: number;
}

/** A mean in which older values count less and less; needs no memory for them. */
export interface ExponentialMovingAverageConfig {
  /**
   * By what part of the way each value moves the mean towards itself.
   * @default 0.1
   * @minimum 0.0001
   * @maximum 1
   */
  alpha?: number;
  /**
   * After how many values one goes on.
   * @default 15
   * @asType integer
   * @minimum 1
   * @maximum 10000
   */
  sendEvery?: number;
  /**
   * After how many values the first one goes on; at most sendEvery.
   * @default 1
   * @asType integer
   * @minimum 1
   * @maximum 10000
   */
  sendFirstAt?: number;
}

/** Lets a value through when the last one that went through is so old. */
export interface ThrottleConfig {
  /**
   * @minimum 0.1
   * @maximum 86400
   */
  seconds: number;
}

/** Sends the last value on, again and again. */
export interface HeartbeatConfig {
  /**
   * @minimum 0.1
   * @maximum 86400
   */
  seconds: number;
  /**
   * Whether values also go on as they come.
   * @default false
   */
  optimistic?: boolean;
}

/** Lets a value through when no other has come for so long. */
export interface DebounceConfig {
  /**
   * @minimum 0.01
   * @maximum 86400
   */
  seconds: number;
}

/** Lets a value through when it differs from the last one that went through by at least so much. */
export interface DeltaConfig {
  /**
   * In the value's unit, or in percent of the last one.
   * @minimum 0
   * @maximum 1e9
   */
  value: number;
  /**
   * @default "absolute"
   */
  type?: "absolute" | "percentage";
}
