import type { Style } from './style.ts';

const ascii = {
  top: '-',
  'top-mid': '+',
  'top-left': '+',
  'top-right': '+',
  bottom: '-',
  'bottom-mid': '+',
  'bottom-left': '+',
  'bottom-right': '+',
  left: '|',
  'left-mid': '+',
  mid: '-',
  'mid-mid': '+',
  right: '|',
  'right-mid': '+',
  middle: '|',
};

/** Rows without lines between them; nothing coloured by the table itself, which would colour pipes too. */
export function tableOptions({ unicode }: Style) {
  return {
    style: { head: [], border: [], compact: true },
    chars: unicode ? {} : ascii,
  };
}
