/** A prime, so small that products of two numbers below it are whole numbers on every engine. */
const PRIME = 8_191;
/** The golden section of it: multiples of that lie evenly between 0 and PRIME, however many there are and whatever their step. */
const GOLDEN = 5_063;

/**
 * The numbers of so many brokers, 0 …, in the order of this chip: of all orders there are, each is as many chips', also of few and of
 * such with addresses in a row. So a fleet spreads itself, and the nodes of one broker that dies spread over all the others.
 * @param mac 12 hexadecimal digits
 */
export function spread(brokers: number, mac: string): number[] {
  let share = 0;
  for (let i = 0; i < mac.length; i++) {
    share = (share * 31 + mac.charCodeAt(i)) % PRIME;
  }
  share = (share * GOLDEN) % PRIME;
  const order: number[] = [];
  for (let left = brokers; left > 0; left--) {
    share *= left;
    // The `chosen`th of those that are not there yet.
    let chosen = Math.floor(share / PRIME);
    share %= PRIME;
    for (let broker = 0; broker < brokers; broker++) {
      if (order.indexOf(broker) < 0 && chosen-- === 0) {
        order.push(broker);
        break;
      }
    }
  }
  return order;
}
