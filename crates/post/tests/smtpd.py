"""A mail server for the tests, over aiosmtpd.

What it does with a letter is said by the beginning of the recipient's name; every letter that it takes lies as
a file in the directory that it is given, the envelope in the first line. It writes its port and then serves.
"""

import argparse
import asyncio
import os
import socket
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

SEEN = {}


def first(what):
    """Whether this is the first time."""
    SEEN[what] = SEEN.get(what, 0) + 1
    return SEEN[what] == 1


class Handler:
    def __init__(self, directory):
        self.directory = directory
        self.taken = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("barred"):
            return "550 5.7.1 Sender is barred"
        if address.startswith("slow"):
            SEEN[address] = SEEN.get(address, 0) + 1
            if SEEN[address] <= 4:
                return "451 4.7.0 Too much mail, come again"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.1.1 No such user here"
        if address.startswith("grey") and first(address):
            return "451 4.7.1 Greylisted, come again"
        if address.startswith("busy") and first(address):
            server.transport.write(b"421 4.3.2 Closing down\r\n")
            server.transport.close()
            return "421 4.3.2 Closing down"
        if address.startswith("wait"):
            # In the middle of all of them, until somebody says go.
            open(os.path.join(self.directory, "waiting"), "w").close()
            while not os.path.exists(os.path.join(self.directory, "go")):
                await asyncio.sleep(0.01)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        if address.startswith("spam"):
            return "554 5.7.1 That is spam"
        if address.startswith("full") and first(address):
            return "452 4.2.2 Mailbox is full"
        self.taken += 1
        path = os.path.join(self.directory, f"{self.taken}.eml")
        with open(path + ".part", "wb") as file:
            line = f"{envelope.mail_from} {' '.join(envelope.rcpt_tos)}\r\n"
            file.write(line.encode() + envelope.content)
        os.rename(path + ".part", path)
        if address.startswith("silent"):
            # Taken, and the answer is lost.
            server.transport.abort()
        return "250 2.0.0 Taken"


class Server(SMTP):
    async def smtp_DATA(self, arg):
        addresses = self.envelope.rcpt_tos
        if addresses and addresses[0].startswith("cut") and first(addresses[0]):
            await self.push("354 Go on")
            await self._reader.read(64)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b"ada" and data.password == b"open sesame"
    return AuthResult(success=good, handled=good)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls", choices=["tls", "start-tls"])
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--auth", action="store_true")
    asked = parser.parse_args()
    context = None
    if asked.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(asked.cert, asked.key)
    handler = Handler(asked.directory)
    loop = asyncio.get_running_loop()

    def make():
        return Server(
            handler,
            enable_SMTPUTF8=False,
            tls_context=context if asked.tls == "start-tls" else None,
            require_starttls=asked.tls == "start-tls",
            auth_required=asked.auth,
            auth_require_tls=False,
            authenticator=authenticate,
            hostname="mail.test",
            loop=loop,
        )

    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # So small that a long letter is not on its way as a whole before anybody reads it.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    listener.bind(("127.0.0.1", asked.port))
    server = await loop.create_server(
        make, sock=listener, ssl=context if asked.tls == "tls" else None
    )
    print(listener.getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
