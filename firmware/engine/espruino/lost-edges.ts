/**
 * Calls `lost` after edges of watched pins got lost: they wait in 4,096 bytes, 6 for each, while the engine is busy or blocked,
 * and what does not fit there is dropped. How many is not known.
 */
export function onLostEdges(lost: () => void): void {
  E.on("errorFlag", (flags) => {
    if (flags.indexOf("FIFO_FULL") >= 0) {
      // A flag that is still set is not told again.
      E.getErrorFlags();
      lost();
    }
  });
}
