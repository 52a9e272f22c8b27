import type { Series } from "./series";

const POINTS = 60;
const WIDTH = 120;
const HEIGHT = 32;
/** Room for the line's own width. */
const MARGIN = 2;

/** How a value went lately, without numbers. @param isStepped Whether it jumps, as a contact does */
export function Sparkline({ series, isStepped }: { series: Series; isStepped: boolean }) {
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path(series.tail(POINTS, 2 * POINTS), isStepped)} />
    </svg>
  );
}

function path(values: readonly (number | null)[], isStepped: boolean): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return "";
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const step = (WIDTH - 2 * MARGIN) / Math.max(1, values.length - 1);
  let drawn = "";
  let isDown = false;
  values.forEach((value, i) => {
    if (value === null) {
      isDown = false;
      return;
    }
    const x = (MARGIN + i * step).toFixed(1);
    const part = span === 0 ? 0.5 : (value - low) / span;
    const y = (HEIGHT - MARGIN - part * (HEIGHT - 2 * MARGIN)).toFixed(1);
    if (!isDown) drawn += `M${x} ${y}`;
    else drawn += isStepped ? `H${x}V${y}` : `L${x} ${y}`;
    isDown = true;
  });
  return drawn;
}
