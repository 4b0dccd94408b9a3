/** Open connections, so that a stop waits for answers and not for clients that keep a connection for later. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export class Connections {
  /** requests under way, by connection */
  readonly #underWay = new Map<Socket, number>();
  #closing = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#underWay.set(socket, 0);
      socket.once('close', () => this.#underWay.delete(socket));
    });
    server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.#change(socket, 1);
      response.once('close', () => this.#change(socket, -1));
    });
  }

  #change(socket: Socket, by: number): void {
    const underWay = this.#underWay.get(socket);
    if (underWay === undefined) return;
    this.#underWay.set(socket, underWay + by);
    if (this.#closing && underWay + by === 0) socket.destroySoon();
  }

  /** Closes those on which no request is under way now, and the others after their answer. */
  closeWhenIdle(): void {
    this.#closing = true;
    for (const [socket, underWay] of this.#underWay) if (underWay === 0) socket.destroySoon();
  }
}
