// The sheets of small pictures: which piece of which sheet shows a moment.
export class Storyboard {
  constructor(board, loaded) {
    Object.assign(this, board);
    this.images = board.sheets.map(() => null);
    this.loaded = loaded;
  }

  cell(ms) {
    const number = Math.min(Math.max(Math.floor(ms / this.every_ms), 0), this.count - 1), each = this.columns * this.rows;
    const place = number % each;
    return { sheet: Math.floor(number / each), x: (place % this.columns) * this.width, y: Math.floor(place / this.columns) * this.height };
  }

  // The sheet as an image, fetched when it is first wanted; null until it is there.
  image(sheet) {
    if (!this.images[sheet]) {
      const image = new Image();
      image.onload = () => this.loaded();
      image.src = this.sheets[sheet];
      this.images[sheet] = image;
    }
    return this.images[sheet].complete && this.images[sheet].naturalWidth ? this.images[sheet] : null;
  }

  draw(context, ms, { x, y, width, height }) {
    const cell = this.cell(ms), image = this.image(cell.sheet);
    if (image) context.drawImage(image, cell.x, cell.y, this.width, this.height, x, y, width, height);
  }
}
