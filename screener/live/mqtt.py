"""Listening to an MQTT broker for what CallAttendantNext publishes."""

from collections.abc import Callable
from datetime import datetime

from screener.faults import Fault
from screener.feeds.protocol import Place
from screener.live.address import Address
from screener.live.again import Gone
from screener.live.callattendant import LONGEST, event_of
from screener.live.events import Hear, Link
from screener.live.patience import Patience

try:
    import aiomqtt
    from paho.mqtt.packettypes import PacketTypes
    from paho.mqtt.properties import Properties
except ImportError:
    raise Fault("mqtt:// needs a library: pip install 'call-screener[mqtt]'.") from None

_ALIVE = 60
"""Seconds after which client and broker tell each other that they are there."""
_MOST = 1000
"""Messages that wait; more are dropped by the library."""


async def subscribe(
    address: Address, place: Place, clock: Callable[[], datetime], hear: Hear, patience: Patience
) -> None:
    """One connection. Raises Gone when it ends."""
    # The broker keeps larger messages to itself (MQTT 5).
    bounds = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
    bounds.MaximumPacketSize = 2 * LONGEST
    client = aiomqtt.Client(
        address.host,
        address.port,
        username=address.user or None,
        password=address.password or None,
        protocol=aiomqtt.ProtocolVersion.V5,
        properties=bounds,
        keepalive=_ALIVE,
        timeout=patience.connecting,
        max_queued_incoming_messages=_MOST,
    )
    try:
        async with client:
            await client.subscribe(address.topic, qos=1)
            await hear(Link(True, "Listening."))
            async for message in client.messages:
                payload = message.payload if isinstance(message.payload, bytes) else b""
                await hear(event_of(payload, place, clock(), again=bool(message.retain)))
    except aiomqtt.MqttError as error:
        raise Gone(str(error).removeprefix("[Errno ").strip() or "the broker is gone") from None
