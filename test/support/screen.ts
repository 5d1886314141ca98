/**
 * What a terminal of some size shows after it was sent text: enough of one for what hyperdrive and inquirer send. Unknown
 * sequences throw, so that nothing slips by: clearing the screen or the scrollback, say.
 */
export class Screen {
  /** Every row since the beginning; the last `height` of them are on the screen. */
  private readonly cells: string[][] = [[]];
  private top = 0;
  private row = 0;
  private column = 0;
  cursorShown = true;
  private readonly width: number;
  private readonly height: number;

  constructor(width: number, height = 24) {
    this.width = width;
    this.height = height;
  }

  /** The rows, scrolled away ones too, without blanks at their ends. */
  get rows(): string[] {
    return this.cells.map((row) =>
      Array.from(row, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
  }

  get text(): string {
    return this.rows.join('\n').trimEnd();
  }

  write(text: string): this {
    for (const [piece] of text.matchAll(/\u001b\[[0-9;?]*[A-Za-z]|[^]/gu)) {
      if (piece.length > 1 && piece.startsWith('\u001b')) this.obey(piece);
      else this.put(piece);
    }
    return this;
  }

  private put(character: string): void {
    if (character === '\r') this.column = 0;
    else if (character === '\n') this.feed();
    else {
      if (this.column === this.width) this.feed();
      this.cells[this.row]![this.column++] = character;
    }
  }

  /** Down a line and to its beginning, as a terminal does with what programs print. */
  private feed(): void {
    this.column = 0;
    this.row++;
    if (this.row === this.cells.length) this.cells.push([]);
    this.top = Math.max(this.top, this.row - this.height + 1);
  }

  private obey(sequence: string): void {
    const [, mark, number, letter] = /^\u001b\[(\??)([0-9;]*)([A-Za-z])$/.exec(sequence)!;
    const amount = Number(number) || 1;
    const todo: Record<string, () => void> = {
      A: () => (this.row = Math.max(this.top, this.row - amount)),
      B: () => (this.row = Math.min(this.cells.length - 1, this.row + amount)),
      C: () => (this.column = Math.min(this.width - 1, this.column + amount)),
      D: () => (this.column = Math.max(0, Math.min(this.column, this.width - 1) - amount)),
      G: () => (this.column = amount - 1),
      m: () => {},
      '?h': () => (this.cursorShown ||= number === '25'),
      '?l': () => (this.cursorShown &&= number !== '25'),
    };
    if (sequence === '\u001b[2K') this.cells[this.row] = [];
    else if (sequence === '\u001b[K') this.cells[this.row]!.splice(this.column);
    else if (todo[mark! + letter!]) todo[mark! + letter!]!();
    else throw new Error(`A terminal was sent ${JSON.stringify(sequence)}.`);
  }
}
