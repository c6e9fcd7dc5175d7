"""The yardstick of `npm run bench -- realtime`: the monolith that ChatFlow replaces, as one would first write it.

One FastAPI process with asyncpg and the sockets in a dictionary. It speaks the part of ChatFlow's wire that the load
program uses, over ChatFlow's own tables, and pushes before it acknowledges, as ChatFlow does.
"""

import asyncio
import os
from contextlib import asynccontextmanager
from datetime import datetime, timezone

import asyncpg
import jwt
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

SECRET = os.environ["SECRET"]
sockets: dict[str, set[WebSocket]] = {}


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=10, max_size=20) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


async def store(user_id: str, frame: dict) -> tuple[dict, list[str]]:
    """Stores a message and returns it with the people of its conversation."""
    conversation_id = frame["conversationId"]
    async with app.state.pool.acquire() as connection, connection.transaction():
        seq = await connection.fetchval(
            "UPDATE conversations SET last_seq = last_seq + 1, last_activity_at = now() WHERE id = $1 RETURNING last_seq",
            conversation_id,
        )
        people = await connection.fetch(
            "SELECT user_id FROM participants WHERE conversation_id = $1", conversation_id
        )
        members = [str(row["user_id"]) for row in people]
        if user_id not in members:
            raise PermissionError("Not a participant")
        created_at = datetime.now(timezone.utc)
        await connection.execute(
            "INSERT INTO messages (conversation_id, seq, id, sender_id, content, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            conversation_id,
            seq,
            frame["id"],
            user_id,
            frame["content"],
            created_at,
        )
    message = {
        "id": frame["id"],
        "conversationId": conversation_id,
        "seq": seq,
        "senderId": user_id,
        "content": frame["content"],
        "createdAt": created_at.isoformat(),
        "reactions": [],
    }
    return message, members


@app.websocket("/ws")
async def chat(websocket: WebSocket):
    protocol, token = websocket.headers["sec-websocket-protocol"].replace(" ", "").split(",")
    user_id = jwt.decode(token, SECRET, algorithms=["HS256"])["sub"]
    await websocket.accept(subprotocol=protocol)
    sockets.setdefault(user_id, set()).add(websocket)
    try:
        while True:
            frame = await websocket.receive_json()
            message, members = await store(user_id, frame)
            event = {"type": "message.created", "message": message}
            recipients = [s for member in members for s in sockets.get(member, ()) if s is not websocket]
            await asyncio.gather(*(recipient.send_json(event) for recipient in recipients), return_exceptions=True)
            await websocket.send_json({"type": "ack", "requestId": frame["requestId"], "message": message})
    except WebSocketDisconnect:
        sockets[user_id].discard(websocket)
