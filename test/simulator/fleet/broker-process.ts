/** What can be done to a broker that runs here. */
export interface BrokerProcess {
  /** Also again, after it was ended or killed. */
  start(): Promise<void>;
  /** In good order. */
  end(): Promise<void>;
  /** At once. */
  kill(): Promise<void>;
}
